"""`grants`: look at grants, ask for them, decide on them, review them, and keep them as a plan under review."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from access_policies.guard import Asked, Guard
from access_policies.guard.desks import ADMINISTRATION
from access_policies.guard.grant_rulings import GrantRequest, GrantSeen
from access_policies.guard.outcome import Outcome
from access_policies.guard.planning import Planned
from access_policies.guard.preview import Preview
from cli.office import BAD_INPUT, ask, give_up, instant, print_json, require_done
from cli.plan_file import PlanRejected, read_plan
from graph_model.instant import to_text

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
    outcome = ask(user, ADMINISTRATION, lambda guard, asked: guard.administration.list(asked, scope))
    _show_all(require_done(outcome, as_json), as_json)


@app.command()
def mine(user: As, purpose: Purpose, as_json: Json = False) -> None:
    """List what you asked for and what is granted to you."""
    outcome = ask(user, purpose, lambda guard, asked: guard.administration.mine(asked))
    _show_all(require_done(outcome, as_json), as_json)


@app.command()
def show(grant: str, user: As, purpose: Purpose = ADMINISTRATION, as_json: Json = False) -> None:
    """Show one grant with its whole past."""
    seen = require_done(ask(user, purpose, lambda guard, asked: guard.administration.show(asked, grant)), as_json)
    if as_json:
        print_json(seen)
        return
    _show_all((seen,), False)
    for step in seen.grant.history:
        typer.echo(f"  {to_text(step.at)} {step.state} {step.by} {step.ground}".rstrip())


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
    first, last = instant(start), instant(until)
    assert first is not None
    assert last is not None
    wanted = GrantRequest(
        grantor, grantee, tuple(scope), tuple(action), tuple(field_class), ceiling, (purpose,), basis, necessity, first, last
    )
    _step(user, purpose, as_json, lambda guard, asked: guard.administration.request(asked, wanted, dry_run))


@app.command()
def preview(grant: str, user: As, as_json: Json = False) -> None:
    """Show what a grant would open of your organisation's records, as numbers."""
    seen = require_done(
        ask(user, ADMINISTRATION, lambda guard, asked: guard.administration.previews.of_grant(asked, grant)), as_json
    )
    if as_json:
        print_json(seen)
    else:
        _show_preview(seen)


@app.command()
def consent(grant: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Take a request up, or consent as an originator concerned."""
    _step(user, ADMINISTRATION, as_json, lambda guard, asked: guard.administration.consent(asked, grant, dry_run))


@app.command()
def approve(grant: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Put a grant in force, as the second pair of eyes."""
    _step(user, ADMINISTRATION, as_json, lambda guard, asked: guard.administration.approve(asked, grant, dry_run))


@app.command()
def refuse(grant: str, user: As, ground: Annotated[str, typer.Option()], dry_run: Dry = False, as_json: Json = False) -> None:
    """Refuse a request, on a ground of the closed list."""
    _step(user, ADMINISTRATION, as_json, lambda guard, asked: guard.administration.refuse(asked, grant, ground, dry_run))


@app.command()
def escalate(
    grant: str, user: As, to: Annotated[str, typer.Option()], purpose: Purpose, dry_run: Dry = False, as_json: Json = False
) -> None:
    """Take a refusal, or a request past its term, to another organisation."""
    _step(user, purpose, as_json, lambda guard, asked: guard.administration.escalate(asked, grant, to, dry_run))


@app.command()
def uphold(grant: str, user: As, dry_run: Dry = False, as_json: Json = False) -> None:
    """Let a refusal stand that was escalated to you."""
    _step(user, ADMINISTRATION, as_json, lambda guard, asked: guard.administration.uphold(asked, grant, dry_run))


@app.command()
def release(grant: str, user: As, reference: Annotated[str, typer.Option()], dry_run: Dry = False, as_json: Json = False) -> None:
    """Answer an escalation with a sanitised version."""
    _step(user, ADMINISTRATION, as_json, lambda guard, asked: guard.administration.release(asked, grant, reference, dry_run))


@app.command()
def revoke(grant: str, user: As, ground: Annotated[str, typer.Option()], dry_run: Dry = False, as_json: Json = False) -> None:
    """End a grant at once."""
    _step(user, ADMINISTRATION, as_json, lambda guard, asked: guard.administration.revoke(asked, grant, ground, dry_run))


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
    due = instant(until)
    _step(user, ADMINISTRATION, as_json, lambda guard, asked: guard.administration.review(asked, grant, keep, due, dry_run))


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
    found = require_done(ask(user, ADMINISTRATION, lambda guard, asked: guard.administration.questions.report(asked)), as_json)
    if as_json:
        print_json(found)
        return
    for answer in found:
        typer.echo(f"{answer.number}. {answer.question}")
        for line in answer.lines or ("nothing",):
            typer.echo(f"   {line}")


def _step(user: str, purpose: str, as_json: bool, work: Callable[[Guard, Asked], Awaitable[Outcome[GrantSeen]]]) -> None:
    seen = require_done(ask(user, purpose, work), as_json)
    if as_json:
        print_json(seen)
    else:
        typer.echo(f"{seen.grant.id} {seen.state}")


def _plan(file: Path, user: str, dry_run: bool, as_json: bool) -> None:
    try:
        organisation, wanted = read_plan(file)
    except PlanRejected as fault:
        give_up(str(fault), BAD_INPUT)
    outcome = ask(
        user, ADMINISTRATION, lambda guard, asked: guard.administration.planning.apply(asked, organisation, wanted, dry_run)
    )
    planned: Planned = require_done(outcome, as_json)
    if as_json:
        print_json(planned)
    else:
        for line in planned.changes:
            typer.echo(f"{'+' if line.kind == 'request' else '-'} {line.name} {line.grant} {' '.join(line.terms)}".rstrip())
        typer.echo(f"{len(planned.changes)} to change, {len(planned.differences) - len(planned.changes)} as they are")
    if dry_run and planned.changes:
        raise typer.Exit(4)


def _show_all(seen: tuple[GrantSeen, ...], as_json: bool) -> None:
    if as_json:
        print_json(seen)
        return
    table = Table("grant", "state", "grantor", "grantee", "scopes", "until", "due")
    for one in seen:
        due = to_text(one.due) + (" overdue" if one.overdue else "") if one.due else ""
        until = to_text(min(one.grant.expires, one.grant.review_due))
        table.add_row(one.grant.id, one.state, one.grant.grantor, one.grant.grantee, " ".join(one.grant.scopes), until, due)
    Console(width=160).print(table)


def _show_preview(seen: Preview) -> None:
    typer.echo(f"{seen.grant}: {len(seen.parts)} kind(s) of change")
    for part in seen.parts:
        more = "" if part.connections.counted else " (too many to count)"
        typer.echo(f"for {part.purpose}, {len(part.users)} user(s): {' '.join(part.users)}")
        _show_counts("records", part.records)
        _show_counts("relationships", part.relationships)
        _show_counts("fields", part.fields)
        typer.echo(f"  protected persons {part.protected_persons}, newly connected pairs {part.connections.pairs}{more}")


def _show_counts(what: str, counts: Any) -> None:
    typer.echo(f"  {what} {sum(counts.values())}: {', '.join(f'{name} {n}' for name, n in counts.items()) or 'none'}")
