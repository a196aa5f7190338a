"""`grants`: look at grants, ask for them, decide on them, review them, and keep them as a plan under review."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from cli.calling import Given, RequestTooLarge
from cli.office import ADMINISTRATION, BAD_INPUT, act, give_up, instant, look, print_json
from cli.plan_entry import PlanRejected, wanted_grants
from cli.plan_file import read_plan

GRANT = """{ id state due overdue grantor grantedBy grantee requestedBy scopes actions fieldClasses levelCeiling purposes legalBasis
  necessity conditions notBefore delayGround expires reviewDue approvals { organisation user } history { at state ground by }
  breakGlass emergency { declaration reason case told reviewedBy outcome } escalatedTo release policyVersion }"""
COUNTS = "{ name number }"
PATHS = "{ pairs isWhole grants kinds { number level tells example steps { type forwards by } } }"
PREVIEW = f"""{{ grant samples {{ id type }} parts {{ purpose users records {COUNTS} relationships {COUNTS} fields {COUNTS}
  protectedPersons connectedPairs tooManyConnections newPaths {PATHS} jointDisclosures {PATHS} }} }}"""

app = typer.Typer(no_args_is_help=True, help=__doc__)

As = Annotated[str, typer.Option("--as", help="Key of the user who asks.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Say what it would do, and do nothing.")]
Purpose = Annotated[str, typer.Option(help="Purpose for which it is asked.")]


@app.command("list")
def list_(
    user: As, scope: Annotated[str | None, typer.Option(help="Only grants on this scope.")] = None, as_json: Json = False
) -> None:
    """List the grants in which your organisation is a party."""
    _show_all(look(user, ADMINISTRATION, "grants", GRANT, scope=("String", scope)), as_json)


@app.command()
def mine(user: As, purpose: Purpose, as_json: Json = False) -> None:
    """List what you asked for and what is granted to you."""
    _show_all(look(user, purpose, "myGrants", GRANT), as_json)


@app.command()
def show(grant: str, user: As, purpose: Purpose = ADMINISTRATION, as_json: Json = False) -> None:
    """Show one grant with its whole past."""
    seen = look(user, purpose, "grant", GRANT, id=("ID!", grant))
    if as_json:
        print_json(seen)
        return
    _show_all([seen], False)
    for step in seen["history"]:
        typer.echo(f"  {step['at']} {step['state']} {step['by']} {step['ground']}".rstrip())


@app.command()
def request(
    user: As,
    grantor: Annotated[str, typer.Option(help="Organisation that is asked.")],
    grantee: Annotated[str, typer.Option(help="user:KEY, team:CODE or org:CODE.")],
    scope: Annotated[list[str], typer.Option(help="Case, collection, store:ORG or record:ID; may be repeated.")],
    purpose: Purpose,
    basis: Annotated[str, typer.Option(help="Legal basis, a code of the register.")],
    necessity: Annotated[str, typer.Option(help="Why it is necessary, in a sentence without content.")],
    start: Annotated[str, typer.Option("--from", help="ISO 8601 instant.")],
    until: Annotated[str, typer.Option(help="ISO 8601 instant, at most a year later.")],
    action: Annotated[list[str], typer.Option(help="see, read, cite, ...; may be repeated.")] = ["see", "read"],  # noqa: B006  # Typer copies a default
    field_class: Annotated[list[str], typer.Option(help="basic, identity, ...; may be repeated.")] = ["basic"],  # noqa: B006  # as above
    ceiling: Annotated[str, typer.Option(help="Highest level that it opens.")] = "DEP_V",
    dry_run: Dry = False,
    as_json: Json = False,
) -> None:
    """Ask for a grant."""
    wanted = {
        "grantor": grantor,
        "grantee": grantee,
        "scopes": scope,
        "actions": action,
        "fieldClasses": field_class,
        "levelCeiling": ceiling,
        "purposes": [purpose],
        "legalBasis": basis,
        "necessity": necessity,
        "notBefore": _instant(start),
        "expires": _instant(until),
    }
    _step(user, purpose, as_json, dry_run, "requestGrant", request=("GrantRequest!", wanted))


@app.command()
def preview(grant: str, user: As, as_json: Json = False) -> None:
    """Show what a grant would open of your organisation's records, as numbers."""
    seen = look(user, ADMINISTRATION, "grantPreview", PREVIEW, id=("ID!", grant))
    if as_json:
        print_json(seen)
    else:
        _show_preview(seen)


