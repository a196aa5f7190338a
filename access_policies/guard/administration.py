"""Administering grants: asking, consenting, refusing, ending, reviewing. Each change, the policy epoch and the notices are one
transaction; each has its audit entry. Nothing here reads content.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from access_policies.desk import Filed, Notice
from access_policies.errors import PolicyError
from access_policies.grants import CODE, life
from access_policies.guard.asked import Asked
from access_policies.guard.batch import LONGEST_KEY
from access_policies.guard.corrections import Corrections
from access_policies.guard.desks import Desks, Needs, Ruling, Sitting
from access_policies.guard.directory_changes import DirectoryChanges
from access_policies.guard.emergencies import Emergencies
from access_policies.guard.explain import Explaining
from access_policies.guard.following.notices import SPEAK
from access_policies.guard.grant_rulings import (
    GrantRequest,
    GrantSeen,
    approves,
    asked_again,
    asked_for,
    consents,
    is_told,
    kept,
    known,
    request_id,
    require_functionary,
    seen,
)
from access_policies.guard.mandate import Mandate
from access_policies.guard.outcome import Outcome
from access_policies.guard.planning import Planning
from access_policies.guard.previews.preview import Previews
from access_policies.guard.questions import Questions, Uses
from access_policies.guard.releases import decidable
from access_policies.guard.sights import Sights
from access_policies.guard.single_records import give_own_classes
from access_policies.guard.trials import Trials
from access_policies.guard.watches.lookout import Lookout
from access_policies.guard.watches.turns import hears
from access_policies.policy_records import Change
from access_policies.refusals import Refused
from graph_model.statement import new_id
from graph_model.store import Store


class Administration:
    """What grant administrators do, and what anybody may do about a grant of their own."""

    def __init__(self, store: Store, desks: Desks, uses: Uses, corrections: Corrections, lookout: Lookout) -> None:
        self._store, self._corrections, self._lookout = store, corrections, lookout
        self.desks = desks
        self.directory = DirectoryChanges(self.desks)
        self.emergencies = Emergencies(self.desks)
        self.previews = Previews(store, self.desks)
        self.sights = Sights(store, self.desks)
        self.explaining = Explaining(store, self.desks)
        self.planning = Planning(self.desks)
        self.trials = Trials(self.desks)
        self.mandate = Mandate(self.desks)
        self.questions = Questions(store, self.desks, uses)

    async def list(self, asked: Asked, scope: str | None = None) -> Outcome[tuple[GrantSeen, ...]]:
        """Grants in which the asker's organisation is a party; an auditor sees all; others none. Never content."""

        async def see(sitting: Sitting) -> tuple[GrantSeen, ...]:
            auditor = "GRANT_AUDITOR" in sitting.who.roles
            if not auditor and "GRANT_ADMIN" not in sitting.who.roles:
                return ()
            filed = await self.desks.records.grants(sitting.who.organisation, auditor, scope)
            found = [one.grant for one in filed if scope is None or scope in one.grant.scopes]
            return tuple(seen(grant, sitting) for grant in found if grant.state_at(sitting.at) != "NONE")

        return await self.desks.look(asked, "grant.list", Needs(), see)

    async def mine(self, asked: Asked) -> Outcome[tuple[GrantSeen, ...]]:
        """What the asker requested, and what is granted to them by name, team or organisation, from the day that it begins."""

        async def see(sitting: Sitting) -> tuple[GrantSeen, ...]:
            grantees = sitting.desk.users[asked.subject].grantees
            filed = await self.desks.records.grants_to(grantees, [asked.subject])
            grants = [one.grant for one in filed if is_told(one.grant, asked.subject, sitting.at)]
            return tuple(seen(grant, sitting) for grant in grants if grant.state_at(sitting.at) != "NONE")

        return await self.desks.look(asked, "grant.mine", Needs(), see)

    async def show(self, asked: Asked, grant_id: str) -> Outcome[GrantSeen]:
        """One grant, to a party's administrator, an auditor, who asked for it and whom it serves."""

        async def see(sitting: Sitting) -> GrantSeen:
            return seen(known(sitting, grant_id).grant, sitting)

        return await self.desks.look(asked, "grant.show", Needs((grant_id,)), see)

    async def request(self, asked: Asked, wanted: GrantRequest, dry_run: bool = False, key: str = "") -> Outcome[GrantSeen]:
        """Ask for a grant. Scopes are not looked up: one that nobody has and one that is hidden get the same answer.

        With the same `key` and request there is one grant and one answer, however often it is asked; without a key, one each time.
        """
        grant_id = request_id(asked.subject, key) if key else f"G-{new_id()[:20]}"

        def decide(sitting: Sitting) -> Ruling[GrantSeen]:
            if len(key) > LONGEST_KEY:
                raise Refused("INVALID", "idempotencyKey")
            if there := sitting.desk.grants.get(grant_id):
                return asked_again(sitting, there, wanted)
            filed = asked_for(sitting, wanted, grant_id)
            notices = (Notice(wanted.grantor, "REQUESTED", grant_id),)
            return Ruling(seen(filed.grant, sitting), Change(grants=(filed,), notices=notices))

        users = (wanted.grantee.partition(":")[2],) if wanted.grantee.startswith("user:") else ()
        return await self.desks.rule(asked, "grant.request", Needs((grant_id,), users), decide, dry_run)

    async def consent(self, asked: Asked, grant_id: str, dry_run: bool = False) -> Outcome[GrantSeen]:
        """The grantor's functionary takes a request up; another originator concerned consents."""
        return await self._step(asked, "grant.consent", grant_id, consents, dry_run)

    async def approve(self, asked: Asked, grant_id: str, dry_run: bool = False) -> Outcome[GrantSeen]:
        """The second pair of eyes at the grantor puts it in force, once every originator concerned has consented."""
        if not dry_run:
            await self._prepare(asked, grant_id)
        return await self._step(asked, "grant.approve", grant_id, approves, dry_run)

    async def refuse(self, asked: Asked, grant_id: str, ground: str, dry_run: bool = False) -> Outcome[GrantSeen]:
        """No, on a ground of the closed list: by the grantor, or an originator that was asked."""

        def decide(sitting: Sitting, filed: Filed) -> Ruling[GrantSeen]:
            require_functionary(sitting, filed.grant.grantor, *filed.asked)
            grounds = sitting.desk.table.refusal_grounds
            return kept(sitting, filed, life.refused(filed.grant, sitting.who, ground, sitting.at, grounds), "REFUSED")

        return await self._step(asked, "grant.refuse", grant_id, decide, dry_run)

    async def escalate(self, asked: Asked, grant_id: str, to: str, dry_run: bool = False) -> Outcome[GrantSeen]:
        """Whoever asked, or an administrator of the grantee, takes a refusal or an overdue request to another organisation."""

        def decide(sitting: Sitting, filed: Filed) -> Ruling[GrantSeen]:
            theirs = sitting.who.organisation == filed.organisation and not life.FUNCTIONARIES.isdisjoint(sitting.who.roles)
            if sitting.who.key != filed.grant.requested_by and not theirs:
                raise Refused("NOT_ALLOWED")
            if not sitting.desk.organisation_of(f"org:{to}") or to in (filed.grant.grantor, filed.organisation):
                raise Refused("UNKNOWN_VALUE", "to")
            after = life.escalated(filed.grant, sitting.who, to, sitting.at, sitting.desk.table.clock("consent"))
            return kept(sitting, replace(filed, asked=tuple(sorted({*filed.asked, to}))), after, "ESCALATED", to)

        return await self._step(asked, "grant.escalate", grant_id, decide, dry_run)

    async def uphold(self, asked: Asked, grant_id: str, dry_run: bool = False) -> Outcome[GrantSeen]:
        """The organisation that it was escalated to lets the refusal stand."""

        def decide(sitting: Sitting, filed: Filed) -> Ruling[GrantSeen]:
            require_functionary(sitting, filed.grant.escalated_to)
            return kept(sitting, filed, life.upheld(filed.grant, sitting.who, sitting.at), "UPHELD")

        return await self._step(asked, "grant.uphold", grant_id, decide, dry_run)

    async def release(self, asked: Asked, grant_id: str, reference: str, dry_run: bool = False) -> Outcome[GrantSeen]:
        """The grantor answers an escalation with a sanitised version; `reference` names its release."""

        def decide(sitting: Sitting, filed: Filed) -> Ruling[GrantSeen]:
            require_functionary(sitting, filed.grant.grantor)
            if not CODE.fullmatch(reference):
                raise Refused("INVALID", "reference", "a release is named by its reference")
            return kept(sitting, filed, life.released(filed.grant, sitting.who, reference, sitting.at), "RELEASED_SANITISED")

        return await self._step(asked, "grant.release", grant_id, decide, dry_run)

    async def revoke(self, asked: Asked, grant_id: str, ground: str, dry_run: bool = False) -> Outcome[GrantSeen]:
        """End a grant at once, by its grantor or by an originator that takes its consent back.

        Grant and epoch change in one transaction, so no answer that starts after it holds what the grant opened.
        """

        def decide(sitting: Sitting, filed: Filed) -> Ruling[GrantSeen]:
            require_functionary(sitting, filed.grant.grantor, *(giver for giver, _ in filed.grant.approvals))
            if len(ground) > 200:
                raise Refused("INVALID", "ground", "a ground is at most 200 characters")
            return kept(sitting, filed, life.revoked(filed.grant, sitting.who.key, ground, sitting.at), "REVOKED")

        return await self._step(asked, "grant.revoke", grant_id, decide, dry_run)

    async def review(
        self, asked: Asked, grant_id: str, keep: bool, next_review: datetime | None = None, dry_run: bool = False
    ) -> Outcome[GrantSeen]:
        """Recertify until the next review (half a year, or the end), or end it. An unreviewed grant has expired until then."""

        def decide(sitting: Sitting, filed: Filed) -> Ruling[GrantSeen]:
            require_functionary(sitting, filed.grant.grantor)
            until = next_review or min(filed.grant.expires, sitting.at + timedelta(days=182))
            after = life.reviewed(filed.grant, sitting.who, keep, until, sitting.at)
            return kept(sitting, filed, after, "REVIEWED" if keep else "REVOKED")

        return await self._step(asked, "grant.review", grant_id, decide, dry_run)

    async def notices(self, asked: Asked) -> Outcome[tuple[Notice, ...]]:
        """What the asker's organisation was told, to its functionaries and overseers; others see what they were told by name."""

        async def see(sitting: Sitting) -> tuple[Notice, ...]:
            await self._corrections.tell()
            who, speaks = sitting.who, not sitting.who.roles.isdisjoint(SPEAK)
            await self._lookout.tell(asked, who)
            decides = decidable(who, sitting.at, sitting.desk.markings)
            return tuple(await self.desks.records.notices(who.organisation, who.key, speaks, hears(who), decides))

        return await self.desks.look(asked, "grant.notices", Needs(), see)

    async def _prepare(self, asked: Asked, grant_id: str) -> None:
        """What must be there before a grant on single records is in force; for whoever may approve it, and nobody else."""
        try:
            sitting = await self.desks.sit(asked, Needs((grant_id,)))
            filed = known(sitting, grant_id)
            require_functionary(sitting, filed.grant.grantor)
        except PolicyError:
            return
        if filed.grant.state_at(sitting.at) == "CONSENT_PENDING":
            await give_own_classes(self._store, filed.grant)

    async def _step(
        self, asked: Asked, action: str, grant_id: str, decide: Callable[[Sitting, Filed], Ruling[GrantSeen]], dry_run: bool
    ) -> Outcome[GrantSeen]:
        def ruled(sitting: Sitting) -> Ruling[GrantSeen]:
            return decide(sitting, known(sitting, grant_id))

        return await self.desks.rule(asked, action, Needs((grant_id,)), ruled, dry_run)
