"""Webhooks: being told at an address of one's own that there is something to ask for."""

from datetime import datetime
from enum import Enum
from typing import Annotated

import strawberry
from strawberry import ID

from access_policies.guard.following import webhook
from access_policies.guard.following.webhooks import Registered
from access_policies.guard.outcome import Outcome
from api.graphql.administration.asking import Asking, described, known
from api.graphql.user_errors import UserError, user_errors


@strawberry.enum(description="What a webhook tells of: the subscription of the same name, of all types.")
class WebhookFollows(Enum):
    """A subscription."""

    CHANGES = "CHANGES"
    NOTICES = "NOTICES"


@strawberry.type(description="An address of yours that is told when there is something to ask for. ACTIVE or PAUSED.")
class Webhook:
    """A registration; nobody else knows of it."""

    id: ID
    url: str
    follows: WebhookFollows
    purpose: str
    case: str | None
    state: str
    created_at: datetime
    ends_at: datetime


@strawberry.type(
    description="A webhook that was registered or resumed, or why not. The secret is shown when it is made, and never again."
)
class WebhookPayload:
    """With an error nothing was changed."""

    webhook: Webhook | None
    secret: str | None
    user_errors: list[UserError]
    receipt: str


@strawberry.type(description="The id of a webhook that was taken away, or why not.")
class WebhookDeleted:
    """With an error nothing was changed."""

    id: ID | None
    user_errors: list[UserError]
    receipt: str


Case = Annotated[ID | None, strawberry.argument(description="As Kring-Case says it.")]


@strawberry.type
class WebhookQuery:
    """The question for one's own."""

    @described("Your own webhooks.")
    async def my_webhooks(self, info: Asking) -> list[Webhook]:
        return [_told(one) for one in known(await info.context.guard.webhooks.mine(info.context.asked)) or ()]


@strawberry.type
class WebhookMutation:
    """What is added to the root of mutations."""

    @described("Be told at an address from now on; with an Idempotency-Key and the same request, once however often it is sent.")
    async def create_webhook(
        self, info: Asking, url: str, follows: WebhookFollows, purpose: str, case: Case = None
    ) -> WebhookPayload:
        wanted = webhook.Wanted(url, follows.value, purpose, case)
        asked, key, with_ = info.context.asked, info.context.key, info.context.registering
        return _payload(await info.context.guard.webhooks.register(asked, wanted, key, with_.hosts.admits, with_.seal.new))

    @described("Go on with a webhook that was paused, from where it stopped.")
    async def resume_webhook(self, info: Asking, id: ID) -> WebhookPayload:  # noqa: A002  # the name is the argument's
        return _payload(await info.context.guard.webhooks.resume(info.context.asked, id))

    @described("Be told no more.")
    async def delete_webhook(self, info: Asking, id: ID) -> WebhookDeleted:  # noqa: A002  # as above
        outcome = await info.context.guard.webhooks.delete(info.context.asked, id)
        gone = ID(outcome.value) if outcome.value else None
        return WebhookDeleted(id=gone, user_errors=user_errors(outcome.refusals), receipt=outcome.receipt)


def _told(one: webhook.Webhook) -> Webhook:
    """A webhook as its owner sees it."""
    wanted = one.wanted
    return Webhook(
        id=ID(one.id),
        url=wanted.url,
        follows=WebhookFollows(wanted.follows),
        purpose=wanted.purpose,
        case=wanted.case,
        state="PAUSED" if one.paused else "ACTIVE",
        created_at=one.created_at,
        ends_at=one.ends_at,
    )


def _payload(outcome: Outcome[Registered]) -> WebhookPayload:
    made = outcome.value
    return WebhookPayload(
        webhook=_told(made.webhook) if made else None,
        secret=made.secret if made else None,
        user_errors=user_errors(outcome.refusals),
        receipt=outcome.receipt,
    )
