"""Every fault planted in the texts that are sent, and in the Python around them, is caught on the real database."""

import pytest

from tests.properties.hunt import hunt, suspects
from tests.properties.installation import Installation

SEEDS = (3, 47, 24, 17, 73, 44, 5, 0, 50, 75, 79, 1895)
"""Worlds that catch them all; `./kring prove --faults` tries others."""


@pytest.mark.timeout(1_200)
async def test_every_planted_fault_is_caught(installation: Installation) -> None:
    wanted = suspects()
    assert len(wanted) > 30
    await hunt(installation, wanted, SEEDS, asked=40)
    print("\n".join(f"{'caught' if suspect.caught else 'MISSED'} {suspect.name}: {suspect.caught[:100]}" for suspect in wanted))
    assert [suspect.name for suspect in wanted if suspect.at_large] == []
