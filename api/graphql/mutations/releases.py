"""The mutations of sanitised versions: propose one, approve or refuse it."""

import strawberry
from strawberry import Info

from access_policies.guard.outcome import Outcome
from api.graphql.execution import Execution
from api.graphql.mutations.inputs import SanitiseInput
from api.graphql.mutations.payloads import Written
from api.graphql.mutations.writes import write_one
from api.graphql.user_errors import UserError, user_errors

Asking = Info[Execution, None]


@strawberry.type(description="A decision on a sanitised version; with an error nothing was changed.")
class ReleasePayload:
    """`state` is PROPOSED while a consent is missing, RELEASED or REFUSED."""

    state: str | None
    user_errors: list[UserError]
    receipt: str


async def _sanitise(info: Asking, statement: SanitiseInput) -> Written:
    return await write_one(info, statement.piece(""))


async def _approve(info: Asking, release: strawberry.ID) -> ReleasePayload:
    return _payload(await info.context.guard.releases.approve(info.context.asked, release))


async def _refuse(info: Asking, release: strawberry.ID) -> ReleasePayload:
    return _payload(await info.context.guard.releases.refuse(info.context.asked, release))


def _payload(outcome: Outcome[str]) -> ReleasePayload:
    return ReleasePayload(state=outcome.value, user_errors=user_errors(outcome.refusals), receipt=outcome.receipt)


@strawberry.type
class ReleaseWrites:
    """`sanitise` takes the header Idempotency-Key."""

    sanitise: Written = strawberry.mutation(
        resolver=_sanitise,
        description="Propose a lower-marked version of a record that you write or cite; its id is that of the release.",
    )
    approve_release: ReleasePayload = strawberry.mutation(
        resolver=_approve, description="Consent to a sanitised version, for an originator whose restriction it lowers."
    )
    refuse_release: ReleasePayload = strawberry.mutation(
        resolver=_refuse, description="Refuse a sanitised version, for an originator whose restriction it lowers."
    )
