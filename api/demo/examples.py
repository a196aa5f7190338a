"""The questions that GraphiQL opens with: the project's own example documents, one a tab."""

from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "examples"
OPENED = ("reports", "one-van-in-two-files", "emmerpad", "one-judge-four-statements")
JUDGE, JOURNALIST = {"search": "Ilse", "originator": "POL"}, {"search": "Çağla", "originator": "POL"}
FILLED: dict[str, dict[str, dict[str, str]]] = {
    "one-van-in-two-files": {"from": JUDGE, "to": JOURNALIST},
    "one-judge-four-statements": {"id": JUDGE},
}
"""Variables that the page fills with the id of a record that its user can find; whoever cannot find it keeps what stands there."""


def examples() -> list[dict[str, Any]]:
    """Each with its document and which of its variables are to be filled."""
    return [{"name": name, "query": (FOLDER / f"{name}.graphql").read_text(), "filled": FILLED.get(name, {})} for name in OPENED]
