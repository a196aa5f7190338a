"""Taking a grant away or raising a marking never adds to a view (access-model.md 9, point 4)."""

import json
import random
from collections.abc import Iterator
from typing import Any

import orjson

from tests.oracle.decision import LEVELS, Raw, state
from tests.oracle.table import PLURALS, TYPES
from tests.properties.installation import Installation
from tests.properties.memory import Memory
from tests.properties.strategies import Asker, WorldMaker
from tests.properties.trial import Product, Question, patiently

KIN = {"Person": "relatedTo", "Actor": "linkedTo", "Report": "mentions", "Threat": "targets"}


def census() -> Iterator[str]:
    """Documents that together ask for everything of the commonest types, and for their relationships."""
    for plural, kind in PLURALS.items():
        if kind in KIN:
            kin = f"{KIN[kind]}(first: 100) {{ edges {{ id node {{ id }} }} }}"
            yield f"{{ {plural}(first: 100) {{ edges {{ node {{ id {' '.join(TYPES[kind])} {kin} }} }} }} }}"


def restricted(chance: random.Random, world: Raw, asker: Asker) -> Raw:
    """The world with one right fewer or one marking raised."""
    changed: Raw = orjson.loads(orjson.dumps(world))
    in_force = [grant for grant in changed["grants"] if state(grant, asker.at) == "ACTIVE"]
    if in_force and chance.random() < 0.5:
        grant = chance.choice(in_force)
        what = chance.choice(("all", "scope", "field_classes", "actions", "purposes"))
        if what == "all":
            changed["grants"].remove(grant)
        elif len(grant[what]) > 1:
            grant[what] = chance.sample(grant[what], len(grant[what]) - 1)
        return changed
    marking = changed["markings"][chance.choice(sorted(changed["markings"]))]
    match chance.choice(("level", "compartments", "releasable_to", "purposes", "handling", "regime", "match")):
        case "level":
            marking["level"] = LEVELS[min(LEVELS.index(marking["level"]) + 1, 4)]
        case "compartments":
            marking["compartments"] = ["K1", "K2"]
        case "handling":
            marking["handling"] = [*marking["handling"], "DESTROY_BY:2026-03-01"]
        case "regime":
            marking["regime"] = "SHUT"
        case "match":
            marking["match"] = "SILENT"
        case part:
            marking[part] = marking[part][1:]
    return changed


async def atoms(product: Product, world: Raw, asker: Asker) -> set[tuple[str, str, str]]:
    """All that the asker learns, as (id, name, value)."""
    await product.load(world)
    found: set[tuple[str, str, str]] = set()
    for document in census():
        observed = await patiently(product, asker, Question(document, {}))
        page: Any = next(iter(json.loads(observed.body)["data"].values()))
        for node in (edge["node"] for edge in page["edges"]):
            for name, value in node.items():
                values = value["edges"] if isinstance(value, dict) else [] if value is None else [value]
                found |= {(node["id"], name, json.dumps(each, sort_keys=True)) for each in values}
    return found


async def _assert_monotone(product: Product, seeds: range) -> None:
    shrank = 0
    for seed in seeds:
        maker = WorldMaker(seed)
        world = maker.world()
        asker = maker.asker(world)
        before = await atoms(product, world, asker)
        after = await atoms(product, restricted(maker.rng, world, asker), asker)
        assert after <= before, f"world {seed}: {sorted(after - before)[:3]} was added"
        shrank += after < before
    assert shrank * 4 >= len(seeds), "the restrictions restricted nothing"


async def test_a_right_fewer_never_adds_to_a_view() -> None:
    await _assert_monotone(Memory(), range(120))


async def test_a_right_fewer_never_adds_to_a_view_of_the_database(installation: Installation) -> None:
    await _assert_monotone(installation, range(210, 222))
