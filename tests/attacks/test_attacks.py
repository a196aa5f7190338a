"""Every class of attack on documents: answered by a plan or by a code of the list, never by anything else."""

import os

from api.graphql.errors import MESSAGES
from tests.attacks.documents import APART, CLASSES
from tests.attacks.judge import judged

ATTACKS = int(os.environ.get("KRING_ATTACKS", "400"))
"""`./kring prove --attacks --cases N` makes as many as one likes, and tells what they cost."""


def test_any_document_is_planned_or_refused_with_a_code_of_the_list() -> None:
    prices = judged(20_260_316, ATTACKS)
    assert set(prices) == {*CLASSES, *APART}
    outcomes = {name: set(price.outcomes) for name, price in prices.items()}
    assert set().union(*outcomes.values()) <= {"planned", *MESSAGES}
    assert "planned" in outcomes["mutated"], "some slip through, so the statement is looked at too"
    assert {"planned", "DOCUMENT_TOO_LARGE", "BAD_ARGUMENT"} <= outcomes["timelines"]
    assert {"DOCUMENT_TOO_LARGE", "GRAPHQL_VALIDATION_FAILED"} <= set().union(*outcomes.values())
