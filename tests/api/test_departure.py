"""The times at which answers leave: few, and no earlier than the work is done."""

from hypothesis import given
from hypothesis import strategies as st

from api.http.departure import FIRST, Departures, due
from api.http.patience import DEADLINE

SECONDS = st.floats(0, DEADLINE)


@given(SECONDS)
def test_an_answer_leaves_at_a_time_after_its_work_and_before_twice_that(taken: float) -> None:
    leaves = due(taken)
    assert leaves in [FIRST * 2**step for step in range(9)]
    assert taken <= leaves < max(2 * taken, FIRST + 1e-9)


@given(st.floats(0, FIRST), st.floats(0, FIRST))
def test_answers_that_are_ready_by_the_first_time_cannot_be_told_apart(one: float, other: float) -> None:
    assert due(one) == due(other) == FIRST


@given(SECONDS, SECONDS)
def test_more_work_never_leaves_earlier(one: float, other: float) -> None:
    assert due(min(one, other)) <= due(max(one, other))


async def test_a_departure_waits_from_the_end_of_its_question_to_its_time() -> None:
    clock, slept = iter([0.0, 10.0, 10.03]), []

    async def sleep(seconds: float) -> None:
        slept.append(round(seconds, 6))

    departure = Departures(FIRST, lambda: next(clock), sleep).departure()
    departure.asked()
    await departure.wait()
    assert slept == [0.02]
