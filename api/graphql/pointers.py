"""The pointer statements that a caller senses: what matched, whom to ask, a reference. Nothing more is known of them here."""

import strawberry
from strawberry import Info

from api.graphql.errors import RequestError
from api.graphql.execution import Execution

MOST = 100


@strawberry.type(description="That an organisation holds something that matches: ask it.")
class Pointer:
    """What a pointer statement says."""

    id: strawberry.ID
    originator: str
    matched: str
    ask: str
    reference: str
    match: str


async def _pointers(info: Info[Execution, None], first: int, after: strawberry.ID | None = None) -> list[Pointer]:
    if not 1 <= first <= MOST:
        raise RequestError("BAD_ARGUMENT")
    found = await info.context.guard.pointers.sensed(info.context.asked, first, after or "")
    return [
        Pointer(
            id=strawberry.ID(one.id),
            originator=one.originator,
            matched=one.matched,
            ask=one.ask,
            reference=one.reference,
            match=one.match,
        )
        for one in found
    ]


@strawberry.type
class PointerQuery:
    """The question for pointers."""

    pointers: list[Pointer] = strawberry.field(
        resolver=_pointers, description="Pointer statements that were published to you, the first 1 to 100 after an id."
    )
