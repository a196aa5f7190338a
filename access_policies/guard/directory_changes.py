"""Administering the directory: organisations, teams, users, compartments. Each change is a new version; none is ever removed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from access_policies.guard import directory_rulings as rulings
from access_policies.guard.asked import Asked
from access_policies.guard.desks import Desks, Needs, Ruling, Sitting
from access_policies.guard.directory_rulings import UserChange
from access_policies.guard.outcome import Outcome
from access_policies.policy_records import Record
from access_policies.register import Compartment, Organisation, Team, User
from access_policies.roles import OPERATIONS


@dataclass(frozen=True, slots=True)
class DirectorySeen:
    """What an administrator sees: the organisations, and of people those of the own organisation, each with its version."""

    organisations: tuple[Organisation, ...]
    teams: tuple[Team, ...]
    compartments: tuple[Compartment, ...]
    users: tuple[User, ...]
    versions: Mapping[str, str]


class DirectoryChanges:
    """The directory's desk."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    async def show(self, asked: Asked) -> Outcome[DirectorySeen]:
        """Organisations and teams; users of the own organisation, and for the operator those who administer the others."""

        async def see(sitting: Sitting) -> DirectorySeen:
            sitting.require_role(*OPERATIONS["directory.show"])
            return _seen(sitting)

        return await self._desks.look(asked, "directory.show", Needs(everybody=True), see)

    async def history(self, asked: Asked, record: str) -> Outcome[tuple[dict[str, Any], ...]]:
        """Every version of a record (`user:KEY`, `team:CODE`, `organisation:CODE`): since, until, by whom, and what it said."""

        async def see(sitting: Sitting) -> tuple[dict[str, Any], ...]:
            sitting.require_role(*OPERATIONS["directory.history"])
            rulings.require_own_record(sitting, record)
            return tuple(await self._desks.records.versions(record))

        return await self._desks.look(asked, "directory.history", Needs(everybody=True), see)

    async def add_organisation(self, asked: Asked, code: str, name: str, recipient: str, dry_run: bool = False) -> Outcome[Record]:
        """Let an organisation take part. Its recipient kind is one of the legal table's."""
        return await self._change(
            asked,
            "add_organisation",
            lambda sitting: rulings.new_organisation(sitting, Organisation(code, name, recipient)),
            dry_run,
        )

    async def end_organisation(self, asked: Asked, code: str, dry_run: bool = False) -> Outcome[Record]:
        """An organisation leaves: from the next request on none of its people is anybody."""
        return await self._change(asked, "end_organisation", lambda sitting: rulings.ended_organisation(sitting, code), dry_run)

    async def add_compartment(self, asked: Asked, code: str, keeper: str, dry_run: bool = False) -> Outcome[Record]:
        """Name the organisation that keeps a closed circle."""
        return await self._change(
            asked, "add_compartment", lambda sitting: rulings.new_compartment(sitting, Compartment(code, keeper)), dry_run
        )

    async def add_team(self, asked: Asked, code: str, dry_run: bool = False) -> Outcome[Record]:
        """A team of the own organisation."""
        return await self._change(asked, "add_team", lambda sitting: rulings.new_team(sitting, code), dry_run)

    async def end_team(self, asked: Asked, code: str, dry_run: bool = False) -> Outcome[Record]:
        """A team ends; its members leave it, and grants to it open nothing more."""
        return await self._change(asked, "end_team", lambda sitting: rulings.ended_team(sitting, code), dry_run)

    async def add_user(self, asked: Asked, user: User, dry_run: bool = False) -> Outcome[Record]:
        """Somebody of the own organisation; for the operator, the first security officer of an organisation that has none."""
        return await self._change(asked, "add_user", lambda sitting: rulings.new_user(sitting, user), dry_run)

    async def change_user(self, asked: Asked, key: str, change: UserChange, dry_run: bool = False) -> Outcome[Record]:
        """Change what a change names and nothing else; `change.version` is the version that was looked at."""
        return await self._change(asked, "change_user", lambda sitting: rulings.changed_user(sitting, key, change), dry_run)

    async def end_user(self, asked: Asked, key: str, dry_run: bool = False) -> Outcome[Record]:
        """Somebody leaves: from the next request on they are nobody. What they were is kept."""
        return await self._change(asked, "end_user", lambda sitting: rulings.ended_user(sitting, key), dry_run)

    async def _change(self, asked: Asked, name: str, decide: Callable[[Sitting], Ruling[Record]], dry_run: bool) -> Outcome[Record]:
        def ruled(sitting: Sitting) -> Ruling[Record]:
            sitting.require_role(*OPERATIONS[f"directory.{name}"])
            return decide(sitting)

        return await self._desks.rule(asked, f"directory.{name}", Needs(everybody=True), ruled, dry_run)


def _seen(sitting: Sitting) -> DirectorySeen:
    desk = sitting.desk
    users = tuple(rulings.as_shown(sitting, user) for user in desk.users.values() if rulings.may_look_at(sitting, user))
    return DirectorySeen(
        tuple(desk.organisations.values()),
        tuple(team for team in desk.teams.values() if team.organisation == sitting.who.organisation),
        tuple(
            one for one in desk.compartments.values() if one.keeper == sitting.who.organisation or "OPERATOR" in sitting.who.roles
        ),
        users,
        {user.key: rulings.version_of(user) for user in users},
    )
