"""The marking of a class is read once, however many statements carry it, and is one and the same value in each of them."""

from typing import Any

from graph_model.cypher.leaving import briefly, wholly
from graph_model.cypher.whole_view import Most
from tests.graph_model.examples import marking

RECORDED = "2026-01-01T00:00:00.000Z"


class Read(dict[str, dict[str, Any]]):
    """Markings by their class, and which were read."""

    def __init__(self) -> None:
        super().__init__({str(pc): marking().to_parts() for pc in (3, 4)})
        self.classes: list[str] = []

    def __getitem__(self, pc: str) -> dict[str, Any]:
        self.classes.append(pc)
        return super().__getitem__(pc)


def test_a_marking_is_read_once_for_its_class() -> None:
    records = [[f"{n:032x}", 3 + n % 2, "Person", RECORDED, "POL", None] for n in range(6)]
    links = [[f"{9 - n:032x}", 3, "RELATED_TO", RECORDED, "POL", records[0][0], records[n][0]] for n in range(2)]
    known = Read()
    statements, _, _ = briefly([records, links], known, Most(10, 10))
    assert sorted(known.classes) == ["3", "4"]
    assert len(statements) == 8
    assert len({id(one.marking) for one in statements}) == 2


def test_what_is_read_whole_reads_its_markings_once_too() -> None:
    known = Read()
    assert wholly([[], []], known).statements == ()
    links = [[f"{n:032x}", 3, "RELATED_TO", RECORDED, "POL", "a", "b", *[None] * 2] for n in range(5)]
    assert len({id(one.marking) for one in wholly([[], links], known).statements}) == 1
    assert known.classes == ["3"]
