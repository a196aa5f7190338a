"""Expected refusals of mutations, as data."""

from collections.abc import Iterable

import strawberry

from access_policies.refusals import Refusal


@strawberry.type(description="An expected refusal: a code of a closed list, the argument it is about, and one constant sentence.")
class UserError:
    """One refusal; `field` is null when it is about the whole."""

    code: str
    field: str | None
    message: str


def user_errors(refusals: Iterable[Refusal]) -> list[UserError]:
    """Refusals of the guard as a mutation tells them."""
    return [UserError(code=one.code, field=one.field or None, message=one.message) for one in refusals]
