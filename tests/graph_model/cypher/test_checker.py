"""The checker refuses every text from which any one predicate was taken out."""

import re
from contextlib import suppress

import pytest

from graph_model.cypher import leaving
from graph_model.cypher.builder import build
from graph_model.cypher.checker import check
from graph_model.cypher.predicate import Predicate
from graph_model.cypher.properties import PARTS
from graph_model.cypher.ties import ties_around
from graph_model.cypher.tokens import tokens
from graph_model.cypher.whole_view import SHORT, whole_view
from graph_model.errors import UnsafeStatement
from graph_model.ontology import ONTOLOGY
from graph_model.query import ReadQuery
from tests.graph_model.examples import AROUND, DETOURS, EVERY_FORM

PRESENT = build(EVERY_FORM, False)
_SEEN = "(n1 WHERE $see[n1.pc] = 1)"
_SEES = [match.span() for match in re.finditer(r"\$see\[(\w+)\.pc\] = 1", PRESENT)]
_READS = [match.span() for match in re.finditer(r"(?:\$(?!see)\w+|i\d+\[1\])\[(\w+)\.pc\] = 1", PRESENT)]


TENSES = [(False, False), (False, True), (True, False)]


@pytest.mark.parametrize(("as_known", "by_class"), TENSES)
def test_what_the_builder_writes_is_accepted(as_known: bool, by_class: bool) -> None:
    check(build(EVERY_FORM, as_known, by_class))


@pytest.mark.parametrize(("as_known", "by_class"), TENSES)
def test_the_whole_view_is_accepted_and_refused_without_any_of_its_predicates(as_known: bool, by_class: bool) -> None:
    text = whole_view(as_known, SHORT, by_class)
    check(text)
    spans = [match.span() for match in re.finditer(r"\$\w+\[[^\]]+\] = 1", text)]
    assert len(spans) == 7
    for begin, end in spans:
        with pytest.raises(UnsafeStatement):
            check(text[:begin] + "true" + text[end:])


@pytest.mark.parametrize(("as_known", "by_class"), TENSES)
def test_what_leaves_is_accepted_and_refused_without_any_of_its_predicates(as_known: bool, by_class: bool) -> None:
    for text, predicates in ((leaving.brief(as_known, SHORT, by_class), 5), (leaving.whole(as_known), 12)):
        check(text)
        spans = [match.span() for match in re.finditer(r"\$\w+\[[^\]]+\] = 1", text)]
        assert len(spans) == predicates
        for begin, end in spans:
            with pytest.raises(UnsafeStatement):
                check(text[:begin] + "true" + text[end:])


@pytest.mark.parametrize("as_known", [False, True])
def test_what_lies_around_a_record_is_accepted_and_refused_without_any_of_its_predicates(as_known: bool) -> None:
    text = ties_around(as_known, 3)
    check(text)
    spans = [match.span() for match in re.finditer(r"\$\w+\[[^\]]+\] = 1", text)]
    assert len(spans) == 5
    for begin, end in spans:
        with pytest.raises(UnsafeStatement):
            check(text[:begin] + "true" + text[end:])


@pytest.mark.parametrize("span", _SEES + _READS)
def test_a_text_without_one_of_its_predicates_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(UnsafeStatement):
        check(PRESENT[: span[0]] + "true" + PRESENT[span[1] :])


@pytest.mark.parametrize("as_known", [False, True])
def test_ways_are_accepted_and_refused_without_any_of_their_predicates(as_known: bool) -> None:
    text = build(DETOURS, as_known)
    check(text)
    spans = [match.span() for match in re.finditer(r"\$see\[[^\]]+\] = 1", text)]
    assert len(spans) == 8
    for begin, end in spans:
        with pytest.raises(UnsafeStatement):
            check(text[:begin] + "true" + text[end:])


