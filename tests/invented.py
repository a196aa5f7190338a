"""The invented world for whoever reads it again and again: read once a process, as values and as its file has it."""

from copy import deepcopy
from functools import cache
from typing import Any

import yaml

from loaders.scenario.world import WORLD, World, read_world


@cache
def invented_world() -> World:
    """The scenario as far as its own time, with the same ids each time: nothing of it can change."""
    return read_world()


def invented_raw() -> dict[str, Any]:
    """The file of the scenario as plain YAML says it, for whoever asks alone: what one changes, nobody else meets."""
    return deepcopy(_read())


@cache
def _read() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.load(WORLD.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return raw
