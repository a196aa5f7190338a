"""Committed texts that must stay what they are. `KRING_UPDATE_GOLDEN=1 ./kring test ...` writes them anew, for a review to see."""

import os
from pathlib import Path


def unchanged(path: Path, text: str) -> None:
    """Assert that a file holds this text."""
    if os.environ.get("KRING_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert path.exists(), f"{path.name} is not there"
    assert path.read_text() == text, f"{path.name} is not what is made now"
