"""What becomes of an attack: a code of the closed list, or a plan whose statement the checker accepts; and what that cost."""

import gc
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from api.graphql.errors import RequestError
from api.http.errors import HttpRefusal
from api.http.request_body import graphql_request
from graph_model.cypher.builder import build
from graph_model.cypher.checker import check
from tests.api.rooms import SEAL, planning_room
from tests.attacks.documents import Attack, attacks, body


@dataclass
class Price:
    """What the attacks of one class came to; times are milliseconds of CPU."""

    outcomes: dict[str, int] = field(default_factory=dict)
    worst: float = 0.0
    total: float = 0.0
    dearest: Attack = ("", {})

    def add(self, outcome: str, milliseconds: float, attack: Attack) -> None:
        """Note one."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
        self.total += milliseconds
        if milliseconds > self.worst:
            self.worst, self.dearest = milliseconds, attack


def judged(seed: int, number: int, done: Callable[[int], None] = lambda _: None) -> dict[str, Price]:
    """Make that many attacks and some more on one room, as bodies of requests. Raises whatever is not on the list of refusals."""
    room, rng = planning_room(), random.Random(seed)
    prices: dict[str, Price] = {}

    def planned(given: bytes) -> str:
        try:
            request = graphql_request(given)
            query = room.plan_of(request.document, request.operation, request.variables, SEAL).query
        except RequestError as refused:
            return refused.code
        except HttpRefusal as refused:
            return refused.code
        check(build(query, as_known=False))
        return "planned"

    planned(b'{"query": "{ persons(first: 1) { totalCount } }"}')
    for place, (name, attack) in enumerate(attacks(seed, number), 1):
        given = body(attack, rng)
        with _uncollected():
            begun = time.process_time()
            outcome = planned(given)
            spent = time.process_time() - begun
        prices.setdefault(name, Price()).add(outcome, spent * 1_000, attack)
        done(min(place, number))
    return prices


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which walks all plans that are kept: no price of the attack that it happens to meet."""
    gc.disable()
    yield
    gc.enable()
