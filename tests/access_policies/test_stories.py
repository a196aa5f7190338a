"""Every story step that asks for records gives exactly what the plain reference of the scenario says."""

import json
from functools import partial

from access_policies.guard import Asked
from graph_model.instant import parse
from loaders.scenario.world import read_world
from tests.access_policies.conftest import Installation
from tests.access_policies.questions import ASKABLE, ask, handles
from tests.answers import rendered
from tests.invented import invented_raw

RAW = invented_raw()


async def test_every_step_sees_what_the_reference_sees(installation: Installation) -> None:
    asked = 0
    await installation.guard.directory.register(read_world(whole_history=True).register)
    for story in RAW["stories"]:
        bodies: dict[int, bytes] = {}
        for number, step in enumerate(story["steps"], 1):
            question = step["query"]
            if question["op"] not in ASKABLE:
                continue
            installation.clock.set(parse(step["at"]))
            query, parameters = ask(question, installation.world.ids, RAW["cases"])
            who = Asked(step["who"], step["purpose"], "story")
            released = await installation.guard.reading.read(who, query, parameters, partial(rendered, query))
            bodies[number] = released.body
            seen = handles(question, json.loads(released.body), installation.world.ids)
            expected = step["sees"] if question["op"] == "paths" else sorted(step["sees"])
            assert seen == expected, f"({story['key']}) {number}"
            if same := step.get("same_as_step"):
                assert bodies[same] == released.body, f"({story['key']}) {number} differs from step {same}"
            asked += 1
    assert asked > 50


async def test_loading_the_same_world_twice_changes_nothing(installation: Installation) -> None:
    before = await installation.guard.directory.policy_of("u-noor")
    world = installation.world
    await installation.guard.intake.found(world.register, world.nodes, world.relationships)
    after = await installation.guard.directory.policy_of("u-noor")
    assert (after.grants, after.markings, after.subject) == (before.grants, before.markings, before.subject)