@pytest.mark.parametrize("as_known", [False, True])
def test_timelines_are_accepted_and_refused_without_any_of_their_predicates(as_known: bool) -> None:
    text = build(AROUND, as_known)
    check(text)
    spans = [match.span() for match in re.finditer(r"\$\w+\[[^\]]+\] = 1", text)]
    assert len(spans) == 2 * (1 + 2 * 3 + 2), "where it begins, each way with the relationship's dates, dates of two field classes"
    for begin, end in spans:
        with pytest.raises(UnsafeStatement):
            check(text[:begin] + "true" + text[end:])


def test_a_text_by_class_without_any_of_its_predicates_is_refused() -> None:
    text = build(EVERY_FORM, as_known=False, by_class=True)
    assert "USING INDEX" in text
    for begin, end in [match.span() for match in re.finditer(r"\$\w+\[\w+\.pc\] = 1", text)]:
        with pytest.raises(UnsafeStatement):
            check(text[:begin] + "true" + text[end:])


@pytest.mark.parametrize("part", ["recordedAt <= $asKnown", "retractedAt > $asKnown, true"])
def test_a_text_as_known_without_its_time_is_refused(part: str) -> None:
    with pytest.raises(UnsafeStatement):
        check(build(EVERY_FORM, True).replace(part, "originator <> $x" if "<=" in part else "id > $x, true", 1))


