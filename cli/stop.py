"""`stop`: the demo ended, in whatever state it is; it reads nothing of what serves the demo, which takes seconds."""

import typer

from cli.running import Running
from cli.settings import settings


def stop() -> None:
    """End exactly what `demo` started, whatever state it is in."""
    typer.echo("stopped" if Running(settings()).end_all() else "nothing was running")
