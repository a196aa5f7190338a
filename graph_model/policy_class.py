"""Policy classes are integers from 0 up: a negative one would open a mask from its end (access-model.md 3).

Checked wherever a class is about to be written, and over the whole store at start.
"""

from typing import Any

from graph_model.cypher.control_statements import MISPLACED_CLASSES
from graph_model.errors import ModelError
from graph_model.store import Store


def policy_class(value: Any) -> int:
    """The class itself. Raises ModelError for a missing, negative, broken or non-integer one."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ModelError("policy class: not an integer from 0 up")
    return value


async def misplaced_classes(store: Store) -> dict[str, int]:
    """Nodes, links, pointers and markings whose class is missing, negative or no integer, by kind; empty when all is well.

    For the check at start: with anything in it, nothing may be served. Raises StoreError.
    """
    row = (await store.run(MISPLACED_CLASSES))[0]
    return {kind: count for kind, count in row.items() if count}
