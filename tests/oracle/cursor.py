"""Cursors as the reference knows them."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Cursor(NamedTuple):
    """A place in a list: which list, and the id and keys of the row it is at. Stands for the text that the product makes of it."""

    order: str
    id: str
    keys: tuple[Any, ...] = ()


ReadCursor = Callable[[str], Cursor | None]
"""What a cursor of the product means, if it was given to this caller."""
