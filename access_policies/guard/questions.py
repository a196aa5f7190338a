"""The administrator's questions (domain.md 7.3), answered from policy records and numbers; never from content.

What only the record of use can tell (unused grants, denials by reason, unusual reading) is asked of the ledger.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from access_policies.classes import ClassIndex
from access_policies.desk import Desk
from access_policies.entities import NEVER, destroy_by
from access_policies.grants import Grant
from access_policies.guard.asked import Asked
from access_policies.guard.desks import Desks, Needs, Sitting
from access_policies.guard.emergencies import unreviewed
from access_policies.guard.outcome import Outcome
from access_policies.policy_texts import milliseconds
from access_policies.register import PolicyTable, User
from access_policies.roles import OPERATIONS
from graph_model.cypher import control_preview
from graph_model.instant import to_text
from graph_model.marking import Marking
from graph_model.store import Store

SOON, UNUSED = timedelta(days=14), timedelta(days=60)


class Uses(Protocol):
    """What the record of use tells, without content."""

    async def last_use(self, grants: Iterable[str]) -> Mapping[str, datetime]:
        """When each grant was last used; one that never was is left out."""

    async def denials(self, people: Collection[str]) -> Mapping[tuple[str, str], int]:
        """Denials of what these people asked, by (week, reason)."""

    async def unusual(self, people: Collection[str], at: datetime) -> Iterable[str]:
        """Which of these people are served otherwise than they used to be."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and its answer, a line each."""

    number: int
    question: str
    lines: tuple[str, ...]


class Questions:
    """Answers for one organisation's administrators; an auditor gets those on grants for all."""

    def __init__(self, store: Store, desks: Desks, uses: Uses) -> None:
        self._store, self._desks, self._uses = store, desks, uses

    async def report(self, asked: Asked) -> Outcome[tuple[Answer, ...]]:
        """All of them."""

        async def see(sitting: Sitting) -> tuple[Answer, ...]:
            sitting.require_role(*OPERATIONS["grant.report"])
            filed = await self._desks.records.grants(sitting.who.organisation, "GRANT_AUDITOR" in sitting.who.roles)
            grants = [one.grant for one in filed]
            index = await self._desks.records.known_classes()
            return (
                Answer(1, "Grants that end within 14 days", tuple(ending(grants, sitting.at))),
                Answer(2, "Grants that nobody used for 60 days", await self._unused(grants, sitting.at)),
                Answer(3, "Users whose clearance, role or account lapsed and who hold grants", tuple(lapsed(grants, sitting))),
                *await self._about_records(sitting, index),
                Answer(
                    6, "Uses of break-glass that nobody reviewed", tuple(_use(grant) for grant in unreviewed(grants, sitting.at))
                ),
                Answer(7, "Denials by week and reason", await self._denials(sitting)),
                Answer(8, "Users who read, print or export unlike themselves", await self._unusual(sitting)),
                Answer(9, "Who gains or loses if other policies go live", ("ask ./kring policies diff",)),
                await self._cases(sitting, grants),
            )

        return await self._desks.look(asked, "grant.report", Needs(everybody=True), see)

    async def _unused(self, grants: list[Grant], at: datetime) -> tuple[str, ...]:
        alive = [grant for grant in grants if grant.state_at(at) == "ACTIVE" and grant.not_before <= at - UNUSED]
        used = await self._uses.last_use(grant.id for grant in alive)
        return tuple(
            f"{grant.id} of {grant.grantor} to {grant.grantee}"
            for grant in alive
            if used.get(grant.id, grant.not_before) < at - UNUSED
        )

    async def _denials(self, sitting: Sitting) -> tuple[str, ...]:
        found = await self._uses.denials(_people(sitting))
        return tuple(f"{week} {reason}: {number}" for (week, reason), number in sorted(found.items()))

    async def _unusual(self, sitting: Sitting) -> tuple[str, ...]:
        return tuple(await self._uses.unusual(_people(sitting), sitting.at))

    async def _about_records(self, sitting: Sitting, index: ClassIndex) -> tuple[Answer, Answer]:
        originator = sitting.who.organisation
        rows = await self._store.run(control_preview.COUNT_BY_CLASS, originator=originator)
        unmarked = await self._store.run(control_preview.COUNT_UNMARKED, originator=originator)
        numbers = {row["pc"]: row["number"] for row in rows if row["pc"] < len(index)}
        lacks = {"a marking": unmarked[0]["number"]} | _lacking(numbers, index, sitting.desk.table)
        past = _past_retention(numbers, index, sitting.at)
        return (
            Answer(4, "Own records that lack something", tuple(f"{what}: {n}" for what, n in lacks.items() if n)),
            Answer(5, "Own records past their day of destruction, by what keeps them", tuple(past)),
        )

    async def _cases(self, sitting: Sitting, grants: list[Grant]) -> Answer:
        rows = await self._store.run(control_preview.COUNT_CASES, originator=sitting.who.organisation)
        lines = [f"own cases without an authority: {rows[0]['withoutAuthority']} of {rows[0]['cases']}"]
        lines.append(f"own cases without a contact: {rows[0]['withoutContact']} of {rows[0]['cases']}")
        lines += [f"compartment {code} has one person" for code in _lonely(sitting.desk, sitting.who.organisation)]
        return Answer(10, "Cases without authority or contact, compartments of one person", tuple(lines))


