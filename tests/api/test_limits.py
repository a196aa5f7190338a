"""Limits: each holds exactly where it says, and no document of 64 KiB gets an answer that is not on the list."""

import re

import pytest

from api.graphql import limits
from graph_model.ontology import ONTOLOGY
from tests.api.rooms import planning_room, refusal

LARGE, INVALID, UNPARSED = "DOCUMENT_TOO_LARGE", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"
PROPERTIES = " ".join(f"... on {name} {{ {' '.join(p.name for p in t.properties)} }}" for name, t in ONTOLOGY.types.items())


def _hops(depth: int, leaf: str = "id") -> str:
    """A person's relations, `depth` sets of fields below the operation's own; a hop is three."""
    text = leaf
    for level in range(depth, 0, -1):
        field = ("linkedTo(first: 1)", "edges", "node")[(level - 1) % 3]
        text = f"{field} {{ {'... on Person { ' + text + ' }' if field == 'node' and 'linkedTo' in text[:10] else text} }}"
    return f"{{ persons(first: 1) {text.removeprefix('linkedTo(first: 1)')} }}"


def _chain(fragments: int) -> str:
    """Fragments one inside the other, each a hop long: three sets of fields."""
    parts = [f"fragment f{n} on Person {{ linkedTo(first: 1) {{ edges {{ node {{ ...f{n + 1} }} }} }} }}" for n in range(fragments)]
    return "{ node(id: 1) { ...f0 } } " + " ".join(parts) + f" fragment f{fragments} on Person {{ id }}"


