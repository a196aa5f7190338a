"""`bench timing`: the forms of a question that meet hidden data, asked through the guard, and a table of what time tells."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from access_policies.audit import AuditLog
from access_policies.clock import SystemClock
from access_policies.guard import Asked, Guard
from api.graphql.answering import GraphQL
from benchmarks.hidden_world import ANALYST, LISTED, PURPOSE, WORDS, HiddenWorld, hidden_world
from benchmarks.timing import Question, Timing, timings
from graph_model.local.endpoint import Endpoint
from graph_model.migrations import migrate
from graph_model.ontology import ONTOLOGY
from graph_model.store import Store

_HOP = "query($i: ID!) { node(id: $i) { id ... on Item { mentionsOf(first: 10) { edges { node { id } } } } } }"
_NEAR = "query($i: ID!) { neighbourhood(id: $i, radius: 1) { records { id } } }"
_ENTITY = "query($i: ID!) { entity(id: $i) { records { id } } }"
_PATHS = "query($i: ID!, $j: ID!) { paths(from: $i, to: $j, maxHops: 3) { hops } }"
_SEARCH = "query($t: String!) { search(text: $t, first: 10) { edges { node { id } } } }"
_NOBODY = "0" * 32


async def measured(endpoint: Endpoint, folder: Path, rounds: int) -> list[Timing]:
    """Found the hidden world in an empty database and measure every form in it."""
    store = Store(endpoint.uri, endpoint.user, endpoint.password)
    audit = AuditLog(folder / "audit" / "timing")
    try:
        await migrate(store)
        guard, world = Guard(store, SystemClock(), audit), hidden_world()
        await guard.intake.found(world.register, world.nodes, world.relationships)
        return await timings(_forms(GraphQL(guard, b"k" * 32), world), rounds)
    finally:
        await store.close()
        audit.close()


def _forms(room: GraphQL, world: HiddenWorld) -> dict[str, list[Question]]:
    asked = Asked(ANALYST, PURPOSE, "timing")

    def question(document: str, **variables: Any) -> Question:
        async def ask() -> bytes:
            return (await room.answer(asked, document, None, variables)).body

        return ask

    plurals = [ONTOLOGY.types[name].plural for name in LISTED]
    return {
        "hop": [question(_HOP, i=hub) for hub in world.hubs],
        "neighbourhood": [question(_NEAR, i=hub) for hub in world.hubs],
        "entity": [question(_ENTITY, i=hub) for hub in world.hubs],
        "paths": [question(_PATHS, i=hub, j=_NOBODY) for hub in world.hubs],
        "list": [question(f"{{ x: {plural}(first: 10) {{ edges {{ node {{ id }} }} }} }}") for plural in plurals],
        "search": [question(_SEARCH, t=word) for word in WORDS],
    }


def table(found: Sequence[Timing]) -> str:
    """What was measured, a row a probe; the first two rows of a form have nothing hidden."""
    head = ["form", "hidden", "median ms", "over the control ms", "share slower", "share leaving later"]
    rows = [head, ["---"] * len(head)]
    for t in found:
        shown = [f"{t.median:.2f}", f"{t.over_control:+.2f}", f"{t.share:.2f}", f"{t.share_leaving:.2f}"]
        rows.append([t.form, f"{t.hidden:,}", *shown])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
