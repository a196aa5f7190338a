"""`./kring prove --graphql`: compiled answers against ordinary execution, on as many random operations as one likes."""

from collections import Counter
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.api.agreement import SCHEMA, InMemory, agree
from tests.api.graph import Graph
from tests.api.operations import ROOTS, operations

OF_ONE_GRAPH = 500
"""Operations that are asked of one graph, before another is made."""


def prove(cases: int, first: int, done: Callable[[int], None], roots: tuple[str, ...] = ROOTS) -> Counter[str]:
    """Ask; `done` is told how many cases there were. What became of them, by name. Raises AssertionError with the smallest case."""
    outcomes: Counter[str] = Counter()
    for begun in range(0, cases, OF_ONE_GRAPH):
        graph = Graph(first + begun)
        _of(graph, first + begun, min(OF_ONE_GRAPH, cases - begun), outcomes, roots)
        done(min(cases, begun + OF_ONE_GRAPH))
    return outcomes


def _of(graph: Graph, number: int, cases: int, outcomes: Counter[str], roots: tuple[str, ...]) -> None:
    asked, answers = operations(SCHEMA, [node.id for node in graph.nodes], roots), InMemory(graph)

    @seed(number)
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(asked)
    def each(operation: tuple[str, dict[str, object], bool]) -> None:
        outcomes[agree(graph, answers, operation)] += 1

    each()
