"""`need2know` data from a fixed seed: power-law degrees, five hubs, a dense community, 200 classes of Zipf sizes, three callers."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from access_policies.grants import Grant, Step
from access_policies.register import Organisation, PolicyTable, Register, User
from graph_model.marking import Marking
from graph_model.ontology import FIELD_CLASSES
from graph_model.statement import NodeStatement, Provenance, RelationshipStatement, Value

CLASSES = 200
PURPOSE = "THREAT_ASSESSMENT"
CALLER = "u-all"
"""Who asks: the caller that sees everything."""
CALLERS = {CALLER: 1.0, "u-some": 0.3, "u-few": 0.02}
"""Callers and the share of the classes that each sees."""
KINDS = (("Person", 0.45), ("Item", 0.2), ("Report", 0.15), ("Place", 0.1), ("Organisation", 0.05), ("Event", 0.05))
LINKS = (("LINKED_TO", 0.4, "Person", "Person"), ("USES", 0.15, "Person", "Item"), ("MENTIONS", 0.2, "Report", "Person"),
         ("AT", 0.1, "Person", "Place"), ("MEMBER_OF", 0.15, "Person", "Organisation"))  # fmt: skip
COMMUNITY, TIES = 60, 30
"""Persons of the community, and RELATED_TO from each of them to others: what makes 25 x 25 whole."""
_RECORDED = Provenance("2026-01-01T00:00:00.000Z", "need2know")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Data:
    """Everything that is loaded, and what questions are about: a person of the community, the record farthest from them, a hub."""

    register: Register
    nodes: list[NodeStatement]
    links: list[RelationshipStatement]
    start: str
    farthest: str
    hub: str


def need2know(size: int) -> Data:
    """Data with so many nodes, and four relationships a node."""
    chance = random.Random(size)  # noqa: S311  # the same data every time is what is wanted
    markings = [_marking(number) for number in range(CLASSES)]
    weights = [1 / (number + 1) for number in range(CLASSES)]

    def id_() -> str:
        return f"{chance.getrandbits(128):032x}"

    def marking() -> Marking:
        return chance.choices(markings, weights)[0]

    nodes = [
        NodeStatement(kind, marking(), _RECORDED, _properties(kind, number, chance), id_())
        for kind, share in KINDS
        for number in range(round(size * share))
    ]
    by_kind = {kind: [node.id for node in nodes if node.type == kind] for kind, _ in KINDS}
    links = [
        RelationshipStatement("RELATED_TO", one, other, marking(), _RECORDED, {"kind": "FAMILY"}, id_())
        for one in by_kind["Person"][:COMMUNITY]
        for other in chance.sample([end for end in by_kind["Person"][:COMMUNITY] if end != one], TIES)
    ]
    while len(links) < 4 * size:
        kind, _, start, end = chance.choices(LINKS, [share for _, share, _, _ in LINKS])[0]
        ends = _busy(by_kind[start], chance), _busy(by_kind[end], chance)
        if ends[0] != ends[1]:
            properties: dict[str, Value] = {"kind": "KNOWN"} if kind in ("LINKED_TO", "AT") else {}
            links.append(RelationshipStatement(kind, *ends, marking(), _RECORDED, properties, id_()))
    start = by_kind["Person"][0]
    return Data(_register(), nodes, links, start, _farthest(start, links), _hubs(by_kind["Person"])[0])


def _hubs(ids: list[str]) -> list[str]:
    return ids[COMMUNITY : COMMUNITY + 5] if len(ids) > COMMUNITY + 5 else ids[:1]


def _busy(ids: list[str], chance: random.Random) -> str:
    """A record, the first ones far more often: one draw in twenty goes to one of five hubs."""
    if chance.random() < 0.05:
        return chance.choice(_hubs(ids))
    return ids[int(len(ids) * chance.random() ** 2)]


def _farthest(start: str, links: list[RelationshipStatement]) -> str:
    """Of the records that can be reached from one, the first by id of those that take the most hops."""
    tied: dict[str, set[str]] = {}
    for link in links:
        tied.setdefault(link.start, set()).add(link.end)
        tied.setdefault(link.end, set()).add(link.start)
    ring, met = {start}, {start}
    while further := {end for one in ring for end in tied.get(one, ())} - met:
        ring, met = further, met | further
    return min(ring)


def _properties(kind: str, number: int, chance: random.Random) -> dict[str, Value]:
    text = " ".join(chance.choice(("ada", "bo", "cor", "daan", "eva", "fee", "gijs", "hak")) for _ in range(8))
    properties: dict[str, dict[str, Value]] = {
        "Person": {
            "displayName": f"Person {number}", "aliases": ["a", "b"], "birthDate": "1980-01-01",
            "publicFunction": "GEEN", "minor": False,
        },
        "Item": {"kind": "PHONE", "value": f"item-{number}"},
        "Report": {"kind": "TIP", "receivedAt": "2026-01-01", "channel": "web", "weighingStatus": "NEW", "text": text},
        "Place": {"kind": "HOME", "municipality": f"Plaats {number % 12}", "address": f"Street {number}"},
        "Organisation": {"name": f"Organisation {number}", "kind": "GROUP"},
        "Event": {"kind": "BEZOEK", "start": "2026-01-01", "end": "2026-01-02", "public": True},
    }  # fmt: skip
    return properties[kind]


def _marking(number: int) -> Marking:
    releasable, purposes = frozenset({"NCTV"}), frozenset({PURPOSE})
    scopes = frozenset({f"C{number}"})
    return Marking("POL", "PROTECTION", "VIRBI", "DEP_V", _NONE, releasable, scopes, purposes, "OPEN", _NONE, "MATCH")


def _register() -> Register:
    """Who sees how much of what POL asserts; the caller of the questions may assert for its own organisation as well."""
    until = datetime.now(UTC) + timedelta(days=30)
    table = PolicyTable((PURPOSE,), ("PROTECTION",), (), {"OPEN": {"ANY": [PURPOSE]}})
    users = tuple(User(key, key, "NCTV", ("ANALYST",), (("VIRBI", "STG_G"),), until, ("PROTECTION",), (), ()) for key in CALLERS)
    grants = tuple(
        _grant(key, number, until) for key, share in CALLERS.items() for number in range(CLASSES) if number % round(1 / share) == 0
    )
    own = replace(_grant(CALLER, 0, until), id="G-own", grantor="NCTV", actions=("see", "read", "write"))
    return Register(table, (Organisation("NCTV", "NCTV", "ANY"),), users, (*grants, own))


def _grant(user: str, number: int, until: datetime) -> Grant:
    begin = until - timedelta(days=60)
    return Grant(
        id=f"G-{user}-{number}", grantor="POL", granted_by="u-granter", grantee=f"user:{user}", scopes=(f"C{number}",),
        actions=("see", "read"), field_classes=FIELD_CLASSES, level_ceiling="STG_C", purposes=(PURPOSE,), legal_basis="none",
        necessity="benchmark", not_before=begin, expires=until, review_due=until, approvals=(), history=(Step(begin, "ACTIVE"),),
    )  # fmt: skip
