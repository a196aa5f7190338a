"""The directory in the graph: who is who, with which grants, and the register of regimes. Every change raises the epoch."""

import json
from dataclasses import dataclass
from typing import Any

from access_policies.errors import GrantNotFound, PurposeUnknown, UnknownSubject
from access_policies.grants import Grant, from_parts, to_parts, validate
from access_policies.register import Organisation, PolicyTable, Register, User
from access_policies.subject import Subject
from graph_model.cypher import control, control_policy
from graph_model.instant import parse, to_text
from graph_model.marking import Marking, marking_from_parts
from graph_model.store import Store


@dataclass(frozen=True, slots=True)
class PolicyOfSubject:
    """All that decides about one subject, as of one epoch."""

    epoch: int
    subject: Subject
    grants: tuple[Grant, ...]
    table: PolicyTable
    markings: tuple[Marking, ...]

    def require_purpose(self, purpose: str) -> None:
        """Raise PurposeUnknown when no register knows it."""
        if purpose not in self.table.purposes:
            raise PurposeUnknown("the purpose is not in the register of purposes")


class Directory:
    """Reads and changes policy records of one store. Markings never change, so those read once are kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._markings: list[Marking] = []

    async def policy_of(self, key: str) -> PolicyOfSubject:
        """Read subject, grants, register and epoch in one statement. Raises UnknownSubject."""
        rows = await self._store.run(control_policy.READ_POLICY_OF_USER, key=key)
        if not rows or rows[0]["user"] is None or rows[0]["organisation"] is None or rows[0]["table"] is None:
            raise UnknownSubject("the directory does not know this subject")
        row = rows[0]
        return PolicyOfSubject(
            epoch=row["epoch"],
            subject=_subject(json.loads(row["user"]), json.loads(row["organisation"])),
            grants=tuple(sorted((from_parts(text) for text in row["grants"]), key=lambda grant: grant.id)),
            table=_table(row["table"]),
            markings=tuple(await self._known_markings()),
        )

    async def _known_markings(self) -> list[Marking]:
        """Markings by class. Read after the epoch: one that is newer than the epoch is only ever hidden longer."""
        rows = await self._store.run(control.READ_MARKINGS, known=len(self._markings))
        fresh = {row["pc"]: marking_from_parts(json.loads(row["parts"])) for row in rows}
        while len(self._markings) in fresh:
            self._markings.append(fresh[len(self._markings)])
        return list(self._markings)

    async def register(self, register: Register) -> None:
        """Put a register in, in one transaction. Raises GrantInvalid before anything is written."""
        for grant in register.grants:
            validate(grant)
        organisations = [{"code": o.code, "parts": json.dumps(_plain_organisation(o))} for o in register.organisations]
        users = [
            {"key": user.key, "organisation": user.organisation, "grantees": user.grantees, "parts": json.dumps(_plain(user))}
            for user in register.users
        ]
        grants = [{"id": grant.id, "grantee": grant.grantee, "parts": to_parts(grant)} for grant in register.grants]
        table = {name: getattr(register.table, name) for name in PolicyTable.__slots__}
        await self._store.write(
            (control_policy.REGISTER_TABLE, {"parts": json.dumps(table)}),
            (control_policy.REGISTER_ORGANISATIONS, {"rows": organisations}),
            (control_policy.REGISTER_USERS, {"rows": users}),
            (control_policy.REGISTER_GRANTS, {"rows": grants}),
            (control.BUMP_EPOCH, {}),
        )

    async def grant(self, grant_id: str) -> Grant:
        """One grant. Raises GrantNotFound."""
        rows = await self._store.run(control_policy.READ_GRANT, id=grant_id)
        if not rows:
            raise GrantNotFound("no such grant")
        return from_parts(rows[0]["parts"])

    async def replace(self, before: Grant, after: Grant) -> None:
        """Change a grant and raise the epoch in one transaction. Raises GrantNotFound when it changed meanwhile."""
        change = {"id": before.id, "before": to_parts(before), "after": to_parts(validate(after))}
        answers = await self._store.write((control_policy.REPLACE_GRANT, change), (control.BUMP_EPOCH, {}))
        if not answers[0] or not answers[0][0]["changed"]:
            raise GrantNotFound("the grant was changed by somebody else meanwhile")

    async def users(self) -> list[tuple[str, str, str, list[str]]]:
        """(key, name, organisation, roles) of everybody: the sign-in page of the demo shows them."""
        rows = await self._store.run(control_policy.READ_USERS)
        users = [(row["key"], json.loads(row["parts"])) for row in rows]
        return [(key, parts["name"], parts["organisation"], parts["roles"]) for key, parts in users]


def _plain_organisation(organisation: Organisation) -> dict[str, str]:
    return {"code": organisation.code, "name": organisation.name, "recipient": organisation.recipient}


def _plain(user: User) -> dict[str, object]:
    parts: dict[str, object] = {name: getattr(user, name) for name in User.__slots__}
    return parts | {"cleared_until": to_text(user.cleared_until)}


def _subject(user: dict[str, Any], organisation: dict[str, str]) -> Subject:
    return Subject(
        key=str(user["key"]),
        name=str(user["name"]),
        organisation=organisation["code"],
        recipient=organisation["recipient"],
        teams=frozenset(user["teams"]),
        roles=frozenset(user["roles"]),
        clearances=tuple((scheme, level) for scheme, level in user["clearances"]),
        cleared_until=parse(str(user["cleared_until"])),
        systems=frozenset(user["systems"]),
        compartments=frozenset(user["compartments"]),
        conflicts=frozenset(user["conflicts"]),
    )


def _table(text: str) -> PolicyTable:
    parts = json.loads(text)
    return PolicyTable(tuple(parts["purposes"]), tuple(parts["admitted_systems"]), tuple(parts["closed_regimes"]), parts["regimes"])
