"""Values of STIX properties as values of ours, by the rules of the mapping table. Pure."""

import json
from typing import Any

from graph_model.errors import ModelError
from graph_model.instant import parse, to_text
from graph_model.ontology import Property
from graph_model.statement import Value
from loaders.stix.confidence import credibility_of


def mapped(rule: str | dict[str, list[str]], raw: dict[str, Any], declared: Property) -> Value | None:
    """The value of one property of ours; None when none of theirs is there."""
    if isinstance(rule, str):
        return fitting(raw.get(rule), declared)
    ((how, names),) = rule.items()
    there = [raw[name] for name in names if raw.get(name) is not None]
    match how:
        case "first":
            return fitting(there[0], declared) if there else None
        case "digit":
            return credibility_of(there[0]) if there else None
        case "join":
            return "\n\n".join(_text(one) for one in there) or None
        case _:
            return ", ".join(_text(one) for one in there) if len(there) == len(names) else None


def fitting(value: Any, declared: Property) -> Value | None:
    """The value in the kind that our property has; texts are made of anything."""
    if value is None:
        return None
    match declared.kind:
        case "texts":
            return [_text(one) for one in value] if isinstance(value, list) else [_text(value)]
        case "text":
            return _text(value)
        case "date" | "instant":
            return instant(value)
        case "integer":
            return value if isinstance(value, int) and not isinstance(value, bool) else None
        case _:
            raise ModelError(f"mapping: nothing becomes a {declared.kind} yet")


def instant(value: Any) -> str | None:
    """A date of the format in our form; None for none. Dates were judged before."""
    return None if value is None else to_text(parse(str(value)))


def as_json(properties: dict[str, Any]) -> str | None:
    """What `attributes` holds: JSON with its names in order; None when there is nothing."""
    return json.dumps(properties, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if properties else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