def _people(sitting: Sitting) -> frozenset[str]:
    """Those of the asker's organisation."""
    return frozenset(user.key for user in sitting.desk.users.values() if user.organisation == sitting.who.organisation)


def ending(grants: Iterable[Grant], at: datetime) -> Iterable[str]:
    """Active grants by the day they end, with their grantor."""
    ends = [(min(g.expires, g.review_due_at(at)), g) for g in grants if g.state_at(at) == "ACTIVE"]
    return [
        f"{to_text(end)} {g.id} of {g.grantor} to {g.grantee}"
        for end, g in sorted(ends, key=lambda pair: (pair[0], pair[1].id))
        if end <= at + SOON
    ]


def lapsed(grants: Iterable[Grant], sitting: Sitting) -> Iterable[str]:
    """Own users who hold a grant by name or team although something of theirs ran out."""
    alive = [grant for grant in grants if grant.state_at(sitting.at) == "ACTIVE"]
    for user in sitting.desk.users.values():
        reasons = _lapses(user, sitting.at)
        named = {f"user:{user.key}", *(f"team:{team}" for team in user.teams)}
        held = [grant.id for grant in alive if grant.grantee in named]
        if user.organisation == sitting.who.organisation and reasons and held:
            yield f"{user.key}: {', '.join(reasons)}; {' '.join(sorted(held))}"


def _lapses(user: User, at: datetime) -> list[str]:
    lapses = {"account ended": bool(user.ended), "clearance ended": bool(user.clearances) and user.cleared_until <= at}
    return [reason for reason, holds in (lapses | {"no role": not user.roles}).items() if holds]


def _lacking(numbers: Mapping[int, int], index: ClassIndex, table: PolicyTable) -> dict[str, int]:
    missing: dict[str, Callable[[Marking], bool]] = {
        "a regime that the table knows": lambda marking: marking.regime not in table.regimes,
        "a purpose": lambda marking: not marking.purposes,
        "a case or collection": lambda marking: not marking.scopes,
        "a day of destruction": lambda marking: destroy_by(marking.handling) == NEVER,
    }
    return {what: sum(n for pc, n in numbers.items() if lacks(index[pc])) for what, lacks in missing.items()}


def _past_retention(numbers: Mapping[int, int], index: ClassIndex, at: datetime) -> Iterable[str]:
    past: dict[str, int] = {}
    for pc, number in numbers.items():
        if destroy_by(index[pc].handling) <= milliseconds(at):
            past[_kept_by(index[pc])] = past.get(_kept_by(index[pc]), 0) + number
    return [f"{what}: {number}" for what, number in sorted(past.items())]


def _kept_by(marking: Marking) -> str:
    others = sorted(marking.originators - {marking.originator})
    return f"the consent of {' '.join(others)}" if others else "nothing: they may be withdrawn"


def _lonely(desk: Desk, organisation: str) -> Iterable[str]:
    for code, kept in sorted(desk.compartments.items()):
        inside = [user for user in desk.users.values() if code in user.compartments and not user.ended]
        if kept.keeper == organisation and len(inside) == 1:
            yield code


def _use(grant: Grant) -> str:
    return f"{grant.id} by {grant.grantee} at {to_text(grant.not_before)}, review due {to_text(grant.review_due)}"
