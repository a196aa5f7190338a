"""What a mutation gives: what became of it and what was refused, as data; records only as the caller sees them now."""

from typing import Any

import strawberry
from strawberry import Info

from access_policies.guard.outcome import Outcome
from api.graphql.execution import Execution
from api.graphql.schema import types
from api.graphql.user_errors import UserError, user_errors
from graph_model.intake.contribution import Effect


async def _read_back(root: strawberry.Parent["Written"], info: Info[Execution, None]) -> Any:
    return await info.context.read_back(info, root.shown) if root.shown else None


@strawberry.type(description="What became of one statement.")
class Written:
    """`outcome` is CREATED, UPDATED, WITHDRAWN or PROPOSED; null when it was refused."""

    outcome: str | None
    id: strawberry.ID | None
    errors: list[UserError] = strawberry.field(name="userErrors")
    shown: strawberry.Private[str]

    record: Any = strawberry.field(
        resolver=_read_back,
        graphql_type=types()["Record"] | None,
        description="The record as you see it now; of a relationship, the record it starts at if that was named by its id.",
    )


@strawberry.type(description="What became of one statement of a batch.")
class WrittenStatement:
    """One effect."""

    outcome: str
    id: strawberry.ID


@strawberry.type(description="What became of a batch: all of it, or nothing.")
class BatchWritten:
    """The effects in the order of the statements; none when something was refused."""

    statements: list[WrittenStatement]
    errors: list[UserError] = strawberry.field(name="userErrors")


def written(outcome: Outcome[tuple[Effect, ...]], shown: str | None = None) -> Written:
    """The answer about one statement; `shown` is the id of what is read back, where it is not the statement itself."""
    if not outcome.value:
        return Written(outcome=None, id=None, errors=user_errors(outcome.refusals), shown="")
    (effect,) = outcome.value
    told = effect.id if shown is None else shown
    return Written(outcome=effect.outcome.upper(), id=strawberry.ID(effect.id), errors=[], shown=told)


def batch_written(outcome: Outcome[tuple[Effect, ...]]) -> BatchWritten:
    """The answer about a batch."""
    effects = [WrittenStatement(outcome=one.outcome.upper(), id=strawberry.ID(one.id)) for one in outcome.value or ()]
    return BatchWritten(statements=effects, errors=user_errors(outcome.refusals))
