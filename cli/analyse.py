"""`analyse`: an analysis of one's own view, as one of its users, in words that can stand in a report."""

import json
from enum import Enum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from cli.answer import WIDEST, escape, show
from cli.asking import User
from cli.calling import send
from graph_model.analysis import ANALYSES

Kind: Any = Enum("Kind", {name: name.lower().replace("_", "-") for name in ANALYSES})  # type: ignore[misc]  # members come from the analyses
_NAMES = """id __typename originator ... on Person { displayName } ... on Actor { label } ... on Item { itemKind: kind value }
  ... on Report { receivedAt } ... on Place { placeKind: kind municipality } ... on Organisation { name } ... on Threat { form }
  ... on Event { eventKind: kind } ... on Case { domain } ... on Knowledge { knowledge: name }"""
QUERY = f"""query($kind: AnalysisKind!, $about: ID, $first: Int!) {{ analysis(kind: $kind, about: $about, first: $first) {{
  explanation networkRecords networkRelationships isComplete findings {{ score reason records }} records {{ {_NAMES} }}
}} }}"""


def analyse(
    kind: Annotated[Kind, typer.Argument(help="What to look for.")],
    user: User,
    purpose: Annotated[str, typer.Option(help="Purpose, for instance THREAT_ASSESSMENT.")],
    about: Annotated[str | None, typer.Option(help="A record, for `similar`.")] = None,
    first: Annotated[int, typer.Option(help="Findings, at most 20.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print exactly the answer.")] = False,
) -> None:
    """Analyse the network that a user sees: who is central, which groups there are, what recurs."""
    answer = send(user, purpose, QUERY, {"kind": kind.name, "about": about, "first": first}).json()
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    elif "errors" in answer:
        show(answer)
    else:
        _print(answer["data"]["analysis"])
    raise typer.Exit(1 if "errors" in answer else 0)


def _print(found: dict[str, Any]) -> None:
    page = Console()
    page = page if page.is_terminal else Console(width=WIDEST)
    page.print(escape(found["explanation"]))
    size = f"In {found['networkRecords']} records and {found['networkRelationships']} relationships of this view"
    page.print(size + ("." if found["isComplete"] else "; the view is larger, and its rest was not looked at."))
    names = {record["id"]: _name(record) for record in found["records"]}
    table = Table("score", "what", "why", "records", box=None)
    for one in found["findings"]:
        what, *others = [names[id_] for id_ in one["records"] if id_ in names] or [""]
        table.add_row(f"{one['score']:g}", escape(what), escape(one["reason"]), escape("; ".join(others)))
    page.print(table)


def _name(record: dict[str, Any]) -> str:
    told = [str(value) for name, value in record.items() if name not in ("id", "__typename", "originator") and value]
    return " ".join([record["__typename"], *told, f"({record['originator']})"])
