"""What somebody types is found as it is written: names with marks in them, beginnings with accents, and nothing of it is syntax."""

import pytest

from api.graphql.words import MOST, NOTHING, lucene
from graph_model.local.server import Endpoint
from graph_model.statement import NodeStatement
from graph_model.store import Store
from graph_model.writer import StatementWriter
from tests.graph_model.examples import RECORDED, marking
from tests.wipe import raw

NAMES = (
    "d'Hondt van 's-Gravenhage",
    "Çağla Tegelaar-Öztunç",
    "mail a.b@voorbeeld.nl",
    "AE_412-U",
    "Łukasz Weißmann",
    "Zoë de Wit",
    "O.N.K. 1.5",
)
FIND = """CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()
CALL db.index.fulltext.queryNodes('search_identity', $wanted) YIELD node RETURN node.displayName AS name"""


@pytest.fixture
async def named(store: Store, neo4j: Endpoint) -> Endpoint:
    nodes = [NodeStatement("Person", marking(), RECORDED, {"displayName": name}, f"{n:032x}") for n, name in enumerate(NAMES)]
    await StatementWriter(store).write(nodes, [])
    return neo4j


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("d'Hondt", NAMES[0]), ("d'hon", NAMES[0]), ("D'HONDT graven", NAMES[0]), ("s-gravenhage", NAMES[0]), ("hondt d'", None),
        ("çağ", NAMES[1]), ("cagla ozt", NAMES[1]), ("öztunç", NAMES[1]), ("Tegelaar-Özt", NAMES[1]),
        ("a.b@voorbeeld.nl", NAMES[2]), ("voorbeeld.nl", NAMES[2]), ("a.b@voor", NAMES[2]),
        ("AE_412", NAMES[3]), ("ae_4", NAMES[3]), ("AE_412-U", NAMES[3]),
        ("łuk", NAMES[4]), ("lukasz weissm", NAMES[4]), ("weißm", NAMES[4]),
        ("zoë", NAMES[5]), ("Zoé", NAMES[5]), ("zo wit", None), ("O.N.K", NAMES[6]), ("1.5", NAMES[6]),
    ],
)  # fmt: skip
async def test_a_name_is_found_as_it_is_written(named: Endpoint, text: str, name: str | None) -> None:
    assert [row["name"] for row in raw(named, FIND, wanted=lucene(text))] == ([name] if name else [])


@pytest.mark.parametrize("text", ["", "  ", "!", '+-&|(){}[]^"~*?:\\/', "''", "@._"])
def test_without_a_word_nothing_is_asked_for(text: str) -> None:
    assert lucene(text) == NOTHING


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("de OR mail", "de or mail"), ("NOT zoe", "not zoe"), ("zoe AND wit", "zoe and wit"), ('mail" OR "zoe', "mail or zoe"), ("zo\\", "zo"),
        ("displayName:zoe", "displayName zoe"), ("[a TO z]", "a to z"), ("zoe~2", "zoe 2"), ("d'", "d"), ("'s", "s"), (".a.", "a"), ("a@@b", "a b"),
        ("*", ""), ("z?e", "z e"), ("/z.*/", "z"), ("-zoe", "zoe"), ("zoe^2", "zoe 2"), ("(zoe", "zoe"),
    ],
)  # fmt: skip
async def test_nothing_that_is_typed_is_syntax(named: Endpoint, text: str, plain: str) -> None:
    assert lucene(text) == lucene(plain)
    raw(named, FIND, wanted=lucene(text))


@pytest.mark.parametrize("text", ["x" * 5_000, "x." * 5_000, "x " * 5_000, ("x" * 200 + "'") * 50, "\u202e\u0000x", "𝔘𝔫𝔦", "😀"])
async def test_whatever_is_typed_can_be_asked(named: Endpoint, text: str) -> None:
    assert {row["name"] for row in raw(named, FIND, wanted=lucene(text))} <= set(NAMES)


def test_a_question_is_bounded() -> None:
    assert lucene("a " * 1_000).count("+") == MOST
    assert len(lucene("a." * 10_000)) < 10_000
