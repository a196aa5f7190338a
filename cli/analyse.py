"""`analyse`: an analysis of one's own view, as one of its users, in words that can stand in a report."""

import json
import re
from datetime import date
from enum import Enum
from pathlib import Path
from secrets import token_hex
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from cli.answer import WIDEST, escape, show
from cli.asking import User
from cli.calling import send
from cli.long_analysis import found_in, run_long
from graph_model.analysis import ANALYSES
from graph_model.errors import ModelError
from graph_model.instant import parse, to_text
from graph_model.local.errors import SetupError
from graph_model.local.private import write_private

Kind: Any = Enum("Kind", {name: name.lower().replace("_", "-") for name in ANALYSES})  # type: ignore[misc]  # members come from the analyses
_NAMES = """id __typename originator ... on Person { displayName } ... on Actor { label } ... on Item { itemKind: kind value }
  ... on Report { receivedAt } ... on Place { placeKind: kind municipality } ... on Organisation { name } ... on Threat { form }
  ... on Event { eventKind: kind start } ... on Assessment { assessmentKind: kind issuedAt }
  ... on Measure { measureKind: kind state } ... on Decision { decisionKind: kind decidedAt } ... on Source { class }
  ... on Case { domain } ... on Knowledge { knowledge: name }"""
_FOUND = f"""question parameters report found highest {{ level compartments handling }} findings {{ score reason records }}
    records {{ {_NAMES} }}"""
_TAKES = "$kind: AnalysisKind!, $about: ID, $days: Int, $hops: Int, $first: Int!, $language: Language!"
_FINDS = f"analysis(kind: $kind, about: $about, days: $days, hops: $hops, first: $first, language: $language) {{ {_FOUND} }}"
QUERY = f"query({_TAKES}) {{ {_FINDS} }}"
QUERY_THEN = f"query({_TAKES}, $asOf: String!) @asOf(recorded: $asOf) {{ {_FINDS} }}"
RECORD = """mutation($kind: AnalysisKind!, $about: ID, $days: Int, $hops: Int, $records: [ID!]!, $language: Language!) {
  recordFinding(kind: $kind, about: $about, days: $days, hops: $hops, records: $records, language: $language) {
    outcome id record { id marking { level regime handling } } userErrors { code field message } } }"""

FORMATS = (".svg", ".png")
STAYS = frozenset({"NO_EXPORT"})
"""Handling codes under which nothing leaves in a file."""
DAY, END_OF_DAY = re.compile(r"\d{4}-\d\d-\d\d"), "{}T23:59:59.999Z"


def analyse(
    kind: Annotated[Kind, typer.Argument(help="What to look for.")],
    user: User,
    purpose: Annotated[str, typer.Option(help="Purpose, for instance THREAT_ASSESSMENT.")],
    about: Annotated[str | None, typer.Option(help="A record, where a kind is about one.")] = None,
    days: Annotated[int | None, typer.Option(help="1 to 365, where a kind takes days.")] = None,
    hops: Annotated[int | None, typer.Option(help="0 to 3, where a kind takes hops.")] = None,
    first: Annotated[int, typer.Option(help="Findings, at most 20.")] = 10,
    language: Annotated[str, typer.Option(help="EN or NL.")] = "EN",
    as_of: Annotated[str | None, typer.Option(help="As known then: a day, which is its end in UTC, or an instant.")] = None,
    plot: Annotated[Path | None, typer.Option(help="Draw the findings into this file, .svg or .png.")] = None,
    record: Annotated[int | None, typer.Option(help="Record the finding of this number as an assessment.")] = None,
    is_long: Annotated[bool, typer.Option("--long", help="Let it take up to ten minutes; Ctrl-C ends it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print exactly the answer.")] = False,
) -> None:
    """Analyse the network that a user sees: who is central, which groups there are, what recurs, what is open, what comes up."""
    asked = {"kind": kind.name, "about": about, "days": days, "hops": hops, "language": language.upper()}
    if plot is not None and plot.suffix not in FORMATS:
        raise typer.BadParameter(f"{plot}: a picture is .svg or .png", param_hint="--plot")
    if as_of is not None and record is not None:
        raise typer.BadParameter("what is recorded is what is found now", param_hint="--record")
    variables = asked | {"first": first} | ({} if as_of is None else {"asOf": _instant(as_of)})
    query = QUERY if as_of is None else QUERY_THEN
    received = run_long(user, purpose, _FOUND, variables) if is_long else send(user, purpose, query, variables)
    answer = received.json()
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    elif "errors" in answer:
        show(answer)
    else:
        _print(found_in(answer))
    if "errors" in answer:
        raise typer.Exit(1)
    found = found_in(answer)
    if plot is not None:
        _draw(plot, found, received.headers["Audit-Receipt"])
    if record is not None:
        _record(user, purpose, asked, found["findings"], record)


def _instant(text: str) -> str:
    try:
        return END_OF_DAY.format(date.fromisoformat(text)) if DAY.fullmatch(text) else to_text(parse(text))
    except (ValueError, ModelError):
        raise typer.BadParameter(f"{text}: neither a day (2026-03-01) nor an instant", param_hint="--as-of") from None


def _draw(file: Path, found: dict[str, Any], receipt: str) -> None:
    if kept := set(found["highest"]["handling"]) & STAYS:
        raise SetupError(f"nothing was drawn: what this rests on may not leave in a file ({', '.join(sorted(kept))})")
    from cli.plot import picture  # here, since every other command would wait a second for it

    names = {record["id"]: name_of(record) for record in found["records"]}
    try:
        write_private(file, picture(found, names, receipt, file.suffix[1:]))
    except OSError as fault:
        raise typer.BadParameter(f"{file}: {fault.strerror}", param_hint="--plot") from None


def _record(user: str, purpose: str, asked: dict[str, Any], findings: list[dict[str, Any]], number: int) -> None:
    if not 1 <= number <= len(findings):
        raise typer.BadParameter(f"there are {len(findings)} findings", param_hint="--record")
    chosen = asked | {"records": findings[number - 1]["records"]}
    answer = send(user, purpose, RECORD, chosen, key=token_hex(16)).json()
    show(answer)
    raise typer.Exit(0 if "errors" not in answer and answer["data"]["recordFinding"]["id"] else 1)


def _print(found: dict[str, Any]) -> None:
    page = Console()
    page = page if page.is_terminal else Console(width=WIDEST)
    for paragraph in found["report"]:
        page.print(escape(paragraph))
    names = {record["id"]: name_of(record) for record in found["records"]}
    table = Table("", "score", "what", "why", "records", box=None)
    for number, one in enumerate(found["findings"], 1):
        what, *others = [names[id_] for id_ in one["records"] if id_ in names] or [""]
        table.add_row(str(number), f"{one['score']:g}", escape(what), escape(one["reason"]), escape("; ".join(others)))
    page.print(table)


def name_of(record: dict[str, Any]) -> str:
    """A record in a few words: its type, what names it, and who asserts it."""
    told = [str(value) for name, value in record.items() if name not in ("id", "__typename", "originator") and value]
    return " ".join([record["__typename"], *told, f"({record['originator']})"])
