"""Plans at the door: shown as differences, applied as one transaction or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from access_policies import grant_plan
from access_policies.desk import Filed, Notice
from access_policies.grant_plan import Difference, Wanted
from access_policies.grants import broken_laws, consent
from access_policies.guard.asked import Asked
from access_policies.guard.desks import Desks, Needs, Ruling, Sitting
from access_policies.guard.outcome import Outcome
from access_policies.policy_records import Change
from access_policies.refusals import Refusal, Refused
from access_policies.roles import OPERATIONS


@dataclass(frozen=True, slots=True)
class Planned:
    """The differences of a plan; none but `keep` means that everything is as it says."""

    differences: tuple[Difference, ...]

    @property
    def changes(self) -> tuple[Difference, ...]:
        """Those that do something."""
        return tuple(one for one in self.differences if one.kind != "keep")


class Planning:
    """Plans of an organisation's own grants."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    async def plan(self, asked: Asked, organisation: str, wanted: Sequence[Wanted]) -> Outcome[Planned]:
        """What applying would do."""
        return await self.apply(asked, organisation, wanted, dry_run=True)

    async def apply(self, asked: Asked, organisation: str, wanted: Sequence[Wanted], dry_run: bool = False) -> Outcome[Planned]:
        """Ask for what is not there and end what is not wanted: all of it, or with any fault nothing."""

        def decide(sitting: Sitting) -> Ruling[Planned]:
            sitting.require_role(*OPERATIONS["grant.plan"])
            if sitting.who.organisation != organisation:
                raise Refused("NOT_FOUND")
            if faults := _faults(sitting, wanted):
                return Ruling(None, refusals=tuple(faults))
            lines = grant_plan.differences(wanted, sitting.desk.grants.values(), organisation, sitting.at)
            return Ruling(Planned(tuple(lines)), _change(sitting, lines, wanted))

        users = tuple({one.draft.holder for one in wanted if one.draft.kind == "user"})
        needs = Needs(users=users, given_by=organisation)
        return await self._desks.rule(asked, "grant.plan" if dry_run else "grant.apply", needs, decide, dry_run)


def _faults(sitting: Sitting, wanted: Sequence[Wanted]) -> list[Refusal]:
    """Every fault with its place in the file; at most fifty, since the first tell enough."""
    found = [Refusal("INVALID", *_split(fault)) for fault in grant_plan.faults(wanted)]
    table = sitting.desk.table
    for one in wanted:
        draft = one.draft
        found += [Refusal("INVALID", one.place, law) for law in broken_laws(draft)[:1]]
        if not sitting.desk.organisation_of(draft.grantee):
            found.append(Refusal("UNKNOWN_VALUE", one.place, "grantee"))
        if set(draft.purposes) - set(table.purposes):
            found.append(Refusal("UNKNOWN_VALUE", one.place, "purposes"))
        if table.legal_bases and draft.legal_basis not in table.legal_bases:
            found.append(Refusal("UNKNOWN_VALUE", one.place, "legal basis"))
        if draft.expires <= sitting.at:
            found.append(Refusal("ENDED", one.place))
        if len(found) >= 50:
            break
    return found


def _split(fault: str) -> tuple[str, str]:
    place, _, words = fault.partition(": ")
    return place, words


def _change(sitting: Sitting, lines: Sequence[Difference], wanted: Sequence[Wanted]) -> Change:
    named, by, at = grant_plan.by_name(wanted), sitting.who.key, sitting.at
    grants: list[Filed] = []
    notices: list[Notice] = []
    for line in lines:
        if line.kind == "request":
            grant = grant_plan.given(named[line.name], line, sitting.who.organisation, by, at)
            grantee = sitting.desk.organisation_of(grant.grantee)
            waiting = sorted(consent.missing(grant, grantee, sitting.desk.markings))
            grants.append(Filed(grant, grantee, tuple(waiting)))
            notices += [Notice(originator, "CONSENT_PENDING", grant.id) for originator in waiting]
        elif line.kind == "end":
            there = sitting.desk.grants[line.grant]
            grants.append(Filed(grant_plan.ended(there.grant, by, at), there.organisation, there.asked))
            notices += [Notice(party, "REVOKED", line.grant) for party in sorted(there.parties - {sitting.who.organisation})]
    return Change(grants=tuple(grants), notices=tuple(notices))
