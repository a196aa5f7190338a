"""What an operation costs: how many records it may bring, known from document, variables and schema before anything is read.

Never what it brought: a cost that followed the data would be one more thing to observe.
"""

from typing import Any

MOST_RECORDS = 20_000
"""So many records an operation may ask for (api.md)."""
ACT = 100
"""What a mutation, or a question that is executed, counts as: the largest page."""


def cost_told(records: int) -> dict[str, Any]:
    """The cost as it stands in the `extensions` of an answer."""
    return {"cost": {"requested": records, "limit": MOST_RECORDS}}
