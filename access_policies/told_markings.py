"""The markings of an answer as its reader is told them, each with the field classes that the answer withholds (decision 0153)."""

from collections.abc import Iterator, Mapping
from typing import Any

from graph_model.ontology import FIELD_CLASSES


class ToldMarkings(Mapping[str, Mapping[str, Any]]):
    """Markings by their class, made as they are asked for: an answer names few of the classes that its reader sees."""

    def __init__(self, markings: Mapping[str, Mapping[str, Any]], masks: Mapping[str, bytes]) -> None:
        """`masks` are those that the answer was read with, by field class: one byte a class, 1 for permitted."""
        self._markings, self._masks = markings, masks

    def __getitem__(self, policy_class: str) -> Mapping[str, Any]:
        """A marking and what rights withhold of it: never whether anything is recorded there."""
        place = int(policy_class)
        return {**self._markings[policy_class], "withheld": [name for name in FIELD_CLASSES if not self._masks[name][place]]}

    def __iter__(self) -> Iterator[str]:
        return iter(self._markings)

    def __len__(self) -> int:
        return len(self._markings)
