"""What administrators are told: what happened to which grant or record, and what wants attention."""

from datetime import datetime

import strawberry


@strawberry.type(description="What an organisation, or one user of it, was told about a grant or a record.")
class Notice:
    """What happened to what, when."""

    at: datetime | None
    kind: str
    about: strawberry.ID


@strawberry.type(description="A standing question and its answer, a line each.")
class Answer:
    """Numbered as in the documentation."""

    number: int
    question: str
    lines: list[str]
