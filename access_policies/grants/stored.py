"""A grant as JSON text, as the graph keeps it, and back. Parts that older texts lack get their defaults."""

import json
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from access_policies.grants.grant import Emergency, Grant, Step
from graph_model.instant import parse, to_text

_LISTS = ("scopes", "actions", "field_classes", "purposes", "conditions")
_INSTANTS = ("not_before", "expires", "review_due")


def to_parts(grant: Grant) -> str:
    """The grant as JSON text; equal grants give equal texts."""
    parts = {name: _plain(getattr(grant, name)) for name in Grant.__slots__}
    parts["history"] = [_step_parts(step) for step in grant.history]
    parts["emergency"] = asdict(grant.emergency) if grant.emergency else None
    return json.dumps(parts, sort_keys=True, ensure_ascii=False)


@lru_cache(maxsize=65_536)
def from_parts(text: str) -> Grant:
    """The grant that was stored. Values never change, so what was read once is kept."""
    parts = json.loads(text)
    for name in _LISTS:
        parts[name] = tuple(parts.get(name, ()))
    for name in _INSTANTS:
        parts[name] = parse(parts[name])
    parts["approvals"] = tuple((organisation, user) for organisation, user in parts["approvals"])
    parts["history"] = tuple(_step(*step) for step in parts["history"])
    if emergency := parts.get("emergency"):
        parts["emergency"] = Emergency(**emergency | {"told": tuple(emergency["told"])})
    return Grant(**parts)


def _plain(value: Any) -> Any:
    return to_text(value) if isinstance(value, datetime) else value


def _step_parts(step: Step) -> list[str | None]:
    return [to_text(step.at), step.state, step.ground, step.by, to_text(step.review_due) if step.review_due else None]


def _step(at: str, state: str, ground: str = "", by: str = "", review_due: str | None = None) -> Step:
    return Step(parse(at), state, ground, by, parse(review_due) if review_due else None)
