"""Every mutant of the policies makes the decision differ from the reference's, or is argued for by name."""

import pytest

from tests.properties.policy_faults import ARGUED, Mutant, decided_otherwise, mutants, planted

SEEDS = 400
"""The rarest mutant, of a part that only break-glass asks, is caught by one world in a hundred."""
TELLING = (0, 12, 19, 24, 13, 15, 29, 100)
"""Worlds in which rare parts decide are asked first; any other would do as well, later."""


def test_the_decision_is_the_references() -> None:
    assert [why for seed in range(25) if (why := decided_otherwise(seed))] == []


@pytest.mark.parametrize("mutant", list(mutants()), ids=str)
def test_a_mutant_is_caught_or_argued_for(mutant: Mutant) -> None:
    with planted(mutant):
        if str(mutant) in ARGUED:
            assert decided_otherwise(0) is None
        else:
            assert any(decided_otherwise(seed) for seed in (*TELLING, *range(SEEDS)))
