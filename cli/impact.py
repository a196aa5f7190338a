"""The impact of a change of policies as a comment for its review, and whether a comment that somebody wrote states it."""

import re
from collections.abc import Iterable
from difflib import unified_diff
from typing import Any

BEGIN, END = "<!-- kring impact -->", "<!-- end of kring impact -->"
_BLOCK = re.compile(rf"{BEGIN}\n.*?{END}", re.DOTALL)


def comment(trial: dict[str, Any]) -> str:
    """A trial in Markdown; equal trials give equal texts."""
    moved = sorted(trial["moved"], key=lambda one: (one["user"], one["purpose"]))
    head = f"Policies `{trial['before']}` -> `{trial['after']}`: {len(moved)} of {trial['asked']} users and purposes change."
    return "\n".join([BEGIN, "### Whom this change of policy moves", "", head, *_table(moved), END, ""])


def unlike(stated: str, trial: dict[str, Any]) -> list[str]:
    """The lines in which a text states another impact than this one; none when it states exactly this, with words around it."""
    blocks = _BLOCK.findall("\n".join(line.rstrip() for line in stated.splitlines()))
    if len(blocks) != 1:
        return ["it states no impact" if not blocks else "it states several impacts"]
    computed = comment(trial).rstrip("\n").split("\n")
    return list(unified_diff(blocks[0].split("\n"), computed, "stated", "computed", lineterm="", n=0))


def _table(moved: list[dict[str, Any]]) -> list[str]:
    if not moved:
        return ["", "Nobody gains or loses anything.", ""]
    cells = ([one["user"], one["organisation"], one["purpose"], _counts(one["gains"]), _counts(one["loses"])] for one in moved)
    rows = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]
    return ["", "| user | organisation | purpose | gains | loses |", "|---|---|---|---|---|", *rows, ""]


def _counts(counts: Iterable[dict[str, Any]]) -> str:
    """Numbers of policy classes by action."""
    return ", ".join(f"{one['number']} {one['name']}" for one in sorted(counts, key=lambda one: str(one["name"]))) or "-"
