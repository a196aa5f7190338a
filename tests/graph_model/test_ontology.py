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


def test_every_type_may_stand_in_a_case() -> None:
    assert {start for start, _ in ONTOLOGY.relationships["IN_CASE"].ends} == set(ONTOLOGY.types)