@pytest.mark.parametrize(
    "clause",
    [
        "MATCH (n0:Person) RETURN n0.id AS f0",
        "MATCH (n0:Person) WHERE $see[n0.pc] = 1 OR n0.id > $a RETURN n0.id AS f0",
        "MATCH (n0:Person) WHERE NOT $see[n0.pc] = 1 RETURN n0.id AS f0",
        "MATCH (n0:Person)-[r0:AT]->() WHERE $see[n0.pc] = 1 AND $see[r0.pc] = 1 RETURN n0.id AS f0",
        "MATCH (n0:Person)-->(n1:Place) WHERE $see[n0.pc] = 1 AND $see[n1.pc] = 1 RETURN n0.id AS f0",
        "MATCH (n0:Person)-[r0:AT*1..3]->(n1) WHERE $see[n0.pc] = 1 AND $see[r0.pc] = 1 AND $see[n1.pc] = 1 RETURN n1.id AS f0",
        f"MATCH (n0) (()-[r0:AT WHERE $see[r0.pc] = 1]-{_SEEN}){{0,3}} (n0) RETURN n0.id AS f0",
        f"MATCH (n0) (()-[r0:AT WHERE $see[r0.pc] = 1]-{_SEEN}){{0,3}} (n2) RETURN n2.id AS f0",
        "MATCH (n0 WHERE $see[n0.pc] = 1) (()-[r0:AT WHERE $see[r0.pc] = 1]-(n1)){0,3} (n2) RETURN n2.id AS f0",
        f"MATCH (n0 WHERE $see[n0.pc] = 1) (()-[r0:AT]-{_SEEN}){{0,3}} (n2) RETURN n2.id AS f0",
        f"MATCH (n0 WHERE $see[n0.pc] = 1) (()-[r0:AT WHERE $see[r0.pc] = 1]-{_SEEN}) (n2) RETURN n2.id AS f0",
        f"MATCH (n0 WHERE $see[n0.pc] = 1) (()-[r0:AT WHERE $see[r0.pc] = 1]-{_SEEN}){{0,3}}-[r1:AT]-(n2) RETURN n2.id AS f0",
        f"MATCH (n0 WHERE $see[n0.pc] = 1) (()-[r0:AT WHERE $see[r0.pc] = 1]-{_SEEN}){{0,3}} (n2), (n3) RETURN n3.id AS f0",
        "MATCH (n0:Person) WHERE $see[n0.pc] = 1 SET n0.pc = 0 RETURN n0.id AS f0",
        "MATCH (n0:Person) WHERE $see[n0.pc] = 1 RETURN n0.planDetail AS f0",
        "MATCH (n0:Person) WHERE $see[n0.pc] = 1 RETURN CASE WHEN $basic[n0.pc] = 1 THEN n0.displayName END AS f0",
        "MATCH (n0:Person) WHERE $see[n0.pc] = 1 AND (EXISTS { MATCH (n0)-[r0:AT]->(n1) WHERE $see[r0.pc] = 1 }) RETURN n0.id AS f0",
        "MATCH (n0:Person) WHERE $see[n0.pc] = 1 AND (EXISTS { (n0)-[r0:AT]->(n1) }) RETURN n0.id AS f0",
        "MATCH (n0:Person) WHERE $see[n0.pc] = 1 AND ((n0)-[:AT]->()) RETURN n0.id AS f0",
        "MATCH (n0:Person) WHERE $see[n0.pc] = 1 AND ((n0)-[:AT]-(n0)) RETURN n0.id AS f0",
        "MATCH (n0:Person) WHERE $see[n0.pc] = 1 RETURN COUNT { MATCH (n0)-[r0:AT]->(n1) WHERE $see[r0.pc] = 1 AND $see[n1.pc] = 1 } AS f0",
        "MATCH (n0:Person) WHERE $see[n0.pc] = 1 RETURN [(n0)-[:AT]->(x) | x.id] AS f0",
        "MATCH (n0:Person) WHERE $see[n0.pc] = 1 WITH n0.displayName AS s0 RETURN s0 AS f0",
        "MATCH (n0:Person) USING INDEX SEEK n0:Person(displayName) WHERE $see[n0.pc] = 1 RETURN n0.id AS f0",
        "MATCH (n0:Person) USING SCAN n0:Person WHERE $see[n0.pc] = 1 RETURN n0.id AS f0",
        "MATCH (n0:Person) USING INDEX SEEK n0:Person(pc, id), (n1:Person) WHERE $see[n0.pc] = 1 RETURN n1.id AS f0",
        "MATCH (n0:Person) USING INDEX SEEK n0:Person(pc, id) WHERE n0.pc = 1 RETURN n0.id AS f0",
        "CALL db.labels() YIELD label RETURN label AS f0",
        "MATCH (n0:Person) WHERE $see[n0.pc] = 1 RETURN n0.id AS f0;",
        'MATCH (n0:Person) WHERE $see[n0.pc] = 1 RETURN "a" AS f0',
        "LOAD CSV FROM 'file:///etc/hostname' AS f0 RETURN f0",
    ],
)
def test_a_text_that_the_builder_never_writes_is_refused(clause: str) -> None:
    with pytest.raises(UnsafeStatement):
        check("CYPHER 5\nCALL () {\n" + clause + "\n}\nMATCH (epoch:PolicyEpoch)\nRETURN epoch.value AS epoch, [f0] AS data")


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("['search_basic', $basic]", "['search_identity', $basic]"),
        ("['search_basic', $basic]", "['search_basic', $see]"),
        ("queryNodes(i1[0]", "queryNodes(i1[1]"),
        ("queryNodes(i1[0]", "queryNodes($v0"),
        ("AND i1[1][", "AND i1[0]["),
    ],
)
def test_a_search_whose_index_and_mask_are_not_of_one_class_is_refused(part: str, instead: str) -> None:
    assert part in PRESENT
    with pytest.raises(UnsafeStatement):
        check(PRESENT.replace(part, instead))


