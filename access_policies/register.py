"""What an installation is founded with: the directory, the register of regimes and purposes, and the grants. Values only."""

from dataclasses import dataclass
from datetime import datetime

from access_policies.grants import Grant


@dataclass(frozen=True, slots=True)
class Organisation:
    """A partner; `recipient` is the kind of recipient in the table of regimes."""

    code: str
    name: str
    recipient: str


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; `conflicts` are the scopes from which a forbid shuts them out."""

    key: str
    name: str
    organisation: str
    roles: tuple[str, ...]
    clearances: tuple[tuple[str, str], ...]
    cleared_until: datetime
    systems: tuple[str, ...]
    compartments: tuple[str, ...]
    teams: tuple[str, ...]
    conflicts: tuple[str, ...] = ()

    @property
    def grantees(self) -> list[str]:
        """Every form in which a grant can name this user."""
        return [f"user:{self.key}", f"org:{self.organisation}", *(f"team:{team}" for team in self.teams)]


@dataclass(frozen=True, slots=True)
class PolicyTable:
    """Register of purposes, of systems whose records are accepted, and of regime x recipient x purpose."""

    purposes: tuple[str, ...]
    admitted_systems: tuple[str, ...]
    closed_regimes: tuple[str, ...]
    regimes: dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Register:
    """All of it."""

    table: PolicyTable
    organisations: tuple[Organisation, ...]
    users: tuple[User, ...]
    grants: tuple[Grant, ...]
