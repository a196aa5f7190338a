"""A small world made by hand, and the question whether two of them look the same to its reader."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from tests.oracle.decision import Raw
from tests.oracle.table import PLURALS, TYPES
from tests.oracle.view import View
from tests.properties.installation import Installation, Observed
from tests.properties.strategies import NOW, Asker

READER = Asker("u-reader", "ASSESS", NOW)
Question = tuple[str, dict[str, Any]]

OPEN = {
    "originator": "POL", "system": "PROTECTION", "scheme": "VIRBI", "level": "DEP_V", "compartments": [], "releasable_to": ["NCTV"],
    "scopes": ["C1"], "purposes": ["ASSESS"], "regime": "OPEN", "handling": [], "match": "FULL",
}  # fmt: skip


def id_of(key: str) -> str:
    """The id of a record or relationship of a small world."""
    return sha256(key.encode()).hexdigest()[:32]


def node(key: str, type_name: str = "Person", m: str = "open", /, **properties: Any) -> Raw:
    """A record."""
    return {"key": key, "id": id_of(key), "type": type_name, "m": m, "p": properties}


def link(start: str, type_name: str, end: str, m: str = "open", /, **properties: Any) -> Raw:
    """A relationship."""
    return {"id": id_of(f"{start} {type_name} {end} {m}"), "type": type_name, "from": start, "to": end, "m": m, "p": properties}


def world(nodes: Iterable[Raw], links: Iterable[Raw] = (), **parts: Any) -> Raw:
    """A world in which u-reader of NCTV was given case C1: to see, and to read what is basic and identity."""
    reader = {
        "key": "u-reader", "name": "Reader", "org": "NCTV", "roles": [], "clearance": {"VIRBI": "STG_C"}, "clearanceUntil": "2027-01-01",
        "systems": ["PROTECTION"], "compartments": [], "teams": [],
    }  # fmt: skip
    grant = {
        "key": "g-reader", "grantor": "POL", "granted_by": "u-giver", "grantee": "user:u-reader", "scope": ["C1"], "actions": ["see", "read"],
        "field_classes": ["basic", "identity"], "level_ceiling": "STG_C", "purposes": ["ASSESS"], "legal_basis": "PW-12", "necessity": "x",
        "not_before": "2026-01-01T00:00:00Z", "expires": "2026-12-31T00:00:00Z", "review_due": "2026-12-31T00:00:00Z", "approvals": [],
        "history": [{"at": "2026-01-01T00:00:00Z", "state": "ACTIVE"}],
    }  # fmt: skip
    return {
        "now": "2026-03-16T09:00:00Z",
        "purposes": {"ASSESS": "x", "OTHER": "x"},
        "regimes": {"OPEN": {"AUTHORITY": ["ASSESS"], "POLICE": ["ASSESS"]}},
        "closed_regimes": ["SHUT"],
        "admitted_systems": ["PROTECTION"],
        "cases": {},
        "teams": {},
        "organisations": [
            {"code": "NCTV", "name": "n", "recipient": "AUTHORITY"},
            {"code": "POL", "name": "p", "recipient": "POLICE"},
            {"code": "KMAR", "name": "k", "recipient": "POLICE"},
        ],
        "markings": {"open": OPEN, "hidden": OPEN | {"releasable_to": [], "scopes": ["C9"]}},
        "users": [reader, reader | {"key": "u-other", "org": "POL"}],
        "grants": [grant],
        "forbids": [],
        "nodes": list(nodes),
        "relationships": list(links),
    } | parts


PAGE = "pageInfo { hasNextPage endCursor }"


def questions(*keys: str) -> list[Question]:
    """Everything that can be asked about these records, of the kinds that answers have."""
    near = "kin: relatedTo(first: 2) { edges { cursor id kind node { id } } " + PAGE + " }"
    near += (
        " kinOf: relatedToOf(first: 2) { edges { id node { id } } " + PAGE + " } same: sameAs(first: 5) { edges { node { id } } }"
    )
    lists = " ".join(
        f"{plural}(first: 3) {{ edges {{ cursor node {{ id {' '.join(TYPES[kind])} }} }} {PAGE} }}"
        for plural, kind in PLURALS.items()
    )
    asked: list[Question] = [(f"{{ {lists} }}", {})]
    for key in keys:
        about = {"i": id_of(key)}
        asked += [
            (f"query($i: ID!) {{ node(id: $i) {{ id __typename ... on Person {{ displayName aliases {near} }} }} }}", about),
            (
                "query($i: ID!) { entity(id: $i) { isComplete records { id } properties { name isContested claims { values record originator reliability credibility } } } }",
                about,
            ),
            ("query($i: ID!) { neighbourhood(id: $i, radius: 3, limit: 4) { isComplete records { id } } }", about),
            ("query($i: ID!) { timeline(id: $i, limit: 4) { isComplete entries { at what statement record { id } } } }", about),
        ]
        asked += [
            ("query($i: ID!, $j: ID!) { paths(from: $i, to: $j, maxHops: 8) { hops nodes { id } } }", about | {"j": id_of(other)})
            for other in keys
            if other != key
        ]
    return asked


async def observe(installation: Installation, asked: Sequence[Question], asker: Asker = READER) -> list[Observed]:
    """All that is observed of these questions in the world that is loaded."""
    return [await installation.ask(asker, text, variables) for text, variables in asked]


async def assert_same(
    installation: Installation, one: Raw, other: Raw, asked: Sequence[Question], asker: Asker = READER
) -> list[Observed]:
    """Two worlds with one view give the same bytes, headers and status; and those are not all empty or refused."""
    views = [View(each, asker.who, asker.purpose, asker.at).content() for each in (one, other)]
    assert views[0] == views[1], "the two worlds do not have the same view: the test proves nothing"
    await installation.load(one)
    before = await observe(installation, asked, asker)
    await installation.load(other, bumps=2)
    assert await observe(installation, asked, asker) == before
    assert any(seen.status == 200 for seen in before)
    return before
