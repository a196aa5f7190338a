"""Which pages somebody is shown the way to: those that their roles can do something on, for the purpose in force.

The menu decides nothing: whoever types an address gets what the API answers, which is the same as for what is not there.
"""

from dataclasses import dataclass

from access_policies.directory import PolicyOfSubject
from access_policies.grants.life import FUNCTIONARIES
from access_policies.roles import APART, AUDITORS, CONTENT, OPERATIONS
from access_policies.subject import Subject
from api.explorer.routes import purposes_of

ADMINISTRATION, OVERSIGHT, INFORM = "GRANT_ADMINISTRATION", "OVERSIGHT", "INFORM_PERSON"
FIRST = {ADMINISTRATION: APART | AUDITORS, OVERSIGHT: frozenset({"OVERSEER"}), INFORM: frozenset({"PROTECTED_PERSON"})}
"""The purpose that some roles begin with."""
DESKS = ("own", "grants", "oversight")
"""Pages that somebody begins with, if theirs."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu: its name, the roles that it is for, and the purpose (empty: any)."""

    name: str
    roles: frozenset[str]
    purpose: str = ""

    @property
    def path(self) -> str:
        """Its place below the purpose."""
        return "" if self.name == "home" else self.name


ENTRIES = (
    Entry("home", CONTENT | APART | AUDITORS),
    Entry("own", frozenset({"PROTECTED_PERSON"}), INFORM),
    Entry("grants", frozenset({*OPERATIONS["grant.list"], *OPERATIONS["grant.approve"]}), ADMINISTRATION),
    Entry("review", frozenset({"GRANT_ADMIN"}), ADMINISTRATION),
    Entry("report", frozenset(OPERATIONS["grant.report"]), ADMINISTRATION),
    Entry("request", CONTENT - {"PROTECTED_PERSON", "OVERSEER"}),
    Entry("pointers", CONTENT - {"PROTECTED_PERSON", "OVERSEER"}),
    Entry("record", CONTENT - {"PROTECTED_PERSON"} | frozenset(OPERATIONS["who_sees"])),
    Entry("emergencies", CONTENT - {"PROTECTED_PERSON", "OVERSEER"} | frozenset(OPERATIONS["emergency.list"])),
    Entry("watches", CONTENT - {"PROTECTED_PERSON", "OVERSEER"} | frozenset(OPERATIONS["watch.begin"])),
    Entry("directory", frozenset(OPERATIONS["directory.show"]), ADMINISTRATION),
    Entry("partners", frozenset(OPERATIONS["partners.compare"]), ADMINISTRATION),
    Entry("policies", frozenset(OPERATIONS["policies.trial"]), ADMINISTRATION),
    Entry("oversight", frozenset({"OVERSEER"}), OVERSIGHT),
)


def entries(who: Subject, purpose: str) -> list[Entry]:
    """The menu of somebody, for a purpose."""
    return [entry for entry in ENTRIES if not entry.roles.isdisjoint(who.roles) and entry.purpose in ("", purpose)]


def purposes(policy: PolicyOfSubject) -> list[str]:
    """The purposes that somebody is offered, the one to begin with first."""
    own = [purpose for purpose, roles in FIRST.items() if not roles.isdisjoint(policy.subject.roles)]
    return own if own == [INFORM] else list(dict.fromkeys([*own, *purposes_of(policy)]))


def first(policy: PolicyOfSubject) -> str:
    """Where somebody begins: the desk of their role, or who they are."""
    purpose = purposes(policy)[0]
    found = [entry.path for entry in entries(policy.subject, purpose) if entry.name in DESKS]
    return f"{purpose}/{found[0] if found else ''}"


def speaks(who: Subject, purpose: str) -> bool:
    """True for somebody who speaks for an organisation on grants, and does so now."""
    return purpose == ADMINISTRATION and not who.roles.isdisjoint(FUNCTIONARIES)
