"""The command line: `./kring COMMAND`. A command a file; this one only puts them together."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer

COMMANDS = {
    "test": "development",
    "check": "development",
    "prove": "prove",
    "mutants": "mutants",
    "demo": "demo",
    "demo-api": "service",
    "stop": "stop",
    "serve": "service",
    "doctor": "doctor",
    "ready": "ready",
    "migrate": "migrate",
    "backup": "backup",
    "restore": "restore",
    "config": "config",
    "token": "asking",
    "query": "asking",
    "analyse": "analyse",
    "grants": "grants",
    "releases": "releases",
    "emergencies": "emergencies",
    "watches": "watches",
    "directory": "directory",
    "policies": "policies",
    "oversee": "oversee",
    "explain": "explain",
    "who-sees": "explain",
    "version": "version",
    "load": "load",
    "export": "export",
    "audit": "audit",
    "bench": "bench",
}
"""The file of each command, in the order of the help. It holds a group as `app`, or a function of the command's name."""
HIDDEN = frozenset({"demo-api"})
OF_ANOTHER = {"allow_extra_args": True, "ignore_unknown_options": True}
"""What follows `test` is pytest's."""


def app_of(words: Sequence[str] = ()) -> typer.Typer:
    """The command line for these words: with the command that is named first, or with all where none is.

    Reading one file instead of all saves a question the second and more that the service and its schema take.
    """
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
    app.callback()(_whole)  # else one command alone would have no name
    for name in COMMANDS.keys() & set(words[:1]) or COMMANDS:
        _add(app, name, import_module(f"cli.{COMMANDS[name]}"))
    return app


def _whole() -> None:
    pass


def _add(app: typer.Typer, name: str, module: Any) -> None:
    group = getattr(module, "app", None)
    if group is not None:
        app.add_typer(group, name=name)
        return
    function, settings = getattr(module, name.replace("-", "_")), OF_ANOTHER if name == "test" else None
    app.command(name, hidden=name in HIDDEN, context_settings=settings)(function)
