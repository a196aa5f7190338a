"""Every case that ever failed is asked again, on the real database: each file of `tests/worlds/` is a story of a leak."""

from pathlib import Path

import pytest

from tests.properties.installation import Installation
from tests.properties.shrink import WORLDS, read, replayed


@pytest.mark.parametrize("path", sorted(WORLDS.glob("*.yaml")), ids=lambda path: path.stem)
async def test_what_was_once_found_is_not_there_any_more(path: Path, installation: Installation) -> None:
    assert await replayed(installation, read(path)) is None
