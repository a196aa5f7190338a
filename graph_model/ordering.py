"""The order of a list as frozen values. The id is always the last key, so no two rows are alike."""

from dataclasses import dataclass

from graph_model.parameter import Parameter

START, END = "", "~"
"""Where a list that is not sorted is read from when there is no row to go on from: before and behind every id."""


@dataclass(frozen=True, slots=True)
class OrderKey:
    """A property (with no field class: a part of every statement) to sort by; what is absent comes last, either way.

    `is_text`: compared without regard to case. `after` is the value of the row to go on after.
    """

    name: str
    field_class: str | None
    is_text: bool
    is_descending: bool
    after: Parameter


@dataclass(frozen=True, slots=True)
class Order:
    """The keys of a list, and whether a page is read from its end. `begun` is false where there is no row to go on after."""

    keys: tuple[OrderKey, ...] = ()
    begun: Parameter | None = None
    is_backward: bool = False


BY_ID = Order()
"""The order of a list where none is asked for."""
