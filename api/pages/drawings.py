"""Drawings of the types, each on a field of 24 by 24, and a path put in words. As in the explorer; a test compares them."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

DRAWINGS: dict[str, str] = json.loads((Path(__file__).parent / "drawings.json").read_text())
ARROWS = {True: "→", False: "←"}


def drawing(kind: str) -> str:
    """The drawing of a type as the commands of a path."""
    return DRAWINGS[kind]


def in_words(steps: Sequence[Mapping[str, Any]], t: Callable[[str], str]) -> str:
    """A path for whoever hears it: what opens a step stands behind it, in the words of a catalogue."""
    return " ".join(_said(step, t(f"by.{step['by']}")) for step in steps)


def _said(step: Mapping[str, Any], opened: str) -> str:
    said = f"{step['type']} ({opened})"
    if step["forwards"] is None:
        return said
    arrow = ARROWS[step["forwards"]]
    return f"{arrow} {said} {arrow}"
