"""What a follower is told is what the reference says, in the order of changes; and what is hidden changes nothing of it (L19, L20)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from access_policies.guard import Asked
from access_policies.guard.following.looks import Place
from api.graphql.answering import GraphQL
from api.graphql.subscriptions import SUBSCRIPTION
from api.graphql.subscriptions.change_feed import ChangeFeed
from graph_model.cypher.control_changes import PUT_IN_ORDER
from tests.oracle.decision import Raw, decide, instant
from tests.properties.changes import hidden_changes
from tests.properties.installation import Installation
from tests.properties.strategies import PRESENT, Asker, WorldMaker

SEEDS = (2, 3, 7, 11, 13, 17)
DOCUMENT = "subscription { changes { kind id type at cursor record { id originator recordedAt marking { level } } } }"


def told(world: Raw, asker: Asker) -> dict[str, str]:
    """By the reference: what became of each record that the asker may know of, by its id."""
    user = next(user for user in world["users"] if user["key"] == asker.who)
    found = {}
    for node in world["nodes"]:
        if not decide(world, user, "see", None, world["markings"][node["m"]], asker.purpose, asker.at):
            continue
        is_past = [name in node and (asker.tense == PRESENT or instant(node[name]) <= asker.at) for name in ("rec", "ret")]
        if "rec" not in node or is_past[0] or asker.tense == PRESENT:
            found[node["id"]] = "WITHDRAWN" if is_past[1] else "CREATED"
    return found


def in_order(maker: WorldMaker, shown: Sequence[str], hidden: Sequence[str]) -> Iterator[list[str]]:
    """Transactions: those of shown records are the same whatever is hidden; hidden ones lie in them and between them."""
    waiting = list(hidden)
    maker.rng.shuffle(waiting)
    for start in range(0, len(shown), 3):
        for mixed in (shown[start : start + 3], []):
            taken = [waiting.pop() for _ in range(min(len(waiting), maker.rng.randint(0, 3)))]
            yield [*mixed, *taken]
    yield waiting


async def followed(installation: Installation, asker: Asker) -> list[Any]:
    """All events since the beginning of the order, without their cursors."""
    installation.clock.by_hand, installation.clock.at = asker.tense != PRESENT, asker.at
    room = GraphQL(installation.guard, b"k" * 32, subscription=SUBSCRIPTION)
    asked = Asked(asker.who, asker.purpose, "follow")
    feed = room.feed(asked, DOCUMENT, None, {})
    assert isinstance(feed, ChangeFeed)
    stream = await room.open(asked, replace(feed, place=Place(0, "")))
    events = []
    while found := await stream.look():
        events += [json.loads(event)["data"]["changes"] for event in found]
    for event in events:
        assert feed.events.seal.opened(event.pop("cursor")).id == event["id"]
    return events


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
async def test_events_are_the_references_and_hidden_changes_change_none(installation: Installation, seed: int) -> None:
    maker = WorldMaker(seed)
    world = maker.world()
    asker = maker.asker(world)
    expected = told(world, asker)
    shown = sorted(expected)
    maker.rng.shuffle(shown)
    others = hidden_changes(maker, world, asker)
    seen = []
    for one, bumps in ((world, 0), (others, 2)):
        if told(one, asker) != expected:
            continue  # what was withdrawn long ago is in no view that `hidden_changes` compares, and is told
        await installation.load(one, bumps)
        hidden = [node["id"] for node in one["nodes"] if node["id"] not in expected]
        for ids in in_order(maker, shown, hidden):
            await installation.store.write((PUT_IN_ORDER, {"ids": ids}))
        seen.append(await followed(installation, asker))
    chunks = [sorted(shown[start : start + 3]) for start in range(0, len(shown), 3)]
    assert [event["id"] for event in seen[0]] == [id_ for chunk in chunks for id_ in chunk]
    assert {event["id"]: event["kind"] for event in seen[0]} == expected
    assert [event["record"] is None for event in seen[0]] == [event["kind"] == "WITHDRAWN" for event in seen[0]]
    assert all(events == seen[0] for events in seen)
