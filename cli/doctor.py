"""`doctor`: what is here, what is wrong, what to do. It changes nothing and starts nothing."""

import json
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console

from cli.examination import examine
from cli.finding import Finding
from cli.settings import read_settings
from graph_model.local.errors import SetupError

STYLES = {"well": "green", "idle": "dim", "wrong": "bold red"}


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Look at everything and say what is wrong and what to do about it."""
    found = list(_findings())
    well = all(finding.state != "wrong" for finding in found)
    if as_json:
        rows = [{name: getattr(finding, name) for name in Finding.__slots__} for finding in found]
        typer.echo(json.dumps({"well": well, "findings": rows}, ensure_ascii=False))
    else:
        _show(found)
    raise typer.Exit(0 if well else 1)


def _findings() -> Iterator[Finding]:
    try:
        settings = read_settings()
    except SetupError as fault:
        yield Finding("settings", "wrong", str(fault), "correct the variable; docs/reference/settings.md has them all")
        return
    yield Finding("settings", "well", f"profile {settings.profile}")
    yield from examine(settings)


def _show(found: list[Finding]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    width = max(len(finding.what) for finding in found)
    for finding in found:
        console.print(f"[{STYLES[finding.state]}]{finding.state:5}[/] {finding.what:{width}}  ", end="")
        console.print(finding.said, markup=False)
        if finding.do:
            console.print(f"      {'':{width}}  -> {finding.do}", markup=False)
