"""A change of the directory: one input of which exactly one member is given, and what becomes of it."""

from collections.abc import Awaitable
from datetime import datetime

import strawberry

from access_policies.guard import Asked
from access_policies.guard.directory_changes import DirectoryChanges
from access_policies.guard.directory_rulings import UserChange, version_of
from access_policies.guard.outcome import Outcome
from access_policies.policy_records import Record
from access_policies.register import User
from api.graphql.administration.telling import taken
from api.graphql.user_errors import UserError, user_errors


@strawberry.input(description="A new partner.")
class NewOrganisation:
    """Its recipient kind is one of the legal table's."""

    code: str
    name: str
    recipient: str


@strawberry.input(description="The keeper of a compartment.")
class NewCompartment:
    """A code, and the organisation that keeps it."""

    code: str
    keeper: str


@strawberry.input(description="What somebody is cleared for in one scheme.")
class ClearanceInput:
    """A scheme and a level of it."""

    scheme: str
    level: str


@strawberry.input(description="Somebody new.")
class NewUser:
    """With what the one who adds them may give."""

    key: strawberry.ID
    name: str
    organisation: str
    cleared_until: datetime
    roles: list[str] = strawberry.field(default_factory=list)
    clearances: list[ClearanceInput] = strawberry.field(default_factory=list)
    systems: list[str] = strawberry.field(default_factory=list)
    teams: list[str] = strawberry.field(default_factory=list)

    def user(self) -> User:
        """As the guard takes it."""
        return User(**taken(User, self) | {"clearances": _pairs(self.clearances), "compartments": ()})


@strawberry.input(description="What is to be different; what is left out stays.")
class ChangedUser:
    """`version` is the one that was looked at."""

    key: strawberry.ID
    version: str
    name: str | None = None
    roles: list[str] | None = None
    clearances: list[ClearanceInput] | None = None
    cleared_until: datetime | None = None
    systems: list[str] | None = None
    compartments: list[str] | None = None
    teams: list[str] | None = None
    conflicts: list[str] | None = None

    def change(self) -> UserChange:
        """As the guard takes it."""
        clearances = None if self.clearances is None else _pairs(self.clearances)
        return UserChange(**taken(UserChange, self) | {"clearances": clearances})


@strawberry.input(one_of=True, description="One change of the directory.")
class DirectoryChange:
    """Exactly one member is given."""

    add_organisation: NewOrganisation | None = strawberry.UNSET
    end_organisation: str | None = strawberry.UNSET
    add_compartment: NewCompartment | None = strawberry.UNSET
    add_team: str | None = strawberry.UNSET
    end_team: str | None = strawberry.UNSET
    add_user: NewUser | None = strawberry.UNSET
    change_user: ChangedUser | None = strawberry.UNSET
    end_user: strawberry.ID | None = strawberry.UNSET

    def made(self, desk: DirectoryChanges, asked: Asked, dry_run: bool) -> Awaitable[Outcome[Record]]:
        """The change, at the guard's desk."""
        if given := self.add_organisation:
            return desk.add_organisation(asked, given.code, given.name, given.recipient, dry_run)
        if keeping := self.add_compartment:
            return desk.add_compartment(asked, keeping.code, keeping.keeper, dry_run)
        if new := self.add_user:
            return desk.add_user(asked, new.user(), dry_run)
        if changed := self.change_user:
            return desk.change_user(asked, changed.key, changed.change(), dry_run)
        if isinstance(self.add_team, str):
            return desk.add_team(asked, self.add_team, dry_run)
        if isinstance(self.end_team, str):
            return desk.end_team(asked, self.end_team, dry_run)
        if isinstance(self.end_user, str):
            return desk.end_user(asked, self.end_user, dry_run)
        return desk.end_organisation(asked, self.end_organisation or "", dry_run)


@strawberry.type(description="A change of the directory that was made, or why not.")
class DirectoryPayload:
    """`record` names what was changed; `version` is that of a user's record after it. With an error nothing was changed."""

    record: str | None
    version: str | None
    user_errors: list[UserError]
    receipt: str


def directory_payload(outcome: Outcome[Record]) -> DirectoryPayload:
    """The outcome of a change."""
    record = outcome.value
    name = getattr(record, "key", None) or getattr(record, "code", None)
    version = version_of(record) if isinstance(record, User) else None
    return DirectoryPayload(record=name, version=version, user_errors=user_errors(outcome.refusals), receipt=outcome.receipt)


def _pairs(clearances: list[ClearanceInput]) -> tuple[tuple[str, str], ...]:
    return tuple((one.scheme, one.level) for one in clearances)
