"""A world in which the same question meets 0, 1, 100 or 10,000 hidden things, depending on which record it is asked of.

Every probe shows its asker exactly the same: forty visible neighbours, forty visible records of a type, forty hits of a word. What
differs is what the asker may not see. The first two probes of each kind are alike in that, too: the null control.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from access_policies.grants import Grant, Step
from access_policies.register import Organisation, PolicyTable, Register, User
from graph_model.instant import to_text
from graph_model.marking import Marking
from graph_model.statement import NodeStatement, Provenance, RelationshipStatement, Value

HIDDEN = (0, 0, 1, 100, 10_000)
"""How many hidden things each probe meets; the first two are the null control."""
VISIBLE = 40
LISTED = ("Threat", "Measure", "Event", "Case", "Assessment")
"""A type a probe, for questions that list a type."""
WORDS = ("amethist", "barnsteen", "citrien", "diamant", "esmerald")
"""A word a probe, for questions that search."""
ANALYST, PURPOSE = "u-analyst", "THREAT_ASSESSMENT"
_CLASSES = 200
_START = datetime.now(UTC) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HiddenWorld:
    """What to found an installation with, and the ids of the hubs, in the order of HIDDEN."""

    register: Register
    nodes: tuple[NodeStatement, ...]
    relationships: tuple[RelationshipStatement, ...]
    hubs: tuple[str, ...]


def hidden_world(seed: int = 1) -> HiddenWorld:
    """The world of a seed."""
    chance = random.Random(seed)  # noqa: S311  # a measurement wants the same world again
    markings = [_marking(number) for number in range(_CLASSES)]
    nodes: list[NodeStatement] = []
    relationships: list[RelationshipStatement] = []
    hubs = []
    for hidden, listed, word in zip(HIDDEN, LISTED, WORDS, strict=True):
        hub = _node("Item", markings[0], {"kind": "VEHICLE", "value": word[::-1]})
        nodes.append(hub)
        hubs.append(hub.id)
        for marking in _markings(hidden, markings, chance):
            report = _node("Report", marking, {"kind": "TIP", "text": f"gezien bij de {word}"})
            nodes += [report, _node(listed, marking, {})]
            relationships.append(RelationshipStatement("MENTIONS", report.id, hub.id, marking, _recorded(), {}))
    chance.shuffle(nodes)
    return HiddenWorld(_register(), tuple(nodes), tuple(relationships), tuple(hubs))


def _markings(hidden: int, markings: list[Marking], chance: random.Random) -> Iterator[Marking]:
    """The visible ones of a probe, spread over four classes, and its hidden ones over all others."""
    yield from (chance.choice(markings[:4]) for _ in range(VISIBLE))
    yield from (chance.choice(markings[4:]) for _ in range(hidden))


def _recorded() -> Provenance:
    return Provenance(to_text(_START))


def _node(kind: str, marking: Marking, properties: dict[str, Value]) -> NodeStatement:
    return NodeStatement(kind, marking, _recorded(), properties)


def _marking(number: int) -> Marking:
    """One of many classes; the first four are released to the analyst's organisation."""
    none: frozenset[str] = frozenset()
    audience = frozenset({"NCTV"}) if number < 4 else none
    scopes = frozenset({f"C{number}"})
    return Marking("POL", "PROTECTION", "VIRBI", "DEP_V", none, audience, scopes, frozenset({PURPOSE}), "OPEN", none, "MATCH")


def _register() -> Register:
    day = timedelta(days=1)
    table = PolicyTable((PURPOSE,), ("PROTECTION",), (), {"OPEN": {"AUTHORITY": [PURPOSE], "POLICE": [PURPOSE]}})
    organisations = (Organisation("NCTV", "NCTV", "AUTHORITY"), Organisation("POL", "Politie", "POLICE"))
    user = User(
        ANALYST, "Analyst", "NCTV", ("ANALYST",), (("VIRBI", "STG_C"),), _START + 300 * day, ("PROTECTION",), (), ()
    )  # fmt: skip
    scopes = tuple(f"C{number}" for number in range(4))
    grant = Grant(
        "G-analyst", "POL", "u-pol", f"user:{ANALYST}", scopes, ("see", "read"), ("basic", "identity", "assessment"), "STG_C",
        (PURPOSE,), "WPG-15", "measurement", _START, _START + 300 * day, _START + 300 * day, (("POL", "u-two"),),
        (Step(_START, "ACTIVE"),),
    )  # fmt: skip
    return Register(table, organisations, (user,), (grant,))
