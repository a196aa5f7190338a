"""With open threat data in the graph, every step of every story still sees exactly what the plain reference says."""

import json
from functools import partial
from pathlib import Path

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.guard import Asked, Guard
from graph_model.instant import parse
from graph_model.store import Store
from loaders.scenario.world import read_world
from loaders.stix.open_data import load_open_data, with_open_data
from tests.access_policies.questions import ASKABLE, ask, handles
from tests.answers import rendered
from tests.invented import invented_raw

RAW = invented_raw()


async def test_every_step_sees_what_it_saw_without(store: Store, tmp_path: Path) -> None:
    world = read_world(whole_history=True)
    # Loaded before the first step of any story, so that no step is spared it by its date.
    clock = SetClock(parse("2026-02-01T00:00:00Z"))
    guard = Guard(store, clock, AuditLog(tmp_path / "audit" / "audit"))
    await guard.intake.found(with_open_data(world.register), world.nodes, world.relationships)
    assert await load_open_data(guard, tmp_path / "loads") is not None
    asked = 0
    for story in RAW["stories"]:
        for number, step in enumerate(story["steps"], 1):
            question = step["query"]
            if question["op"] not in ASKABLE:
                continue
            clock.set(parse(step["at"]))
            query, parameters = ask(question, world.ids, RAW["cases"])
            who = Asked(step["who"], step["purpose"], "story")
            released = await guard.reading.read(who, query, parameters, partial(rendered, query))
            seen = handles(question, json.loads(released.body), world.ids)
            assert seen == (step["sees"] if question["op"] == "paths" else sorted(step["sees"])), f"({story['key']}) {number}"
            asked += 1
    assert asked > 50
