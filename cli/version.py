"""`version`: what this is and what it runs on."""

import json
import platform
import tomllib
from importlib.metadata import version as installed
from typing import Annotated

import typer

from cli.development import ROOT
from graph_model.local.jars import pinned
from graph_model.migrations import MIGRATIONS


def versions() -> dict[str, str]:
    """Kring, its schema, and the three it stands on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    server = next(jar.version for jar in pinned() if jar.artifact == "neo4j-server")
    return {
        "kring": str(project["version"]),
        "schema": str(MIGRATIONS[-1][0]),
        "neo4j": server,
        "driver": installed("neo4j"),
        "python": platform.python_version(),
    }


def version(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Print the version."""
    found = versions()
    typer.echo(json.dumps(found) if as_json else "\n".join(f"{name} {number}" for name, number in found.items()))
