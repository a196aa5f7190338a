"""The questions of administrators and overseers, below the one root field `administration`."""

from datetime import UTC, datetime
from typing import Annotated, Any

import strawberry

from access_policies.errors import PolicyBroken
from access_policies.trial import FILES
from api.graphql.administration.asking import Asking, described, known, office, page, require_few
from api.graphql.administration.directory import Directory, DirectoryVersion, directory_told
from api.graphql.administration.emergencies import EmergencyDeclaration
from api.graphql.administration.explanations import Explanation, Reader, explanation_told
from api.graphql.administration.grants import Grant, GrantRequest, grant_told
from api.graphql.administration.notices import Answer, Notice
from api.graphql.administration.oversight import (
    AuditVerification,
    Correction,
    Disclosure,
    Statistic,
    disclosures_told,
    verification_told,
)
from api.graphql.administration.previews import GrantPreview, PartnerSight, PolicyText, PolicyTrial, preview_told
from api.graphql.administration.releases import SanitisedRelease
from api.graphql.administration.telling import told, told_all
from api.graphql.administration.watches import Alarm, Watch, alarm_told, watch_told
from api.graphql.errors import RequestError
from api.graphql.schema import types

MOST_RECORDS = 10
"""Records of which one field tells the disclosures."""
MOST_COMPARED = 2
"""Organisations that one field tells of; every one of their people is some work."""
MOST_TRIED = 5
"""Users of whom one field tells what they would gain or lose."""
END = datetime.max.replace(tzinfo=UTC)


