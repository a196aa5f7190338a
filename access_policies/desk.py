"""What lies on an administrator's desk at one epoch: directory, register, and the grants at hand. Values; never content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from access_policies.errors import UnknownSubject
from access_policies.grants import Grant
from access_policies.grants.emergency import Declaration
from access_policies.refusals import Refused
from access_policies.register import Compartment, Organisation, PolicyTable, Team, User
from access_policies.subject import Subject
from graph_model.marking import Marking


@dataclass(frozen=True, slots=True)
class Filed:
    """A grant as it is filed: with its grantee's organisation, and the originators that were asked for their consent."""

    grant: Grant
    organisation: str
    asked: tuple[str, ...] = ()

    @property
    def parties(self) -> frozenset[str]:
        """Organisations that may know of it: both sides, who consented, and who was asked to."""
        consenting = {organisation for organisation, _ in self.grant.approvals}
        return frozenset({self.grant.grantor, self.organisation, *consenting, *self.asked}) - {""}


@dataclass(frozen=True, slots=True)
class Desk:
    """One reading. A change that is decided on it is made only while its epoch stands.

    `held` are grants to the organisations that give those at hand: what they may pass on.
    """

    epoch: int
    table: PolicyTable
    organisations: dict[str, Organisation]
    teams: dict[str, Team]
    compartments: dict[str, Compartment]
    users: dict[str, User]
    declarations: dict[str, Declaration]
    grants: dict[str, Filed]
    held: tuple[Grant, ...]
    markings: Sequence[Marking]

    def subject(self, key: str) -> Subject:
        """Somebody of the directory as who asks. Raises UnknownSubject, also for one who has left."""
        user = self.users.get(key)
        organisation = self.organisations.get(user.organisation) if user else None
        if user is None or organisation is None or user.ended or organisation.ended:
            raise UnknownSubject("the directory does not know this subject")
        return to_subject(user, organisation)

    def filed(self, grant_id: str) -> Filed:
        """A grant at hand. Raises Refused."""
        if grant_id not in self.grants:
            raise Refused("NOT_FOUND")
        return self.grants[grant_id]

    def organisation_of(self, grantee: str) -> str:
        """The organisation of `org:X`, `team:X` or `user:X`; empty for one that the directory does not know or that has left."""
        kind, _, code = grantee.partition(":")
        if kind == "org":
            return code if code in self.organisations and not self.organisations[code].ended else ""
        if kind == "team":
            return self.teams[code].organisation if code in self.teams and not self.teams[code].ended else ""
        return self.users[code].organisation if code in self.users and not self.users[code].ended else ""


def to_subject(user: User, organisation: Organisation) -> Subject:
    """A user as who asks."""
    return Subject(
        key=user.key,
        name=user.name,
        organisation=organisation.code,
        recipient=organisation.recipient,
        teams=frozenset(user.teams),
        roles=frozenset(user.roles),
        clearances=user.clearances,
        cleared_until=user.cleared_until,
        systems=frozenset(user.systems),
        compartments=frozenset(user.compartments),
        conflicts=frozenset(user.conflicts),
    )


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that an organisation, or one user of it, is told: what happened to which grant, and nothing of content."""

    organisation: str
    kind: str
    about: str
    user: str | None = None
    at: datetime | None = None
