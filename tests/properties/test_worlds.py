"""Every case that ever failed is asked again, on the real database: each file of `tests/worlds/` is a story of a leak."""

from tests.properties.installation import Installation
from tests.properties.shrink import WORLDS, read, replayed


async def test_what_was_once_found_is_not_there_any_more(installation: Installation) -> None:
    found = {path.stem: await replayed(installation, read(path)) for path in sorted(WORLDS.glob("*.yaml"))}
    assert {name: finding for name, finding in found.items() if finding is not None} == {}
