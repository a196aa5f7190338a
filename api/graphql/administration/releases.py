"""What is told of sanitised versions: all to those who decide, the state to who proposed them."""

import strawberry


@strawberry.type(description="A part of what is proposed, by name.")
class ReleasePart:
    """A property, or a part of a marking."""

    name: str
    value: str


@strawberry.type(
    description="A sanitised version: what it replaces; to those who decide, while they do, what it says and its marking."
)
class SanitisedRelease:
    """`state` is PROPOSED, RELEASED or REFUSED."""

    id: strawberry.ID
    state: str
    at: str
    replaces: strawberry.ID
    says: list[ReleasePart]
    marking: list[ReleasePart]