@pytest.mark.parametrize(
    "expression",
    [
        "CASE WHEN $basic[n0.pc] = 1 THEN 1 ELSE n0.kind END",
        "CASE WHEN $basic[n0.pc] = 1 THEN 1 WHEN true THEN n0.kind END",
        "CASE WHEN $basic[n0.pc] = 1 OR true THEN n0.kind END",
        "CASE WHEN $basic[n1.pc] = 1 THEN n0.kind END",
        "CASE WHEN $identity[n0.pc] = 1 THEN n0.kind END",
        "CASE WHEN true THEN n0.kind END",
        "[CASE WHEN $basic[n0.pc] = 1 THEN n0.kind END, n0.kind]",
        "CASE WHEN true THEN 1 WHEN $basic[n0.pc] = 1 THEN n0.kind END",
        "CASE WHEN $basic[n0.pc] = 1 THEN n0.kind",
        "CASE WHEN $basic[n0.pc] = 1 THEN CASE WHEN true THEN 1 END",
        "n0.nothing",
        "n0.`id~`",
        "(n0).kind",
        "head([n0]).kind",
        "[n0][0].kind",
        "n0.id.kind",
        "n0['kind']",
        "n0[$v0]",
        "head([n0])['kind']",
        "[n0][0][$v0]",
        "properties(n0)",
        "keys(n0)",
        "PROPERTIES(n0)",
        "n0.",
        "n0.*",
        "n0 {.*}",
    ],
)
def test_a_property_outside_the_branch_of_its_mask_is_refused(expression: str) -> None:
    def text(of: str) -> str:
        return f"CYPHER 5\nCALL () {{\nMATCH (n0:Person) WHERE $see[n0.pc] = 1\nRETURN {of} AS f0\n}}\nMATCH (epoch:PolicyEpoch)\nRETURN epoch.value AS epoch, [f0] AS data"

    check(text("CASE WHEN $basic[n0.pc] = 1 THEN CASE n0.type WHEN 'A' THEN [n0.kind] ELSE [n0.kind] END END"))
    with pytest.raises(UnsafeStatement):
        check(text(expression))


@pytest.mark.parametrize("part", sorted(PARTS))
def test_what_everybody_may_know_of_a_statement_needs_no_mask_and_a_pattern_may_ask_for_its_id_alone(part: str) -> None:
    def text(pattern: str) -> str:
        return f"CYPHER 5\nCALL () {{\nMATCH (n0:Person {pattern}) WHERE $see[n0.pc] = 1\nRETURN n0.{part} AS f0\n}}\nMATCH (epoch:PolicyEpoch)\nRETURN epoch.value AS epoch, [f0] AS data"

    check(text("{id: $v0}"))
    for pattern in ("{kind: $v0}", "{id: $v0, kind: $v1}", f"{{{part}: $v0}}" if part != "id" else "{pc: $v0}"):
        with pytest.raises(UnsafeStatement):
            check(text(pattern))


def test_a_property_of_a_relationship_is_read_behind_the_mask_of_its_class() -> None:
    def text(of: str) -> str:
        return f"CYPHER 5\nCALL () {{\nMATCH (n0:Person)-[r0:HAS_ROLE]->(n1) WHERE $see[n0.pc] = 1 AND $see[r0.pc] = 1 AND $see[n1.pc] = 1\nRETURN {of} AS f0\n}}\nMATCH (epoch:PolicyEpoch)\nRETURN epoch.value AS epoch, [f0] AS data"

    named = {(prop.name, prop.field_class) for link in ONTOLOGY.relationships.values() for prop in link.properties}
    for name, field_class in named:
        check(text(f"CASE WHEN ${field_class}[r0.pc] = 1 THEN r0.`{name}` END"))
        with pytest.raises(UnsafeStatement):
            check(text(f"CASE WHEN $see[r0.pc] = 1 THEN r0.`{name}` END"))


def test_a_text_that_ends_too_soon_is_refused_as_unsafe_and_by_no_other_error() -> None:
    whole = [token.text for token in tokens(build(ReadQuery((EVERY_FORM.fields[0], EVERY_FORM.fields[6])), False))]
    check(" ".join(whole))
    for end in range(len(whole)):
        begun = whole[:end]
        if begun.count("{") == begun.count("}"):
            with suppress(UnsafeStatement):
                check(" ".join(begun))
            continue
        with pytest.raises(UnsafeStatement):
            check(" ".join(begun))


def test_the_predicate_of_the_present_is_one_look_at_the_mask() -> None:
    assert Predicate(as_known=False).sees("n") == "$see[n.pc] = 1"
