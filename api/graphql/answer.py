"""One answer in the making: what is the caller's own in it, and every row that was put into it."""

from collections.abc import Iterator, Mapping
from typing import Any

from graph_model.rows import CLASS, ID

Rows = list[list[Any]]


class Answer:
    """One answer in the making: what the caller brings, and the rows that were put into it."""

    __slots__ = ("_known", "_markings", "parameters", "prefixes", "rows")

    def __init__(
        self, prefixes: Mapping[str, str], markings: Mapping[str, Mapping[str, Any]], parameters: Mapping[str, Any]
    ) -> None:
        self.prefixes, self.parameters = prefixes, parameters
        self._markings = markings
        self._known: dict[tuple[int, tuple[tuple[str, str], ...]], dict[str, Any]] = {}
        self.rows: list[tuple[Rows, int | None]] = []

    def marking(self, policy_class: int, parts: tuple[tuple[str, str], ...]) -> dict[str, Any]:
        """Parts of a marking under their keys."""
        known = self._known.get((policy_class, parts))
        if known is None:
            whole = {**self._markings[str(policy_class)], "__typename": "Marking"}
            known = self._known[(policy_class, parts)] = {key: whole[name] for key, name in parts}
        return known

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """(id, policy class) of every statement in the answer."""
        for rows, place in self.rows:
            for row in rows:
                inner = row if place is None else row[place]
                yield inner[ID], inner[CLASS]