EXACT = {
    "bytes": (lambda n: "{__typename}" + " " * (n - 12), limits.BYTES),
    "bytes of two": (lambda n: "{__typename}#" + "é" * ((n - 13) // 2) + "e" * ((n - 13) % 2), limits.BYTES),
    "nesting": (_hops, limits.NESTING),
    "fragments": (lambda n: "{ " + "...f " * (n - 1) + "} fragment f on Query { __typename }", limits.FRAGMENTS),
    "aliases": (lambda n: "{ " + " ".join(f"a{i}: __typename" for i in range(n)) + " }", limits.ALIASES),
    "fields": (lambda n: "{ node(id: 1) { " + "id " * (n - 1) + "} }", limits.FIELDS),
    "values": (lambda n: "{ search(text: \"a\", first: 1, types: [" + "Person " * (n - 11) + "]) { edges { cursor } } }", limits.VALUES),
    "directives": (lambda n: "{ " + "__typename @skip(if: false) " * n + "}", limits.DIRECTIVES),
    "definitions": (lambda n: " ".join(f"query a{i} {{ __typename }}" for i in range(n)), limits.DEFINITIONS),
    "comments": (lambda n: "#\n" * n + "{ __typename }", limits.COMMENTS),
}  # fmt: skip


@pytest.mark.parametrize("name", EXACT)
def test_a_limit_holds_exactly_where_it_says(name: str) -> None:
    document, limit = EXACT[name]
    room = planning_room()
    assert refusal(room, document(limit)) in ("", "BAD_REQUEST")
    assert refusal(room, document(limit + 1)) == LARGE


def test_tokens_are_counted_without_comments_and_commas() -> None:
    room = planning_room()
    assert refusal(room, "{" + "!" * (limits.TOKENS - 1)) == UNPARSED
    assert refusal(room, "{" + "!" * limits.TOKENS) == LARGE
    assert refusal(room, "{ # " + "!" * 5000 + "\n __typename " + "," * 5000 + "}") == ""


def test_records_are_counted_before_anything_is_asked() -> None:
    room = planning_room()
    page = "query($n: Int!) { persons(first: 100) { edges { node { linkedTo(first: 100) { edges { node { ... on Person { linkedTo(first: $n) { edges { cursor } } } } } } } } } }"
    assert refusal(room, page, {"n": 1}) == LARGE, "100 + 10,000 + 10,000 x n"
    page = page.replace("first: 100) { edges { node { ... on", "first: 99) { edges { node { ... on")
    assert refusal(room, page, {"n": 1}) == "", "100 + 9,900 + 9,900"
    assert refusal(room, page, {"n": 2}) == LARGE
    reached = "query($l: Int!) { neighbourhood(id: 1, radius: 1, limit: $l) { records { ... on Person { linkedTo(first: 24) { edges { cursor } } } } } }"
    assert refusal(room, reached, {"l": 800}) == ""
    assert refusal(room, reached, {"l": 801}) == LARGE


def test_what_the_database_would_plan_too_long_is_refused() -> None:
    room = planning_room()
    hops = "a{0}: linkedTo(first: 1) {{ edges {{ node {{ id }} }} }} "
    assert refusal(room, "{ node(id: 1) { ... on Person { " + "".join(map(hops.format, range(20))) + "} } }") == ""
    assert refusal(room, "{ node(id: 1) { ... on Person { " + "".join(map(hops.format, range(60))) + "} } }") == LARGE


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (_chain(3), ""), (_chain(4), LARGE), (_chain(14), LARGE),
        ("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }", INVALID),
        ("{ ...f0 } " + "".join(f"fragment f{n} on Query {{ ...f{(n + 1) % 14} ...f{(n + 2) % 14} }} " for n in range(9)), INVALID),
        ("{ ...f0 } " + "".join(f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }} " for n in range(9)) + "fragment f9 on Query { __typename }", ""),
        ("{ node(id: 1) { ...f0 } } " + "".join(f"fragment f{n} on Person {{ {' '.join(f'{k}: linkedTo(first: 1) {{ edges {{ node {{ ...f{n + 1} }} }} }}' for k in 'abcd')} }} " for n in range(4)) + "fragment f4 on Person { id }", LARGE),
        ("{ persons(first: 1) { ...c } } fragment c on PersonConnection { a: edges { ...e } b: edges { ...e } c: edges { ...e } d: edges { ...e } } fragment e on PersonEdge { " + " ".join(f"n{k}: node {{ ...n }}" for k in range(20)) + " } fragment n on Person { " + "id " * 90 + "}", LARGE),
        ("{" * 20_000, LARGE), ("{ node" * 40, LARGE), ("{ node(id: " + "[" * 1_000, LARGE), ("{ node(id: " + "{a: " * 900, LARGE),
        ("{ node(id: [[[1]]]) { id } }", INVALID), ("{ node(id: {a: {b: 1}}) { id } }", INVALID),
        ("{ persons(first: " + "9" * 60_000 + ") { edges { cursor } } }", INVALID), ("{ persons(first: 1e999) { edges { cursor } } }", INVALID),
        ("{ persons(first: -1) { edges { cursor } } }", "BAD_ARGUMENT"), ("{ persons(first: 2147483648) { edges { cursor } } }", INVALID),
        ("{ persons(first: null) { edges { cursor } } }", "BAD_ARGUMENT"), ("{ persons(after: null, first: 1) { edges { cursor } } }", ""),
        ('{ node(id: "' + "a" * 65_000 + '") { id } }', ""), ('{ node(id: """' + "\n" * 60_000 + '""") { id } }', ""),
        ('{ node(id: "\\ud800") { id } }', UNPARSED), ('{ node(id: "\\u{d800}") { id } }', UNPARSED), ('{ node(id: "\ud800") { id } }', UNPARSED),
        ("{ __typename \x00 }", UNPARSED), ("\ufeff{ __typename }", ""), ("", UNPARSED), ("#", UNPARSED), ('{ node(id: "', UNPARSED),
        ('{ node(id: """' + '\\"""' * 10_000, LARGE), ('{ node(id: "' + "\\" * 20_001, LARGE), ('{ node(id: """' + '\\"""' * 900, UNPARSED), ("{" + "a" * 65_000 + "}", INVALID),
        ("query " + "(" * 30, UNPARSED), ("query " + "(" * 60, LARGE), ("}" * 4_000, UNPARSED), ("{ a } " * 30, INVALID),
        ("query a { __typename } query a { __typename }", INVALID), ("query a { __typename } query b { __typename }", "BAD_REQUEST"),
        ("{ __typename @include }", INVALID), ("{ __typename @nothing }", INVALID), ("{ __typename @skip(if: null) }", INVALID),
        ("{ __typename @skip(if: true) }", ""), ("query($x: Boolean) { __typename @skip(if: $x) }", INVALID),
        ("{ node(id: 1) { __typename ... { id } ... @include(if: true) { id } } }", ""), (f"{{ node(id: 1) {{ {PROPERTIES} }} }}", ""),
        ("type A { a: Int } { __typename }", INVALID), ("{ __typename } extend type Query { a: Int }", INVALID), ("subscription { __typename }", INVALID),
        ("{ persons(first: 1) { edges { node { id } } } persons(first: 2) { edges { node { id } } } }", INVALID),
        ("{ node(id: 1) { ... on Person { x: displayName } ... on Report { x: text } } }", ""),
        ("{ node(id: 1) { ... on Person { x: displayName } ... on Report { x: marking { level } } } }", INVALID),
        ("{ node(id: 1) { ... on Person { x: displayName } ... on Person { x: birthDate } } }", INVALID),
        ("{ node(id: 1) { ... on Person { x: displayName } ... on Person { x: aliases } } }", INVALID),
        ("{ node(id: 1) { ... on Person { x: displayName } ... on User { x: displayName } x: originator } }", INVALID),
    ],
)  # fmt: skip
def test_a_document_is_planned_or_refused_at_its_stage(document: str, code: str) -> None:
    assert refusal(planning_room(), document) == code


def test_no_document_of_any_class_raises_anything_but_a_refusal() -> None:
    room = planning_room(introspection=True)
    base = "query q($a: ID!, $n: Int = 3) { node(id: $a) { id ... on Person { x: displayName linkedTo(first: $n, types: [Person]) { edges { node { id } } } } } __schema { types { name } } }"
    tokens = re.findall(r"\w+|[^\s\w]", base)
    for place in range(len(tokens)):
        for instead in ("", "{", "}", "(", "$", '"', "...", "null", "on", "999999999999999999999", "[[", tokens[place] * 2):
            document = " ".join([*tokens[:place], instead, *tokens[place + 1 :]])
            assert refusal(room, document, {"a": "1"}) in (
                "",
                LARGE,
                INVALID,
                UNPARSED,
                "BAD_VARIABLES",
                "BAD_ARGUMENT",
                "BAD_REQUEST",
            )
