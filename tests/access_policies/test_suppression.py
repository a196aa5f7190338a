"""What a table leaves out cannot be told from what it tells, by somebody who knows the total and the rule: every small table is tried."""

from collections import defaultdict
from itertools import product

import pytest

from access_policies.suppression import SMALL, told


@pytest.mark.parametrize("cells, most", [(3, 30), (4, 22), (5, 14)])
def test_a_small_count_may_be_anything_small_for_all_that_is_told(cells: int, most: int) -> None:
    names = [str(place) for place in range(cells)]
    alike: defaultdict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=cells):
        if SMALL <= sum(counts) <= most:
            alike[(*told(dict(zip(names, counts, strict=True))).values(), sum(counts))].append(counts)
    assert len(alike) > cells
    for shown, tables in alike.items():
        for place in range(cells):
            possible = {counts[place] for counts in tables}
            if shown[place] is None and min(possible) < SMALL:
                assert len(possible) >= SMALL, (shown, tables)


@pytest.mark.parametrize(
    "counts, shown",
    [
        ([0, 0, 12], [0, 0, 12]),
        ([5, 6, 7], [5, 6, 7]),
        ([4, 20, 30, 40], [None, None, None, 40]),
        ([0, 4, 20, 30], [None, None, None, None]),
        ([1, 1, 1], [None, None, None]),
        ([4, 9, 9, 9, 50], [None, None, None, None, 50]),
    ],
)
def test_the_least_of_the_rest_go_with_it_and_equals_together(counts: list[int], shown: list[int | None]) -> None:
    assert list(told({str(place): count for place, count in enumerate(counts)}).values()) == shown
