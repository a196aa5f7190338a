"""The view: all that one user, for one purpose, at one instant may know of a world (access-model.md 6); as it is, or as it was known."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.oracle.decision import Raw, decide, instant
from tests.oracle.table import LINKS, TYPES

BORN = "2026-01-01T00:00:00Z"
"""When a record of a world file was recorded that does not say it."""
CLASSES = ("basic", "identity", "contact", "assessment", "operational", "source")
"""Every class that a property may have (access-model.md 3), in the order in which answers name them."""


def identified(raw: Raw, make_id: Callable[[], str]) -> Raw:
    """A copy in which every record and relationship has an id, and `case: [C1]` stands as the relationships it is short for."""
    world = deepcopy(raw)
    for node in world["nodes"]:
        for case in node.pop("case", ()):
            times = {name: node[name] for name in ("rec", "ret") if name in node}
            end = world["cases"][case]["node"]
            world["relationships"].append({"type": "IN_CASE", "from": node["key"], "to": end, "m": node["m"]} | times)
    for statement in (*world["nodes"], *world["relationships"]):
        statement.setdefault("id", make_id())
    return world


@dataclass(frozen=True)
class Statement:
    """A record, or a relationship between two of them (`start`, `end` are ids, empty for a record)."""

    id: str
    type: str
    marking: Raw
    raw: Raw
    start: str = ""
    end: str = ""

    @property
    def parts(self) -> dict[str, Any]:
        """What whoever sees a statement may know of it."""
        return {
            "id": self.id,
            "originator": self.marking["originator"],
            "sourceSystem": "scenario",
            "externalId": self.raw.get("ext"),
            "recordedAt": _text(self.raw.get("rec", BORN)),
            "validFrom": self.raw.get("valid_from"),
            "validTo": self.raw.get("valid_to"),
        }

    @property
    def marking_as_seen(self) -> dict[str, Any]:
        """The marking without who else may read, and without the collections it lies in."""
        names = ("originator", "system", "scheme", "level", "compartments", "regime", "handling", "match")
        return {name: sorted(v) if isinstance(v := self.marking[name], list | tuple | set) else v for name in names}


class View:
    """What `who` sees for a purpose at an instant: `nodes` by id, `links`, and the properties that may be read."""

    def __init__(self, world: Raw, who: str, purpose: str, at: datetime, known: datetime | None = None) -> None:
        self.world, self.purpose, self.at = world, purpose, at
        self.known = min(known or at, at)
        self.user = next(user for user in world["users"] if user["key"] == who)
        self._decided: dict[tuple[str, str, str | None], bool] = {}
        ids = {node["key"]: node["id"] for node in world["nodes"]}
        nodes = [Statement(n["id"], n["type"], world["markings"][n["m"]], n) for n in world["nodes"]]
        links = [
            Statement(r["id"], r["type"], world["markings"][r["m"]], r, ids[r["from"]], ids[r["to"]])
            for r in world["relationships"]
        ]
        self.nodes = {node.id: node for node in nodes if self._in_view(node)}
        self.links = [r for r in links if r.start in self.nodes and r.end in self.nodes and self._in_view(r)]

    def _in_view(self, statement: Statement) -> bool:
        recorded = instant(statement.raw.get("rec", BORN)) <= self.known
        withdrawn = "ret" in statement.raw and instant(statement.raw["ret"]) <= self.known
        return recorded and not withdrawn and self._may("see", None, statement)

    def _may(self, action: str, field_class: str | None, statement: Statement) -> bool:
        key = (statement.raw["m"], action, field_class)
        if key not in self._decided:
            self._decided[key] = decide(self.world, self.user, action, field_class, statement.marking, self.purpose, self.at)
        return self._decided[key]

    def readable(self, statement: Statement) -> dict[str, Any]:
        """The properties that may be read; any other is absent."""
        classes = LINKS[statement.type].classes if statement.start else TYPES[statement.type]
        properties = statement.raw.get("p", {})
        return {name: value for name, value in properties.items() if self._may("read", classes[name], statement)}

    def withheld(self, statement: Statement) -> list[str]:
        """The field classes that may not be read of it, whatever it holds."""
        return [name for name in CLASSES if not self._may("read", name, statement)]

    def content(self) -> Any:
        """The whole view as one comparable value."""
        return {
            s.id: (s.type, s.start, s.end, s.parts, s.marking_as_seen, self.readable(s))
            for s in (*self.nodes.values(), *self.links)
        }  # fmt: skip


def _text(moment: str) -> str:
    return instant(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")
