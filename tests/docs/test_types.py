"""The page of types is what the ontology declares, and every question on it becomes a statement the checker accepts."""

import re

import pytest

from graph_model.cypher.builder import build
from graph_model.cypher.checker import check
from graph_model.ontology import ONTOLOGY
from tests.api.rooms import planned, planning_room
from tests.docs.types_page import PAGE, page
from tests.golden import unchanged

QUESTIONS = re.findall(r"```graphql\n(.*?)```", PAGE.read_text() if PAGE.exists() else "", re.DOTALL)


def test_the_page_is_what_the_ontology_declares() -> None:
    unchanged(PAGE, page())
    assert len(QUESTIONS) == len(ONTOLOGY.types)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_on_the_page_can_be_asked(question: str) -> None:
    for as_known in (False, True):
        check(build(planned(planning_room(), question).query, as_known))
