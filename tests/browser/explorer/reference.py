"""What of a canvas may leave in a file, from the plain reference; and what the page was told, from the answers that passed through the shell."""

import json
from collections.abc import Callable
from functools import cache, cached_property
from itertools import count
from typing import Any, TypeVar

from tests.invented import invented_raw
from tests.oracle.decision import instant
from tests.oracle.export import ExportView
from tests.oracle.table import LINKS, TYPES
from tests.oracle.view import Statement, View, identified

T = TypeVar("T")
Raw = dict[str, Any]
Passed = list[tuple[Raw, Raw]]
"""What the page asked, with what it was answered."""
_HOPS = {field: (link.name, field == link.forward) for link in LINKS.values() for field in (link.forward, link.backward)}


def cards_in(passed: Passed) -> dict[str, Raw]:
    """Records by their ids, as the page was told of them one by one."""
    nodes = (answer["data"]["node"] for _, answer in passed if (answer.get("data") or {}).get("node"))
    return {node["id"]: node for node in nodes if "marking" in node}


def links_in(passed: Passed) -> dict[str, Raw]:
    """Relationships by their ids, as the page was told of them around a record."""
    found = {}
    for asked, answer in passed:
        for field, page in ((answer.get("data") or {}).get("node") or {}).items():
            for edge in page["edges"] if field in _HOPS else ():
                name, forward = _HOPS[field]
                near, far = asked["variables"]["id"], edge["node"]["id"]
                ends = {"from": near, "to": far} if forward else {"from": far, "to": near}
                found[edge["id"]] = edge | ends | {"relationship": name}
    return found


@cache
def _world() -> Raw:
    numbers = count()
    return identified(json.loads(json.dumps(invented_raw(), default=str)), lambda: f"x{next(numbers)}")


class Reference:
    """What the plain reference sees, and lets go, for somebody with a purpose; of an instant that is past, if one is named."""

    def __init__(self, who: str, purpose: str = "THREAT_ASSESSMENT", known: str | None = None) -> None:
        world = _world()
        self.view = View(world, who, purpose, instant(world["now"]), instant(known) if known else None)
        self._of = (world, who, purpose, instant(world["now"]))

    @cached_property
    def export(self) -> ExportView:
        """What may leave; worked out for who asks, since it takes its time."""
        return ExportView(*self._of)

    def sees(self, card: Raw, teller: "Reference") -> bool | None:
        """Is this record, of which the page of `teller` was told, in this view? None where that told two apart too little to say."""
        found = {statement.id in self.view.nodes for statement in teller._records(card)}
        return _one(found) if len(found) == 1 else None

    def leaves(self, card: Raw) -> bool:
        """May this record, as the page was told of it, be exported?"""
        return _one({statement.id in self.export.nodes for statement in self._records(card)})

    def fields(self, card: Raw) -> frozenset[str]:
        """Names of its properties that may be exported with it."""
        return _one({frozenset(self.export.readable(statement)) for statement in self._records(card)})

    def withheld(self, card: Raw) -> tuple[str, ...]:
        """The properties of this record that may not be read, whatever it holds."""
        return _one({tuple(self._shut(statement)) for statement in self._records(card)})

    def _shut(self, statement: Statement) -> list[str]:
        shut = self.view.withheld(statement)
        return [name for name, field_class in TYPES[statement.type].items() if field_class in shut]

    def link_leaves(self, link: Raw, cards: dict[str, Raw]) -> bool:
        """May this relationship be exported? `cards` holds both its ends."""
        starts, ends = ({one.id for one in self._records(cards[link[end]])} for end in ("from", "to"))
        let_go = {one.id for one in self.export.links}
        return _one(
            {
                one.id in let_go
                for one in self.view.links
                if one.type == link["relationship"] and one.start in starts and one.end in ends and _alike(one, link)
            }
        )

    def _records(self, card: Raw) -> list[Statement]:
        """Statements of the world that the page may have been told of so; more than one only when no answer tells them apart."""
        alike = (one for one in self.view.nodes.values() if one.type == card["__typename"] and _alike(one, card))
        return [one for one in alike if _same_words(self.view.readable(one), card)]


def _one(verdicts: set[T]) -> T:
    """The one verdict on all that fits. Raises ValueError when nothing fits, or the reference tells apart what the page does not."""
    (verdict,) = verdicts
    return verdict


def _alike(statement: Statement, told: Raw) -> bool:
    parts = {name: part for name, part in told["marking"].items() if name != "withheld"}
    marking = {name: sorted(v) if isinstance(v, list) else v for name, v in parts.items()}
    seen: Callable[[str], Any] = statement.marking_as_seen.__getitem__
    same = all(seen(name) == value for name, value in marking.items())
    return same and all(statement.parts[name] == told[name] for name in ("originator", "recordedAt"))


def _same_words(readable: Raw, card: Raw) -> bool:
    """Texts alone: instants are written in several ways."""
    return all(
        readable[name] == card[name]
        for name in ("displayName", "label", "summary", "name", "kind", "value")
        if name in readable and name in card
    )