@app.command()
def consent(grant: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Take a request up, or consent as an originator concerned."""
    _step(user, ADMINISTRATION, as_json, dry_run, "consentToGrant", grant=("ID!", grant))


@app.command()
def approve(grant: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Put a grant in force, as the second pair of eyes."""
    _step(user, ADMINISTRATION, as_json, dry_run, "approveGrant", grant=("ID!", grant))


@app.command()
def refuse(grant: str, user: As, ground: Annotated[str, typer.Option()], dry_run: Dry = False, as_json: Json = False) -> None:
    """Refuse a request, on a ground of the closed list."""
    _step(user, ADMINISTRATION, as_json, dry_run, "refuseGrant", grant=("ID!", grant), ground=("String!", ground))


@app.command()
def escalate(
    grant: str, user: As, to: Annotated[str, typer.Option()], purpose: Purpose, dry_run: Dry = False, as_json: Json = False
) -> None:
    """Take a refusal, or a request past its term, to another organisation."""
    _step(user, purpose, as_json, dry_run, "escalateGrant", grant=("ID!", grant), to=("String!", to))


@app.command()
def uphold(grant: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Let a refusal stand that was escalated to you."""
    _step(user, ADMINISTRATION, as_json, dry_run, "upholdGrant", grant=("ID!", grant))


@app.command()
def release(grant: str, user: As, reference: Annotated[str, typer.Option()], dry_run: Dry = False, as_json: Json = False) -> None:
    """Answer an escalation with a sanitised version."""
    _step(user, ADMINISTRATION, as_json, dry_run, "releaseGrant", grant=("ID!", grant), reference=("String!", reference))


@app.command()
def revoke(grant: str, user: As, ground: Annotated[str, typer.Option()], dry_run: Dry = False, as_json: Json = False) -> None:
    """End a grant at once."""
    _step(user, ADMINISTRATION, as_json, dry_run, "revokeGrant", grant=("ID!", grant), ground=("String!", ground))


@app.command()
def review(
    grant: str,
    user: As,
    keep: Annotated[bool, typer.Option("--keep/--end", help="Recertify it, or end it.")],
    until: Annotated[str | None, typer.Option("--next", help="Next review; half a year from now if not said.")] = None,
    dry_run: Dry = False,
    as_json: Json = False,
) -> None:
    """Review a grant."""
    more = {"keep": ("Boolean!", keep), "nextReview": ("Instant", instant(until))}
    _step(user, ADMINISTRATION, as_json, dry_run, "reviewGrant", grant=("ID!", grant), **more)


@app.command()
def plan(file: Path, user: As, as_json: Json = False) -> None:
    """Show what applying a plan file would change; exit code 4 when it would change anything."""
    _plan(file, user, True, as_json)


@app.command()
def apply(file: Path, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Apply a plan file: requests for what is not there, an end to what it no longer wants. All or nothing."""
    _plan(file, user, dry_run, as_json)


@app.command()
def report(user: As, as_json: Json = False) -> None:
    """Answer the administrator's questions: what ends, what nobody uses, who lapsed, what lacks what."""
    found = look(user, ADMINISTRATION, "report", "{ number question lines }")
    if as_json:
        print_json(found)
        return
    for answer in found:
        typer.echo(f"{answer['number']}. {answer['question']}")
        for line in answer["lines"] or ("nothing",):
            typer.echo(f"   {line}")


def _instant(text: str) -> str:
    found = instant(text)
    assert found is not None
    return found.isoformat()


def _step(user: str, purpose: str, as_json: bool, dry_run: bool, name: str, **given: Given) -> None:
    payload = act(user, purpose, name, f"grant {GRANT}", as_json, **given, dryRun=("Boolean!", dry_run))
    if as_json:
        print_json(payload["grant"])
    else:
        typer.echo(f"{payload['grant']['id']} {payload['grant']['state']}")


def _plan(file: Path, user: str, dry_run: bool, as_json: bool) -> None:
    try:
        organisation, wanted = read_plan(file)
    except PlanRejected as fault:
        give_up(str(fault), BAD_INPUT)
    given = {
        "organisation": ("String!", organisation),
        "grants": ("[WantedGrant!]!", wanted_grants(wanted)),
        "dryRun": ("Boolean!", dry_run),
    }
    try:
        lines = act(user, ADMINISTRATION, "applyGrantPlan", "differences { kind name grant terms }", as_json, **given)[
            "differences"
        ]
    except RequestTooLarge as fault:
        give_up(f"{file.name}: {len(wanted)} grants are {fault}: a plan is applied whole or not at all", BAD_INPUT)
    changes = [line for line in lines if line["kind"] != "keep"]
    if as_json:
        print_json(lines)
    else:
        for line in changes:
            sign = "+" if line["kind"] == "request" else "-"
            typer.echo(f"{sign} {line['name']} {line['grant']} {' '.join(line['terms'])}".rstrip())
        typer.echo(f"{len(changes)} to change, {len(lines) - len(changes)} as they are")
    if dry_run and changes:
        raise typer.Exit(4)


def _show_all(seen: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(seen)
        return
    table = Table("grant", "state", "grantor", "grantee", "scopes", "until", "due")
    for one in seen:
        due = one["due"] + (" overdue" if one["overdue"] else "") if one["due"] else ""
        until = min(one["expires"], one["reviewDue"])
        table.add_row(one["id"], one["state"], one["grantor"], one["grantee"], " ".join(one["scopes"]), until, due)
    Console(width=160).print(table)


def _show_preview(seen: dict[str, Any]) -> None:
    typer.echo(f"{seen['grant']}: {len(seen['parts'])} kind(s) of change")
    for part in seen["parts"]:
        more = " (too many to count)" if part["tooManyConnections"] else ""
        typer.echo(f"for {part['purpose']}, {len(part['users'])} user(s): {' '.join(part['users'])}")
        for what in ("records", "relationships", "fields"):
            counts = [f"{count['name']} {count['number']}" for count in part[what]]
            typer.echo(f"  {what} {sum(count['number'] for count in part[what])}: {', '.join(counts) or 'none'}")
        typer.echo(f"  protected persons {part['protectedPersons']}, newly connected pairs {part['connectedPairs']}{more}")
        _show_paths("new paths", part["newPaths"])
        _show_paths("disclosed only together with grants of before", part["jointDisclosures"])


def _show_paths(what: str, paths: dict[str, Any]) -> None:
    """Each kind as a line: what opens a step stands behind it, but for what was there before."""
    typer.echo(f"  {what} {paths['pairs']}{'' if paths['isWhole'] else ' (not all were looked at, or are told)'}")
    if paths["grants"]:
        typer.echo(f"    together with {' '.join(paths['grants'])}")
    for kind in paths["kinds"]:
        told = f" tells {', '.join(kind['tells'])}" if kind["tells"] else ""
        shown = f" e.g. {' '.join(kind['example'])}" if kind["example"] else ""
        typer.echo(f"    {kind['number']} x {''.join(_said(step) for step in kind['steps'])}{told} ({kind['level']}){shown}")


def _said(step: dict[str, Any]) -> str:
    name = step["type"] if step["by"] == "HELD" else f"{step['type']} {step['by'].lower()}"
    return {None: name, True: f" -[{name}]-> ", False: f" <-[{name}]- "}[step["forwards"]]
