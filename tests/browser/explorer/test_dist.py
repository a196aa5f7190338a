"""The committed build is what the sources build: `KRING_UPDATE_GOLDEN=1 ./kring test tests/browser/explorer/test_dist.py` makes it anew."""

import os
import shutil
from pathlib import Path

from api.explorer.files import DIST
from tests.browser.explorer.build import build


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_committed_explorer_is_what_its_sources_build(tmp_path: Path) -> None:
    made = build(tmp_path / "dist")
    if os.environ.get("KRING_UPDATE_GOLDEN"):
        shutil.rmtree(DIST, ignore_errors=True)
        shutil.copytree(made, DIST)
    assert _files(made) == _files(DIST)
