"""Plans: made once for everybody, with nothing of anybody in them."""

import gc
from types import ModuleType
from typing import Any

import pytest

from api.graphql import answering
from api.graphql.cache import WeightedCache
from api.graphql.cursors import CursorSeal
from tests.api.rooms import KEY, SEAL, planned, planning_room, refusal

DOCUMENT = """
query($id: ID!, $text: String!, $n: Int = 3, $after: String, $types: [RecordType!], $full: Boolean! = false, $radius: Int! = 2) {
  node(id: $id) { id ... on Person { displayName @include(if: $full) relatedTo(first: $n, after: $after, types: $types) { edges { cursor } } } }
  search(text: $text, first: $n) { edges { node { id } } }
  neighbourhood(id: $id, radius: $radius) { records { id } }
}
"""


def _reachable(root: object) -> list[str]:
    """Every text that can be reached from an object, modules and classes left aside."""
    seen: set[int] = set()
    texts: list[str] = []
    waiting = [root]
    while waiting:
        found = waiting.pop()
        if id(found) in seen or isinstance(found, ModuleType | type):
            continue
        seen.add(id(found))
        if isinstance(found, str):
            texts.append(found)
        waiting += [member for member in gc.get_referents(found) if not _is_globals(member)]
    return texts


def _is_globals(member: object) -> bool:
    return isinstance(member, dict) and "__builtins__" in member and "__name__" in member


def test_two_callers_share_one_plan_and_nothing_of_either_is_in_it() -> None:
    room = planning_room()
    asked: list[Any] = []
    for who in ("u-canary-one", "u-canary-two"):
        seal = CursorSeal(KEY, who)
        after = seal.place("RELATED_TO True", seal.prefix("RELATED_TO True") + f"canary-after-{who}")
        given = {"id": f"canary-id-{who}", "text": f"canarytext{who[-3:]}", "n": 7, "after": seal.prefix("RELATED_TO True") + after}
        asked.append(planned(room, DOCUMENT, given, seal))
    assert asked[0].query is asked[1].query
    assert asked[0].parameters != asked[1].parameters
    texts = _reachable([room._operations, room._plans])
    assert DOCUMENT in texts, "the walk reaches what is kept"
    assert not [text for text in texts if "canary" in text]


def test_only_what_changes_the_text_makes_another_plan() -> None:
    room = planning_room()
    base = {"id": "a", "text": "b"}
    first = planned(room, DOCUMENT, base).query
    for same in (
        {"id": "c"},
        {"text": ""},
        {"n": 100},
        {"types": ["Person"]},
        {"types": []},
        {"types": None},
        {"full": False},
        {"radius": 2},
    ):
        assert planned(room, DOCUMENT, base | same).query is first, same
    for other in ({"full": True}, {"radius": 3}):
        assert planned(room, DOCUMENT, base | other).query is not first, other


def test_what_is_refused_is_kept_by_its_code_and_refused_again() -> None:
    room = planning_room()
    for document in (
        "{ nothing }",
        "{",
        "{ persons(first: 0) { edges { cursor } } }",
        "{ neighbourhood(id: 1, radius: 9) { records { id } } }",
    ):
        assert refusal(room, document) == refusal(room, document) != ""


def test_the_caches_hold_no_more_than_their_weight() -> None:
    room = planning_room()
    room._operations.capacity = room._plans.capacity = 500
    for number in range(200):
        planned(room, f"{{ a{number}: __typename }}")
    assert room._operations.weight <= 500
    assert 0 < len(room._operations) < 200
    assert planned(room, "{ a0: __typename }").cost == 0


def test_a_value_that_weighs_too_much_is_not_kept_and_the_oldest_goes_first() -> None:
    cache: WeightedCache[str, int] = WeightedCache(30)
    cache.put("heavy", 0, 4)
    for number in range(15):
        cache.put(f"k{number}", number, 3)
        cache.get("k0")
    assert cache.get("heavy") is None
    assert cache.weight == 30
    assert [cache.get(f"k{number}") for number in (0, 1, 14)] == [0, None, 14]


def test_a_variable_of_too_many_fields_is_refused_before_anything_is_made_or_kept_of_it() -> None:
    room = planning_room()
    document = "query($w: PersonFilter) { persons(first: 1, where: $w) { totalCount } }"
    one = {"displayName": {"isNull": True}}
    for size, code in ((50, ""), (333, "DOCUMENT_TOO_LARGE"), (334, "DOCUMENT_TOO_LARGE")):
        assert refusal(room, document, {"w": {"or": [one] * size}}) == code
    assert len(room._plans) == 2, "what is over MOST_FIELDS (1 + 3 a member) was not even planned"
    assert room._plans.weight == (1 + 151 // 50) + (1 + 1_000 // 50), "a large shape weighs more"
    assert refusal(room, document, {"w": {"displayName": {"in": ["x"] * 100}}}) == ""


def test_a_room_keeps_a_bounded_number_of_plans() -> None:
    assert planning_room()._plans.capacity == answering.CACHED_PLANS


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"n": None}, "BAD_ARGUMENT"), ({"full": None}, "BAD_VARIABLES"), ({"radius": None}, "BAD_VARIABLES"), ({"n": 0}, "BAD_ARGUMENT"),
        ({"n": 101}, "BAD_ARGUMENT"), ({"radius": 0}, "BAD_ARGUMENT"), ({"radius": 4}, "BAD_ARGUMENT"), ({"after": "x.y"}, "BAD_CURSOR"),
        ({"types": ["Nothing"]}, "BAD_VARIABLES"), ({"types": [None]}, "BAD_VARIABLES"), ({"n": "3"}, "BAD_VARIABLES"),
        ({"n": 2**40}, "BAD_VARIABLES"), ({"id": {}}, "BAD_VARIABLES"), ({"text": None}, "BAD_VARIABLES"),
        ({"types": "Person"}, ""), ({"id": 7}, ""), ({"unknown": [[[]]]}, ""), ({"after": None}, ""), ({"types": None}, ""),
    ],
)  # fmt: skip
def test_variables_are_coerced_as_the_specification_says(given: dict[str, Any], code: str) -> None:
    assert refusal(planning_room(), DOCUMENT, {"id": "a", "text": "b"} | given) == code


def test_types_left_out_or_null_are_all_and_an_empty_list_is_none() -> None:
    room = planning_room()
    query = 'query($t: [RecordType!]) { search(text: "a", first: 1, types: $t) { edges { cursor } } }'
    kept = [planned(room, query, given).parameters for given in ({}, {"t": None}, {"t": []}, {"t": "Person"})]
    assert [len(parameters["v3"]) for parameters in kept] == [15, 15, 0, 1]


def test_a_document_without_words_finds_nothing() -> None:
    assert planned(planning_room(), '{ search(text: " -+ ", first: 1) { edges { cursor } } }', {}, SEAL).parameters["v0"] == "-*:*"
