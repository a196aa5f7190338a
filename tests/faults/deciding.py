"""The tool that works decisions out again, as a module; and every way of changing one value of a JSON document."""

import copy
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify_decision.py"
_SPEC = importlib.util.spec_from_file_location("verify_decision", TOOL)
assert _SPEC is not None
assert _SPEC.loader is not None
verify_decision: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(verify_decision)


def changed(document: Any) -> Iterator[tuple[str, Any]]:
    """(place, document with another value there) for each value in it, and for each member that is left out."""
    for place in _places(document):
        *before, last = place
        other = copy.deepcopy(document)
        holder = other
        for step in before:
            holder = holder[step]
        holder[last] = _another(holder[last])
        yield "/".join(map(str, place)), other
        if isinstance(holder, dict):
            less = copy.deepcopy(other)
            holder = less
            for step in before:
                holder = holder[step]
            del holder[last]
            yield f"{'/'.join(map(str, place))} left out", less


def _places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    members: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = False
    for name, each in members:
        found = True
        yield from _places(each, (*before, name))
    if not found and before:
        yield before


def _another(value: Any) -> Any:
    """Another value of the same kind: of a text, one character in the middle."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str) and value:
        place = len(value) // 2
        return value[:place] + ("a" if value[place] != "a" else "b") + value[place + 1 :]
    return "x"
