"""How much the time of an answer tells about hidden data (access-model.md 9.8): the same question, more and more that is hidden.

Questions are asked in random order in one run; the two probes with nothing hidden are the null control: what they
differ by is noise.
"""

import random
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from api.http.departure import due
from benchmarks.hidden_world import HIDDEN

Question = Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Timing:
    """One probe of one form of question: medians in milliseconds, and the share of its runs that beat a run of the control.

    A share of 0.5 cannot be told from the control; 0 or 1 always can (the effect size of Mann and Whitney's test).
    `share` is of the work, `share_leaving` of the times at which the answers leave, which are all that a caller can observe.
    """

    form: str
    hidden: int
    median: float
    over_control: float
    share: float
    share_leaving: float


async def timings(forms: Mapping[str, list[Question]], rounds: int, seed: int = 1) -> list[Timing]:
    """Measure every form; each has a question for each number in HIDDEN.

    Raises ValueError when the answers of a form differ in length.
    """
    chance = random.Random(seed)  # noqa: S311  # the order only has to be mixed
    taken: dict[tuple[str, int], list[float]] = {}
    for form, questions in forms.items():
        if len({len(await question()) for question in questions}) > 1:
            raise ValueError(f"{form}: the probes do not show the same, so their times cannot be compared")
    asked = [(form, place) for form, questions in forms.items() for place in range(len(questions))]
    for _ in range(rounds):
        chance.shuffle(asked)
        for form, place in asked:
            started = time.perf_counter()
            await forms[form][place]()
            taken.setdefault((form, place), []).append((time.perf_counter() - started) * 1000)
    return [_timing(form, place, taken) for form in forms for place in range(len(forms[form]))]


def _timing(form: str, place: int, taken: Mapping[tuple[str, int], list[float]]) -> Timing:
    control, own = taken[form, 0], taken[form, place]
    median = statistics.median(own)
    leaving = _share([due(one / 1000) for one in own], [due(one / 1000) for one in control])
    return Timing(form, HIDDEN[place], median, median - statistics.median(control), _share(own, control), leaving)


def _share(own: Sequence[float], control: Sequence[float]) -> float:
    slower = sum(one > other for one in own for other in control) + 0.5 * sum(one == other for one in own for other in control)
    return slower / (len(own) * len(control))
