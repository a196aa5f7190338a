"""The mutations of pointer statements: publish, take back, and ask for what one refers to."""

from datetime import datetime

import strawberry
from strawberry import Info

from access_policies.guard.batch import Piece
from access_policies.guard.grant_rulings import GrantRequest
from api.graphql.administration.grants import GrantPayload, grant_payload
from api.graphql.execution import Execution
from api.graphql.mutations.inputs import MarkingInput
from api.graphql.mutations.payloads import Written
from api.graphql.mutations.writes import write_one
from graph_model.intake.contribution import OfferedPointer, PointerWithdrawal

Asking = Info[Execution, None]


@strawberry.input(description="What is told of a record of your own to whom may sense it and not read it.")
class PointerInput:
    """A pointer statement; `refersTo` is told to nobody."""

    refers_to: strawberry.ID
    matched: str
    ask: str
    reference: str
    match: str
    marking: MarkingInput | None = None


@strawberry.input(description="A request for the record that a pointer refers to; its originator decides, as on every request.")
class PointerRequest:
    """The terms; the grantee is you where nobody is named, and the purpose the stated one."""

    pointer: strawberry.ID
    actions: list[str]
    field_classes: list[str]
    level_ceiling: str
    legal_basis: str
    necessity: str
    not_before: datetime
    expires: datetime
    grantee: str | None = None
    purposes: list[str] | None = None

    def wanted(self, subject: str, purpose: str) -> GrantRequest:
        """As the guard takes it."""
        return GrantRequest(
            grantor="",
            grantee=self.grantee or f"user:{subject}",
            scopes=(),
            actions=tuple(self.actions),
            field_classes=tuple(self.field_classes),
            level_ceiling=self.level_ceiling,
            purposes=tuple(self.purposes or (purpose,)),
            legal_basis=self.legal_basis,
            necessity=self.necessity,
            not_before=self.not_before,
            expires=self.expires,
        )


async def _publish(info: Asking, pointer: PointerInput) -> Written:
    offered = OfferedPointer(pointer.refers_to, pointer.matched, pointer.ask, pointer.reference, pointer.match)
    return await write_one(info, Piece(offered, pointer.marking.stated() if pointer.marking else None))


async def _take_back(info: Asking, id: strawberry.ID) -> Written:  # noqa: A002  # the name is the argument's
    return await write_one(info, Piece(PointerWithdrawal(id)))


async def _request(info: Asking, request: PointerRequest) -> GrantPayload:
    execution = info.context
    wanted = request.wanted(execution.asked.subject, execution.asked.purpose)
    return grant_payload(await execution.guard.pointers.request(execution.asked, request.pointer, wanted, execution.key))


@strawberry.type
class PointerWrites:
    """Each takes the header Idempotency-Key."""

    publish_pointer: Written = strawberry.mutation(
        resolver=_publish, description="Tell those who may sense it that you hold something that matches."
    )
    withdraw_pointer: Written = strawberry.mutation(resolver=_take_back, description="Take a pointer statement of your own back.")
    request_by_pointer: GrantPayload = strawberry.mutation(
        resolver=_request, description="Ask for what a pointer refers to: a grant that is requested from its originator."
    )
