"""A cache bounded by weight: what was used longest ago goes first."""

from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class WeightedCache(Generic[Key, Value]):
    """Keeps values up to a total weight. A value heavier than a tenth of it is not kept at all."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.weight = 0
        self._kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key) -> Value | None:
        """The value, if it is kept."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: Key, value: Value, weight: int) -> None:
        """Keep a value, and let go of what then is too much."""
        if weight * 10 > self.capacity:
            return
        if (before := self._kept.pop(key, None)) is not None:
            self.weight -= before[1]
        self._kept[key] = value, weight
        self.weight += weight
        while self.weight > self.capacity:
            _, (_, gone) = self._kept.popitem(last=False)
            self.weight -= gone
