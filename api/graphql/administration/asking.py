"""How a resolver of administration asks the guard, and what becomes of a refusal.

A query gives null for what the caller may not know of, the same as for what is not there; any other refusal is an error of
the list. What a mutation is refused is data.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import strawberry
from strawberry import Info

from access_policies.guard.administration import Administration
from access_policies.guard.outcome import Outcome
from api.graphql.errors import RequestError
from api.graphql.execution import Execution

T = TypeVar("T")
Resolver = TypeVar("Resolver", bound=Callable[..., Any])
Asking = Info[Execution, None]
MOST = 1_000
"""Members of a list that one field gives, or takes."""
REFUSED = {"NOT_ALLOWED": "NOT_ALLOWED", "UNKNOWN_VALUE": "BAD_ARGUMENT", "INVALID": "BAD_ARGUMENT"}


def described(description: str, gives: Any = None) -> Callable[[Resolver], Resolver]:
    """Makes a resolver a field of the schema, told in one sentence; `gives` is its type where no annotation can name it."""
    decorate: Callable[[Resolver], Resolver] = strawberry.field(description=description, graphql_type=gives)
    return decorate


def office(info: Asking) -> Administration:
    """The guard's way to administration."""
    return info.context.guard.administration


def known(outcome: Outcome[T]) -> T | None:
    """The value of a question, or None. Raises RequestError for a refusal that tells of nothing but the question."""
    if outcome.refusals and outcome.refusals[0].code != "NOT_FOUND":
        raise RequestError(REFUSED.get(outcome.refusals[0].code, "BAD_ARGUMENT"))
    return outcome.value


def page(members: Sequence[T], first: int, most: int = MOST) -> Sequence[T]:
    """The first of them. Raises RequestError for a number outside 1 to `most`."""
    if not 1 <= first <= most:
        raise RequestError("BAD_ARGUMENT")
    return members[:first]


def require_few(members: Sequence[object], most: int = MOST) -> None:
    """Raise RequestError for a list that is too long."""
    if len(members) > most:
        raise RequestError("BAD_ARGUMENT")
