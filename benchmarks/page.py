"""The page of benchmarks: each command writes its own part of it, and leaves what the others wrote."""

from pathlib import Path

ANALYSES = "\n## Analyses\n\n"
"""Where the part of `bench analysis` begins; it is the last."""


def write_api(page: Path, text: str) -> None:
    """All but the analyses."""
    _, heading, rest = _parts(page)
    page.write_text(text + heading + rest)


def write_analyses(page: Path, text: str) -> None:
    """The analyses, and nothing else."""
    before, _, _ = _parts(page)
    page.write_text(before + ANALYSES + text)


def _parts(page: Path) -> tuple[str, str, str]:
    return (page.read_text() if page.exists() else "").partition(ANALYSES)
