"""The directory in the graph: who is who, with which grants, and the register of regimes. Every change raises the epoch."""

from collections.abc import Sequence
from dataclasses import dataclass

from access_policies.desk import Filed, to_subject
from access_policies.errors import PurposeUnknown, UnknownSubject
from access_policies.grants import Grant, from_parts, validate
from access_policies.policy_records import PolicyRecords, Record, grant_row, record_row
from access_policies.register import PolicyTable, Register
from access_policies.stored import organisation_from, table_from, user_from
from access_policies.subject import Subject
from graph_model.cypher import control, control_policy
from graph_model.marking import Marking
from graph_model.store import Store


@dataclass(frozen=True, slots=True)
class PolicyOfSubject:
    """All that decides about one subject, as of one epoch."""

    epoch: int
    subject: Subject
    grants: tuple[Grant, ...]
    table: PolicyTable
    markings: Sequence[Marking]
    raised: int = 0
    """How often the epoch was raised for stricter versions, which leave the policies as they were."""

    @property
    def policies(self) -> int:
        """How often the policies changed."""
        return self.epoch - self.raised

    def require_purpose(self, purpose: str) -> None:
        """Raise PurposeUnknown when no register knows it."""
        if purpose not in self.table.purposes:
            raise PurposeUnknown("the purpose is not in the register of purposes")


class Directory:
    """Reads who asks, and founds an installation; what administrators change goes through the policy records."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.records = PolicyRecords(store)

    async def policy_of(self, key: str) -> PolicyOfSubject:
        """Read subject, grants, register and epoch in one statement. Raises UnknownSubject, also for one who has left."""
        rows = await self._store.settled(control_policy.READ_POLICY_OF_USER, key=key)
        if not rows or rows[0]["user"] is None or rows[0]["organisation"] is None or rows[0]["table"] is None:
            raise UnknownSubject("the directory does not know this subject")
        row = rows[0]
        user, organisation = user_from(row["user"]), organisation_from(row["organisation"])
        if user.ended or organisation.ended:
            raise UnknownSubject("the directory does not know this subject")
        return PolicyOfSubject(
            epoch=row["epoch"],
            raised=row["raised"],
            subject=to_subject(user, organisation),
            grants=tuple(sorted((from_parts(text) for text in row["grants"]), key=lambda grant: grant.id)),
            table=table_from(row["table"]),
            markings=await self.records.known_classes(),
        )

    async def organisation_of(self, key: str) -> str:
        """The organisation that somebody belongs to. Raises UnknownSubject, or StoreError."""
        return (await self.policy_of(key)).subject.organisation

    async def register(self, register: Register) -> None:
        """Put a register in, in one transaction. Raises GrantInvalid before anything is written."""
        for grant in register.grants:
            validate(grant)
        records: list[Record] = [*register.organisations, *register.teams, *register.compartments, *register.users, register.table]
        rows = [record_row(record) for record in records]
        named = {kind: [row for row in rows if row["record"].startswith(f"{kind}:")] for kind in _FOUNDING}
        homes = _homes(register)
        grants = [grant_row(Filed(grant, homes.get(grant.grantee, ""))) for grant in register.grants]
        await self._store.write(
            (control.BUMP_EPOCH, {}),
            (control_policy.REGISTER_TABLE, {"parts": rows[-1]["parts"]}),
            *((statement, {"rows": named[kind]}) for kind, statement in _FOUNDING.items()),
            (control_policy.REGISTER_GRANTS, {"rows": grants}),
            (control_policy.REGISTER_VERSIONS, {"rows": rows}),
        )

    async def users(self) -> list[tuple[str, str, str, list[str]]]:
        """(key, name, organisation, roles) of everybody: the sign-in page of the demo shows them."""
        rows = await self._store.run(control_policy.READ_USERS)
        users = [user_from(row["parts"]) for row in rows]
        return [(user.key, user.name, user.organisation, list(user.roles)) for user in users if not user.ended]


_FOUNDING = {
    "organisation": control_policy.REGISTER_ORGANISATIONS,
    "team": control_policy.REGISTER_TEAMS,
    "compartment": control_policy.REGISTER_COMPARTMENTS,
    "user": control_policy.REGISTER_USERS,
}


def _homes(register: Register) -> dict[str, str]:
    """The organisation of every possible grantee; of a team that the register does not list, that of its members."""
    homes = {f"team:{team}": user.organisation for user in register.users for team in user.teams}
    homes |= {f"team:{team.code}": team.organisation for team in register.teams}
    homes |= {f"user:{user.key}": user.organisation for user in register.users}
    return homes | {f"org:{organisation.code}": organisation.code for organisation in register.organisations}
