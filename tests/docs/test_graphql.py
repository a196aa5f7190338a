"""Every question on the page about GraphQL fits the schema, is inside the limits, and becomes a statement the checker accepts."""

import re
from pathlib import Path
from typing import cast

import pytest

from access_policies.guard import Guard
from api.graphql.answering import GraphQL
from api.graphql.executed import QUERY
from api.graphql.subscriptions import SUBSCRIPTION
from graph_model.cypher.builder import build
from graph_model.cypher.checker import check
from tests.api.rooms import planned

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "graphql.md").read_text()
VALUES = {"id": "x", "other": "y", "case": "z", "before": None, "without": ["w"], "then": "2026-03-01T00:00:00Z"}


@pytest.mark.parametrize("document", re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL))
def test_a_question_on_the_page_can_be_asked(document: str) -> None:
    room = GraphQL(cast(Guard, None), b"k" * 32, query=QUERY, subscription=SUBSCRIPTION)
    if room.operation_of(document, None).is_read:
        declared = {name: VALUES[name] for name in re.findall(r"\$(\w+):", document)}
        check(build(planned(room, document, declared).query, as_known=True))
