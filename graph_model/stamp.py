"""What every file says of itself: the highest marking in it, who took it, for what and when. As data, and in words. Pure."""

from collections.abc import Sequence
from typing import Any

from graph_model.leaving import Leaving, Taken
from graph_model.marking import LEVELS

_COLUMNS = {
    "exportedBy": "exported_by",
    "purpose": "purpose",
    "exportedAt": "exported_at",
    "keepUntil": "keep_until",
    "rights": "rights",
    "asKnownOn": "as_known_on",
}


def said_of(statements: Sequence[Leaving], taken: Taken) -> dict[str, Any]:
    """The stamp of a file that holds these statements, at least one. What there is none of is not in it."""
    markings = [one.marking for one in statements]
    said = {
        "level": max((marking["level"] for marking in markings), key=LEVELS.index),
        "compartments": _all(markings, "compartments"),
        "handling": _all(markings, "handling"),
        "exported_by": f"{taken.name} ({taken.organisation})",
        "purpose": taken.purpose,
        "exported_at": taken.at,
        "keep_until": taken.until,
        "rights": taken.rights,
        "as_known_on": taken.as_known,
    }
    return {name: value for name, value in said.items() if value not in (None, [])}


def columns_of(said: dict[str, Any]) -> dict[str, str | None]:
    """A stamp as the columns of a table, or the data of a graph; None where there is none."""
    return {"fileMarking": _level_in(said)} | {column: said.get(part) for column, part in _COLUMNS.items()}


def words_of(said: dict[str, Any]) -> str:
    """A stamp in one line, but for the digest of the rights, which no reader knows."""
    parts = [
        f"Exported by {said['exported_by']} for {said['purpose']} at {said['exported_at']}",
        f"highest marking {_level_in(said)}",
    ]
    parts += [f"to be kept until {said['keep_until']}"]
    parts += [f"obligations {', '.join(said['handling'])}"] if "handling" in said else []
    parts += [f"as known on {said['as_known_on']}"] if "as_known_on" in said else []
    return "; ".join(parts)


def _level_in(said: dict[str, Any]) -> str:
    return " ".join([said["level"], *said.get("compartments", ())])


def _all(markings: Sequence[dict[str, Any]], part: str) -> list[str]:
    return sorted({code for marking in markings for code in marking[part]})