@strawberry.type(description="Keys and the record of their use; never what they open.")
class Administration:
    """One field a question. Each gives null, or nothing, to whoever has no role for it."""

    @described("Grants in which the asker's organisation is a party, by id; to an auditor all.")
    async def grants(
        self, info: Asking, scope: str | None = None, first: int = 1_000, after: strawberry.ID | None = None
    ) -> list[Grant]:
        found = known(await office(info).list(info.context.asked, scope)) or ()
        later = [one for one in found if after is None or one.grant.id > after]
        return [grant_told(one) for one in page(sorted(later, key=lambda one: one.grant.id), first)]

    @described("What the asker requested, and what is granted to them.")
    async def my_grants(self, info: Asking) -> list[Grant]:
        return [grant_told(one) for one in known(await office(info).mine(info.context.asked)) or ()]

    @described("One grant with its whole past.")
    async def grant(self, info: Asking, id: strawberry.ID) -> Grant | None:  # noqa: A002  # the name is the argument's
        seen = known(await office(info).show(info.context.asked, id))
        return grant_told(seen) if seen else None

    @described("What a grant would open of the asker's organisation's records.")
    async def grant_preview(self, info: Asking, id: strawberry.ID) -> GrantPreview | None:  # noqa: A002  # as above
        seen = known(await office(info).previews.of_grant(info.context.asked, id))
        return preview_told(seen) if seen else None

    @described("What a request would open if it were granted.")
    async def request_preview(self, info: Asking, request: GrantRequest) -> GrantPreview | None:
        seen = known(await office(info).previews.of_request(info.context.asked, request.wanted()))
        return preview_told(seen) if seen else None

    @described("What two organisations may see now of the asker's own organisation's records, as numbers, in the order asked.")
    async def partner_sights(self, info: Asking, organisations: list[str]) -> list[PartnerSight] | None:
        require_few(organisations, MOST_COMPARED)
        found = known(await office(info).sights.of(info.context.asked, organisations))
        return None if found is None else told_all(PartnerSight, found)

    @described("What the asker's organisation, or the asker, was told about grants, and records it was served; newest first.")
    async def notices(self, info: Asking) -> list[Notice]:
        return told_all(Notice, known(await office(info).notices(info.context.asked)) or ())

    @described("The administrator's questions and their answers.")
    async def report(self, info: Asking) -> list[Answer] | None:
        found = known(await office(info).questions.report(info.context.asked))
        return None if found is None else told_all(Answer, found)

    @described("Declarations of break-glass that the asker's organisation made or may use.")
    async def emergencies(self, info: Asking) -> list[EmergencyDeclaration]:
        return told_all(EmergencyDeclaration, known(await office(info).emergencies.declarations(info.context.asked)) or ())

    @described("Why a user (the asker, if not named) may see a record or read a field of it, now or in the past.")
    async def explain(
        self,
        info: Asking,
        record: strawberry.ID,
        field: str | None = None,
        user: Annotated[strawberry.ID | None, strawberry.argument(name="for")] = None,
        at: datetime | None = None,
    ) -> Explanation | None:
        said = known(await office(info).explaining.explain(info.context.asked, record, field, user, at))
        return explanation_told(said) if said else None

    @described("Everybody who sees a record, to a functionary of the organisation that asserts it.")
    async def who_sees(self, info: Asking, record: strawberry.ID, at: datetime | None = None) -> list[Reader] | None:
        found = known(await office(info).explaining.who_sees(info.context.asked, record, at))
        return None if found is None else told_all(Reader, found)

    @described("The directory as an administrator sees it.")
    async def directory(self, info: Asking) -> Directory | None:
        seen = known(await office(info).directory.show(info.context.asked))
        return directory_told(seen) if seen else None

    @described("Every version of a record: user:KEY, team:CODE or organisation:CODE.")
    async def directory_history(self, info: Asking, record: strawberry.ID) -> list[DirectoryVersion] | None:
        found = known(await office(info).directory.history(info.context.asked, record))
        return None if found is None else [DirectoryVersion(**version) for version in found]

    @described("Who would gain or lose what under these policy texts: the first users, by their keys, after one.")
    async def policy_trial(
        self, info: Asking, texts: list[PolicyText], first: int = MOST_TRIED, after: str = ""
    ) -> PolicyTrial | None:
        require_few(texts, len(FILES))
        page((), first, MOST_TRIED)
        by_name = {one.name: one.text for one in texts}
        try:
            found = known(await office(info).trials.trial(info.context.asked, by_name, first, after))
        except PolicyBroken:
            raise RequestError("POLICY_BROKEN") from None
        return told(PolicyTrial, found) if found else None

    @described("To an overseer: requests that wait or were refused, inside the own mandate.")
    async def consents(self, info: Asking, first: int = 1_000) -> list[Grant] | None:
        found = known(await office(info).mandate.consents(info.context.asked))
        return None if found is None else [grant_told(one) for one in page(found, first)]

    @described("To an overseer, for OVERSIGHT: how many grants were given inside the own mandate; counts that single nobody out.")
    async def statistics(self, info: Asking) -> list[Statistic] | None:
        found = known(await office(info).mandate.statistics(info.context.asked))
        return None if found is None else told_all(Statistic, found)

    @described("To an overseer: who was served any of these records of the own view, up to an instant.")
    async def disclosures(
        self, info: Asking, records: list[strawberry.ID], until: datetime | None = None, first: int = 1_000
    ) -> list[Disclosure]:
        require_few(records, MOST_RECORDS)
        found = await info.context.guard.oversight.disclosures(info.context.asked, records, until or END)
        return list(page(disclosures_told(found), first))

    @described("Sanitised versions that the asker proposed, or decides on for an organisation; newest first.")
    async def releases(self, info: Asking, first: int = 100) -> list[SanitisedRelease]:
        page((), first)
        return told_all(SanitisedRelease, known(await info.context.guard.releases.list(info.context.asked, first)) or ())

    @described("Watches of your organisation, newest first: to who speaks for it all, to others those of persons whom they see.")
    async def watches(self, info: Asking, first: int = 100) -> list[Watch]:
        page((), first)
        return [watch_told(one) for one in known(await info.context.guard.watches.list(info.context.asked, first)) or ()]

    @described("A watch and its newest alerts.")
    async def alarm(self, info: Asking, watch: strawberry.ID, first: int = 100) -> Alarm | None:
        page((), first)
        found = known(await info.context.guard.alarms.of(info.context.asked, watch, first))
        return alarm_told(found) if found else None

    @described("To an overseer: corrections and withdrawals of what is in the own view, up to an instant; newest first.")
    async def corrections(self, info: Asking, until: datetime | None = None, first: int = 1_000) -> list[Correction] | None:
        page((), first)
        found = await info.context.guard.corrections.told(info.context.asked, until or END, first)
        return None if found is None else told_all(Correction, found)

    @described("To an overseer: a record, as it was known to an organisation then, within the own view.", types()["Record"] | None)
    async def as_known(self, info: Asking, record: strawberry.ID, organisation: str, at: datetime) -> Any:
        lens = await info.context.guard.oversight.lens(info.context.asked, organisation, at)
        return await info.context.read_back(info, record, lens) if lens else None

    @described("To an overseer: whether every log is as it was written.")
    async def audit_verification(self, info: Asking) -> AuditVerification:
        return verification_told(await info.context.guard.oversight.verify(info.context.asked))


@strawberry.type
class AdministrationQuery:
    """What is added to the root of queries."""

    @described("Administration and oversight; an operation that asks it reads no records beside it.")
    def administration(self) -> Administration:
        return Administration()
