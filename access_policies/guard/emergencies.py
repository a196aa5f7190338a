"""Break-glass at the door: declared by two people beforehand, used by one in need, told at once, reviewed by others."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from access_policies.desk import Desk, Filed, Notice
from access_policies.grants import CODE, Grant, emergency
from access_policies.grants.emergency import Declaration
from access_policies.grants.life import FUNCTIONARIES
from access_policies.guard.asked import Asked
from access_policies.guard.desks import Desks, Needs, Ruling, Sitting
from access_policies.guard.grant_rulings import GrantSeen, known, seen
from access_policies.guard.outcome import Outcome
from access_policies.policy_records import Change
from access_policies.refusals import Refused
from access_policies.roles import OPERATIONS
from graph_model.statement import new_id


class Emergencies:
    """Declarations and their use."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    async def declarations(self, asked: Asked) -> Outcome[tuple[Declaration, ...]]:
        """Declarations that the asker's organisation made or may use; to others none."""

        async def see(sitting: Sitting) -> tuple[Declaration, ...]:
            all_ = "GRANT_AUDITOR" in sitting.who.roles
            speaks = not sitting.who.roles.isdisjoint(OPERATIONS["emergency.list"])
            return tuple(
                one
                for one in sitting.desk.declarations.values()
                if all_
                or (speaks and sitting.who.organisation in (one.grantor, one.organisation))
                or (sitting.who.organisation == one.organisation and not sitting.who.roles.isdisjoint(one.roles))
            )

        return await self._desks.look(asked, "emergency.list", Needs(), see)

    async def declare(self, asked: Asked, draft: Declaration, dry_run: bool = False) -> Outcome[Declaration]:
        """Say in quiet times what may be opened in need. In force once a second person approved.

        Its id begins with the organisation that declares it, so that one that is taken tells of no other's.
        """

        def decide(sitting: Sitting) -> Ruling[Declaration]:
            sitting.require_role(*OPERATIONS["emergency.declare"])
            own = f"BG-{sitting.who.organisation}-"
            if not CODE.fullmatch(draft.id) or not draft.id.startswith(own):
                raise Refused("INVALID", "id", f"the id of a declaration begins with {own}")
            if draft.id in sitting.desk.declarations:
                raise Refused("TAKEN", "id")
            if not sitting.desk.organisation_of(f"org:{draft.organisation}"):
                raise Refused("UNKNOWN_VALUE", "organisation")
            if unknown := set(draft.purposes) - set(sitting.desk.table.purposes):
                raise Refused("UNKNOWN_VALUE", "purposes", f"{len(unknown)} not on the register")
            made = replace(
                draft,
                grantor=sitting.who.organisation,
                declared_by=sitting.who.key,
                declared_at=sitting.at,
                approved_by="",
                ended="",
            )
            return _kept(emergency.declared(made, sitting.at), "DECLARED", sitting)

        return await self._desks.rule(asked, "emergency.declare", Needs(), decide, dry_run)

    async def approve(self, asked: Asked, declaration: str, dry_run: bool = False) -> Outcome[Declaration]:
        """The second person of the grantor."""

        def decide(sitting: Sitting) -> Ruling[Declaration]:
            return _kept(emergency.seconded(_own(sitting, declaration), sitting.who), "DECLARED", sitting)

        return await self._desks.rule(asked, "emergency.approve", Needs(), decide, dry_run)

    async def end(self, asked: Asked, declaration: str, dry_run: bool = False) -> Outcome[Declaration]:
        """No more uses from now on."""

        def decide(sitting: Sitting) -> Ruling[Declaration]:
            return _kept(replace(_own(sitting, declaration), ended=sitting.who.key), "DECLARATION_ENDED", sitting)

        return await self._desks.rule(asked, "emergency.end", Needs(), decide, dry_run)

    async def use(self, asked: Asked, declaration: str, reason: str, case: str, dry_run: bool = False) -> Outcome[GrantSeen]:
        """Break the glass: open for at most four hours, tell originator and overseers in the same transaction."""
        grant_id = f"BG-{new_id()[:20]}"

        def decide(sitting: Sitting) -> Ruling[GrantSeen]:
            found = sitting.desk.declarations.get(declaration)
            if found is None:
                raise Refused("NOT_FOUND")
            told = _to_tell(sitting.desk, found.grantor)
            uses = [filed.grant for filed in sitting.desk.grants.values()]
            term = sitting.desk.table.clock("emergency_review")
            grant = emergency.break_glass(found, sitting.who, grant_id, reason, case, sitting.at, uses, told, term)
            notices = [Notice(sitting.desk.users[key].organisation, "BREAK_GLASS", grant_id, key) for key in told]
            filed = Filed(grant, sitting.who.organisation)
            return Ruling(
                seen(grant, sitting), Change(grants=(filed,), notices=(Notice(found.grantor, "BREAK_GLASS", grant_id), *notices))
            )

        return await self._desks.rule(asked, "emergency.use", Needs(everybody=True, uses_of=declaration), decide, dry_run)

    async def review(self, asked: Asked, grant_id: str, outcome: str, dry_run: bool = False) -> Outcome[GrantSeen]:
        """Judge a use: by a functionary of the grantor, or an overseer who was told of it."""

        def decide(sitting: Sitting) -> Ruling[GrantSeen]:
            filed = _use_to_judge(sitting, grant_id)
            grant = emergency.judged(filed.grant, sitting.who, outcome, sitting.at)
            notices = tuple(Notice(organisation, "REVIEWED", grant.id) for organisation in sorted(filed.parties))
            return Ruling(seen(grant, sitting), Change(grants=(replace(filed, grant=grant),), notices=notices))

        return await self._desks.rule(asked, "emergency.review", Needs((grant_id,)), decide, dry_run)


def unreviewed(grants: Iterable[Grant], at: datetime) -> list[Grant]:
    """Uses that nobody has judged, the oldest first."""
    waiting = [grant for grant in grants if emergency.is_unreviewed(grant) and grant.state_at(at) != "NONE"]
    return sorted(waiting, key=lambda grant: grant.not_before)


def _own(sitting: Sitting, declaration: str) -> Declaration:
    found = sitting.desk.declarations.get(declaration)
    speaks = sitting.purpose == "GRANT_ADMINISTRATION" and not sitting.who.roles.isdisjoint(FUNCTIONARIES)
    if found is None or not speaks or found.grantor != sitting.who.organisation:
        raise Refused("NOT_FOUND")
    return found


def _use_to_judge(sitting: Sitting, grant_id: str) -> Filed:
    found = sitting.desk.grants.get(grant_id)
    told = found.grant.emergency.told if found and found.grant.emergency else ()
    if found and "OVERSEER" in sitting.who.roles and sitting.who.key in told:
        return found
    filed = known(sitting, grant_id)
    if sitting.who.organisation != filed.grant.grantor or sitting.who.roles.isdisjoint(FUNCTIONARIES):
        raise Refused("NOT_ALLOWED")
    return filed


def _kept(declaration: Declaration, kind: str, sitting: Sitting) -> Ruling[Declaration]:
    notice = Notice(declaration.organisation, kind, declaration.id)
    return Ruling(declaration, Change(records=(declaration,), notices=(notice,)))


def _to_tell(desk: Desk, grantor: str) -> list[str]:
    """The grantor's grant administrators and every overseer of the inspectorate kind."""
    return sorted(
        user.key
        for user in desk.users.values()
        if not user.ended
        and (
            (user.organisation == grantor and "GRANT_ADMIN" in user.roles)
            or ("OVERSEER" in user.roles and desk.organisations[user.organisation].recipient == "INSPECTORATE")
        )
    )
