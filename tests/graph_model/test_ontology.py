"""The ontology is whole, and its full-text indexes are those of the migration."""

import pytest

from graph_model.errors import ModelError
from graph_model.migrations.m0001_first import STEPS
from graph_model.ontology import ONTOLOGY, Property, RecordType, make_ontology


def test_every_text_property_is_in_the_index_of_its_field_class_and_in_no_other() -> None:
    for field_class, names in ONTOLOGY.searchable().items():
        step = next(step for step in STEPS if f"FULLTEXT INDEX search_{field_class} " in step)
        found = {part.strip().removeprefix("node.") for part in step.partition("[")[2].partition("]")[0].split(",")}
        assert found == set(names)


def test_every_type_has_an_identity_constraint() -> None:
    for name in ONTOLOGY.types:
        assert any(f"(node:{name}) REQUIRE node.id IS UNIQUE" in step for step in STEPS)


def test_a_property_name_with_two_field_classes_is_refused() -> None:
    one = RecordType("One", "ones", "een", "test", (Property("name", "text", "basic", "naam", "test"),))
    two = RecordType("Two", "twos", "twee", "test", (Property("name", "text", "identity", "naam", "test"),))
    with pytest.raises(ModelError, match=r"Two\.name"):
        make_ontology((one, two), ())


def test_every_record_and_every_relationship_may_be_graded_and_a_grade_is_an_assessment() -> None:
    for one in (*ONTOLOGY.types.values(), *ONTOLOGY.relationships.values()):
        graded = {declared.name: declared for declared in one.properties if declared.name in ("reliability", "credibility")}
        assert {name: "".join(declared.values) for name, declared in graded.items()} == {
            "reliability": "ABCDEF",
            "credibility": "123456",
        }
        assert {(declared.kind, declared.field_class) for declared in graded.values()} == {("text", "assessment")}, one.name


def test_a_letter_that_is_a_grade_is_no_word_to_be_searched_for() -> None:
    assert not {"reliability", "credibility"} & set(ONTOLOGY.searchable()["assessment"])


def test_every_type_may_stand_in_a_case() -> None:
    assert {start for start, _ in ONTOLOGY.relationships["IN_CASE"].ends} == set(ONTOLOGY.types)
