"""Reading and changing policy records: one change at a time, whole or not at all, its past kept (access-model.md 5).

A change is decided on a reading of one epoch and made only if that epoch still stands, under its lock. So whatever was decided
on (a role, a marking, another grant) still holds when the change is made, and two changes at once are one after the other.
"""

import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from access_policies.classes import ClassIndex
from access_policies.desk import Desk, Filed, Notice
from access_policies.errors import PolicyInFlux, UnknownSubject
from access_policies.grants import from_parts, to_parts
from access_policies.grants.emergency import Declaration, declaration_from, declaration_parts
from access_policies.register import Compartment, Organisation, PolicyTable, Team, User
from access_policies.stored import (
    compartment_from,
    organisation_from,
    plain_text,
    table_from,
    table_text,
    team_from,
    user_from,
    user_text,
)  # fmt: skip
from graph_model.cypher import control, control_policy
from graph_model.cypher.statement_text import ControlStatement
from graph_model.instant import parse, to_text
from graph_model.marking import marking_from_parts
from graph_model.store import Store

Record = Organisation | Team | Compartment | User | Declaration | PolicyTable

TRIES = 20
AT_ONCE = 5_000
"""Markings that are read by one statement."""


@dataclass(frozen=True, slots=True)
class Change:
    """All that one decision changes."""

    grants: tuple[Filed, ...] = ()
    records: tuple[Record, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when nothing is to be written."""
        return not (self.grants or self.records or self.notices)

    @property
    def about(self) -> tuple[str, ...]:
        """The names of what it changes."""
        records = (str(record_row(one)["record"]) for one in self.records)
        return tuple(sorted({*(f"grant:{filed.grant.id}" for filed in self.grants), *records}))


class PolicyRecords:
    """The policy records of one store. Markings never change, so those read once are kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.classes = ClassIndex()

    async def epoch(self) -> int:
        """The epoch of all that took effect."""
        (row,) = await self._store.settled(control.READ_EPOCH_AT_GATE)
        return int(row["value"])

    async def known_classes(self) -> ClassIndex:
        """Markings by class. Read after the epoch: one that is newer than the epoch is only ever hidden longer.

        Some at a time, and each lot is kept: a process that starts among many gets there, if need be over several questions.
        """
        while True:
            rows = await self._store.run(control.READ_MARKINGS, known=len(self.classes), most=AT_ONCE)
            fresh = {row["pc"]: row["parts"] for row in rows}
            while len(self.classes) in fresh:
                self.classes.append(marking_from_parts(json.loads(fresh[len(self.classes)])))
            if len(fresh) < AT_ONCE:
                return self.classes

    async def desk(
        self,
        users: Collection[str],
        grants: Collection[str] = (),
        everybody: bool = False,
        uses_of: str = "",
        given_by: str = "",
    ) -> Desk:
        """Read what a decision needs, all of one epoch. Raises UnknownSubject when nothing was ever registered."""
        wanted = {"users": list(users), "grants": list(grants), "everybody": everybody}
        row = await self._of_one_epoch(control_policy.READ_DESK, **wanted, declaration=uses_of, grantor=given_by)
        if row["table"] is None:
            raise UnknownSubject("the directory does not know this subject")
        found_users = [user_from(text) for text in row["users"]]
        found_grants = [_filed(parts, organisation, asked) for parts, organisation, asked in row["grants"]]
        declarations = [declaration_from(json.loads(text)) for text in row["declarations"]]
        return Desk(
            epoch=row["epoch"],
            table=table_from(row["table"]),
            organisations={one.code: one for one in map(organisation_from, row["organisations"])},
            teams={one.code: one for one in map(team_from, row["teams"])},
            compartments={one.code: one for one in map(compartment_from, row["compartments"])},
            users={user.key: user for user in found_users},
            declarations={one.id: one for one in declarations},
            grants={filed.grant.id: filed for filed in found_grants},
            held=tuple(from_parts(text) for text in row["held"]),
            markings=await self.known_classes(),
        )

    async def _of_one_epoch(self, statement: ControlStatement, **given: Any) -> dict[str, Any]:
        """The row of a statement that begins with the epoch, which stood at the gate before and stands there after it.

        So nobody waits for it at the gate, however much it reads. Raises PolicyInFlux.
        """
        for _ in range(TRIES):
            before = await self.epoch()
            (row,) = await self._store.run(statement, **given)
            if before == row["epoch"] == await self.epoch():
                return row
        raise PolicyInFlux("the policies changed during every try; ask again")

    async def grants(self, organisation: str, everything: bool, scope: str | None = None) -> list[Filed]:
        """Grants in which an organisation is a party, or all of them."""
        rows = await self._store.run(control_policy.READ_GRANTS, organisation=organisation, everything=everything, scope=scope)
        filed = [_filed(row["parts"], row["organisation"], row["asked"]) for row in rows]
        return [one for one in filed if everything or organisation in one.parties]

    async def grants_to(self, grantees: Sequence[str], requesters: Sequence[str] = ()) -> list[Filed]:
        """Grants to any of these grantees, or asked for by any of these users."""
        rows = await self._store.run(control_policy.READ_GRANTS_TO, grantees=list(grantees), requesters=list(requesters))
        return [_filed(row["parts"], row["organisation"], row["asked"]) for row in rows]

    async def notices(self, organisation: str, user: str, speaks: bool, watches: bool, decides: bytes) -> list[Notice]:
        """What one user of an organisation is told, newest first: where it `speaks`, what the organisation is told.

        Of its `watches` where it may know of them; of sanitised versions those of the classes that it `decides` on, one byte each.
        """
        given = {"organisation": organisation, "user": user, "speaks": speaks, "watches": watches, "decides": decides}
        rows = await self._store.run(control_policy.READ_NOTICES, **given)
        return [Notice(organisation, row["kind"], row["about"], row["user"], parse(row["at"])) for row in rows]

    async def apply(self, epoch: int, change: Change, at: datetime, by: str) -> bool:
        """Make a change if the epoch still stands; False when somebody was first. Raises OutcomeUnknown or StoreError."""
        turn = secrets.token_hex(8)
        steps: list[tuple[ControlStatement, dict[str, Any]]] = [(control_policy.ADVANCE_EPOCH, {"expected": epoch, "turn": turn})]
        common = {"turn": turn, "at": to_text(at), "by": by}
        for statement, rows in _written(change):
            if rows:
                steps.append((statement, common | {"rows": rows}))
        answers = await self._store.write(*steps)
        return bool(answers[0])

    async def versions(self, record: str) -> list[dict[str, Any]]:
        """All that one record ever was: since, until, by, parts."""
        return await self._store.run(control_policy.READ_VERSIONS_OF, record=record)

    async def as_of(self, at: datetime) -> dict[str, str]:
        """Every directory record as it stood at an instant, as text by its name."""
        rows = await self._store.run(control_policy.READ_VERSIONS, at=to_text(at))
        return {row["record"]: row["parts"] for row in rows}


def _filed(parts: str, organisation: str | None, asked: list[str] | None) -> Filed:
    return Filed(from_parts(parts), organisation or "", tuple(asked or ()))


def grant_row(filed: Filed) -> dict[str, Any]:
    """A grant with what it is found by."""
    grant = filed.grant
    return {
        "id": grant.id,
        "grantee": grant.grantee,
        "grantor": grant.grantor,
        "organisation": filed.organisation,
        "requestedBy": grant.requested_by,
        "declaration": (grant.emergency and grant.emergency.declaration) or None,
        "parties": sorted(filed.parties),
        "scopes": list(grant.scopes),
        "asked": list(filed.asked),
        "parts": to_parts(grant),
    }


def record_row(record: Record) -> dict[str, Any]:
    """A directory record with what it is found by and its name among the versions."""
    match record:
        case User():
            code, parts, name = record.key, user_text(record), "user"
        case Declaration():
            code, parts, name = record.id, json.dumps(declaration_parts(record), sort_keys=True), "declaration"
        case PolicyTable():
            code, parts, name = record.version, table_text(record), "table"
        case _:
            code, parts, name = record.code, plain_text(record), type(record).__name__.lower()
    row: dict[str, Any] = {"code": code, "parts": parts, "record": f"{name}:{code}" if name != "table" else name}
    if isinstance(record, User):
        row |= {"organisation": record.organisation, "grantees": record.grantees}
    return row


def _written(change: Change) -> list[tuple[ControlStatement, list[dict[str, Any]]]]:
    kinds: tuple[tuple[type, ControlStatement], ...] = (
        (Organisation, control_policy.CHANGE_ORGANISATIONS),
        (Team, control_policy.CHANGE_TEAMS),
        (Compartment, control_policy.CHANGE_COMPARTMENTS),
        (User, control_policy.CHANGE_USERS),
        (Declaration, control_policy.CHANGE_DECLARATIONS),
        (PolicyTable, control_policy.CHANGE_TABLE),
    )
    written = [(statement, [record_row(r) for r in change.records if isinstance(r, kind)]) for kind, statement in kinds]
    notices = [{"organisation": n.organisation, "user": n.user, "kind": n.kind, "about": n.about} for n in change.notices]
    return [
        *written,
        (control_policy.CHANGE_VERSIONS, [record_row(record) for record in change.records]),
        (control_policy.CHANGE_GRANTS, [grant_row(filed) for filed in change.grants]),
        (control_policy.NOTIFY, notices),
    ]
