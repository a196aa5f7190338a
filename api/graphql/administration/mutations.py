"""Every step of a grant's life, break-glass, plans and the directory as mutations. `dryRun` decides and changes nothing."""

from datetime import datetime

import strawberry
from strawberry import ID

from api.graphql.administration.asking import Asking, described, office, require_few
from api.graphql.administration.directory_change import DirectoryChange, DirectoryPayload, directory_payload
from api.graphql.administration.emergencies import EmergencyDraft, EmergencyPayload, emergency_payload
from api.graphql.administration.grants import GrantPayload, GrantRequest, grant_payload
from api.graphql.administration.plans import PlanPayload, WantedGrant, plan_payload

MOST_WANTED = 1_000


@strawberry.type
class AdministrationMutation:
    """What is added to the root of mutations."""

    @described("Ask for a grant; with an Idempotency-Key and the same request, for one however often it is sent.")
    async def request_grant(self, info: Asking, request: GrantRequest, dry_run: bool = False) -> GrantPayload:
        return grant_payload(await office(info).request(info.context.asked, request.wanted(), dry_run, info.context.key))

    @described("Take a request up, or consent as an originator concerned.")
    async def consent_to_grant(self, info: Asking, grant: ID, dry_run: bool = False) -> GrantPayload:
        return grant_payload(await office(info).consent(info.context.asked, grant, dry_run))

    @described("Put a grant in force, as the second pair of eyes.")
    async def approve_grant(self, info: Asking, grant: ID, dry_run: bool = False) -> GrantPayload:
        return grant_payload(await office(info).approve(info.context.asked, grant, dry_run))

    @described("Refuse a request, on a ground of the closed list.")
    async def refuse_grant(self, info: Asking, grant: ID, ground: str, dry_run: bool = False) -> GrantPayload:
        return grant_payload(await office(info).refuse(info.context.asked, grant, ground, dry_run))

    @described("Take a refusal, or a request past its term, to another organisation.")
    async def escalate_grant(self, info: Asking, grant: ID, to: str, dry_run: bool = False) -> GrantPayload:
        return grant_payload(await office(info).escalate(info.context.asked, grant, to, dry_run))

    @described("Let a refusal stand that was escalated to the asker's organisation.")
    async def uphold_grant(self, info: Asking, grant: ID, dry_run: bool = False) -> GrantPayload:
        return grant_payload(await office(info).uphold(info.context.asked, grant, dry_run))

    @described("Answer an escalation with a sanitised version, named by its reference.")
    async def release_grant(self, info: Asking, grant: ID, reference: str, dry_run: bool = False) -> GrantPayload:
        return grant_payload(await office(info).release(info.context.asked, grant, reference, dry_run))

    @described("End a grant at once.")
    async def revoke_grant(self, info: Asking, grant: ID, ground: str, dry_run: bool = False) -> GrantPayload:
        return grant_payload(await office(info).revoke(info.context.asked, grant, ground, dry_run))

    @described("Recertify a grant until its next review, or end it.")
    async def review_grant(
        self, info: Asking, grant: ID, keep: bool, next_review: datetime | None = None, dry_run: bool = False
    ) -> GrantPayload:
        return grant_payload(await office(info).review(info.context.asked, grant, keep, next_review, dry_run))

    @described("Ask for what a plan wants and is not there, end what it no longer wants: all or nothing.")
    async def apply_grant_plan(
        self, info: Asking, organisation: str, grants: list[WantedGrant], dry_run: bool = False
    ) -> PlanPayload:
        require_few(grants, MOST_WANTED)
        wanted = [one.wanted(organisation) for one in grants]
        planning = office(info).planning
        return plan_payload(await planning.apply(info.context.asked, organisation, wanted, dry_run))

    @described("Say in quiet times what may be opened in need.")
    async def declare_emergency(self, info: Asking, declaration: EmergencyDraft, dry_run: bool = False) -> EmergencyPayload:
        return emergency_payload(await office(info).emergencies.declare(info.context.asked, declaration.draft(), dry_run))

    @described("Put a declaration in force, as the second person of its grantor.")
    async def approve_emergency(self, info: Asking, declaration: ID, dry_run: bool = False) -> EmergencyPayload:
        return emergency_payload(await office(info).emergencies.approve(info.context.asked, declaration, dry_run))

    @described("End a declaration: no more uses from now on.")
    async def end_emergency(self, info: Asking, declaration: ID, dry_run: bool = False) -> EmergencyPayload:
        return emergency_payload(await office(info).emergencies.end(info.context.asked, declaration, dry_run))

    @described("Break the glass: open for some hours, and tell originator and overseers at once.")
    async def use_emergency(self, info: Asking, declaration: ID, reason: str, case: str, dry_run: bool = False) -> GrantPayload:
        return grant_payload(await office(info).emergencies.use(info.context.asked, declaration, reason, case, dry_run))

    @described("Judge a use of break-glass: JUSTIFIED or NOT_JUSTIFIED.")
    async def review_emergency(self, info: Asking, grant: ID, outcome: str, dry_run: bool = False) -> GrantPayload:
        return grant_payload(await office(info).emergencies.review(info.context.asked, grant, outcome, dry_run))

    @described("Change the directory.")
    async def change_directory(self, info: Asking, change: DirectoryChange, dry_run: bool = False) -> DirectoryPayload:
        return directory_payload(await change.made(office(info).directory, info.context.asked, dry_run))
