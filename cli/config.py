"""`config show`: every setting, where it comes from and what it is. What could hold a secret is shown without it."""

import json
import os
import re
from typing import Annotated, Any

import typer

from cli.settings import PREFIX, Settings, read_settings

app = typer.Typer(no_args_is_help=True, help=__doc__)
MASK = "***"


@app.callback()
def _group() -> None:
    """Settings."""


@app.command()
def show(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Show every setting."""
    rows = shown(read_settings())
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    width = max(map(len, rows))
    for name, row in rows.items():
        typer.echo(f"{name:{width}}  {row['value'] if row['value'] is not None else '-'}  ({row['from']}: {row['about']})")


def shown(settings: Settings) -> dict[str, dict[str, Any]]:
    """Each setting by the name of its variable."""
    values = settings.model_dump(mode="json")
    return {
        (variable := PREFIX + name.upper()): {
            "value": _masked(values[name]),
            "from": "environment" if os.environ.get(variable) else "default",
            "about": field.description,
        }
        for name, field in Settings.model_fields.items()
    }


def _masked(value: Any) -> Any:
    """A login in an address is a secret; a secret in a file is not read at all."""
    return re.sub(r"(?<=://)[^/@]*@", f"{MASK}@", value) if isinstance(value, str) else value
