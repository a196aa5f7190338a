"""The invented world for whoever loads it again and again: read once a process, since nothing of it can change."""

from functools import cache

from loaders.scenario.world import World, read_world


@cache
def invented_world() -> World:
    """The scenario as far as its own time, with the same ids each time."""
    return read_world()
