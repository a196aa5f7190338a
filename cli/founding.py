"""The first content of a demo: the invented world and open threat data, loaded once.

A founding that was cut off goes on with the same ids.
"""

import hmac
from collections.abc import Callable
from itertools import count
from pathlib import Path

from api.parts import Parts
from graph_model.installation import claim, finish
from graph_model.local.private import kept_secret
from loaders.scenario.world import read_world
from loaders.stix.open_data import load_open_data, with_open_data


async def found_demo(parts: Parts, home: Path) -> None:
    """Load the world where it is not there whole. Raises StoreClaimed when the store is somebody else's."""
    seed = kept_secret(home / "world.key")
    if (await claim(parts.store, "demo", _drawn(seed, "founder"))).is_founded:
        return
    world = read_world(make_id=ids_of(seed))
    await parts.guard.intake.found(with_open_data(world.register), world.nodes, world.relationships)
    await parts.guard.oversight.adopt(world.ledger)
    await load_open_data(parts.guard, home / "loads")
    await finish(parts.store)


def ids_of(seed: bytes) -> Callable[[], str]:
    """Ids that are random to whoever lacks the seed, and the same in each try of one home: a repeat has one effect."""
    numbers = count()
    return lambda: _drawn(seed, f"id {next(numbers)}")


def _drawn(seed: bytes, label: str) -> str:
    return hmac.digest(seed, label.encode(), "sha256").hex()[:32]
