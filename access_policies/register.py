"""What an installation is founded with: the directory, the register of regimes and purposes, and the grants. Values only."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from access_policies.grants.grant import Grant


@dataclass(frozen=True, slots=True)
class Organisation:
    """A partner; `recipient` is the kind of recipient in the table of regimes. `ended` is the day it left, if it did."""

    code: str
    name: str
    recipient: str
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    """A team of one organisation; its members stand in the users."""

    code: str
    organisation: str
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Compartment:
    """A closed circle and the organisation that keeps it: only its security officer lets people in."""

    code: str
    keeper: str


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; `conflicts` are the scopes from which a forbid shuts them out. An ended one asks nothing."""

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
    ended: str = ""

    @property
    def grantees(self) -> list[str]:
        """Every form in which a grant can name this user; none once the account has ended."""
        if self.ended:
            return []
        return [f"user:{self.key}", f"org:{self.organisation}", *(f"team:{team}" for team in self.teams)]


@dataclass(frozen=True, slots=True)
class PolicyTable:
    """Register of purposes, of systems whose records are accepted, and of regime x recipient x purpose, with its articles.

    `articles` by regime and kind of recipient ("" for the regime itself); `handling` the actions that a code withholds from
    all but the originator; `clocks` in seconds. What a table does not say it does not allow.
    """

    purposes: tuple[str, ...]
    admitted_systems: tuple[str, ...]
    closed_regimes: tuple[str, ...]
    regimes: dict[str, dict[str, list[str]]]
    version: str = ""
    articles: dict[str, dict[str, str]] = field(default_factory=dict)
    handling: dict[str, list[str]] = field(default_factory=dict)
    recipients: tuple[str, ...] = ()
    legal_bases: dict[str, str] = field(default_factory=dict)
    refusal_grounds: dict[str, str] = field(default_factory=dict)
    clocks: dict[str, int] = field(default_factory=dict)

    def clock(self, name: str) -> timedelta:
        """A term of the table, 72 hours where it names none."""
        return timedelta(seconds=self.clocks.get(f"{name}_hours", 72 * 3600))

    def article(self, regime: str, recipient: str) -> str:
        """The article on which a regime lets this kind of recipient have data; that of the regime where none is named."""
        named = self.articles.get(regime, {})
        return named.get(recipient) or named.get("", "")

    def is_closed(self, regime: str) -> bool:
        """True for a regime that is closed, or that nobody knows."""
        return regime in self.closed_regimes or regime not in self.regimes


@dataclass(frozen=True, slots=True)
class Register:
    """All of it."""

    table: PolicyTable
    organisations: tuple[Organisation, ...]
    users: tuple[User, ...]
    grants: tuple[Grant, ...]
    teams: tuple[Team, ...] = ()
    compartments: tuple[Compartment, ...] = ()
