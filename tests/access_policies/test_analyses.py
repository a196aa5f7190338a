"""How a page of an analysis is marked: by all that its findings depend on, named or not, and by nothing else of the view."""

from dataclasses import replace

import pytest

from access_policies.guard.analyses import Highest, Worked
from graph_model.analysis import Finding, Network
from graph_model.analysis.network import Link
from graph_model.analysis.words import Told
from tests.access_policies.test_decision import MARKING

PLAIN = replace(MARKING, level="NONE", compartments=frozenset(), handling=frozenset())
STRICT = replace(PLAIN, level="STG_C", compartments=frozenset({"BAKEN"}), handling=frozenset({"NO_EXPORT"}))
NETWORK = Network(
    dict.fromkeys(("a", "b", "c"), "Person"), (Link("a-b", "RELATED_TO", "a", "b"), Link("b-c", "RELATED_TO", "b", "c"))
)


@pytest.mark.parametrize(("strict", "bears"), [("a", True), ("b", True), ("a-b", True), ("c", False), ("b-c", False)])
def test_a_page_is_marked_by_what_its_findings_depend_on(strict: str, bears: bool) -> None:
    """The finding names one record, and counts what is next to it."""
    classes = dict.fromkeys((*NETWORK.types, "a-b", "b-c"), 0) | {strict: 1}
    worked = Worked("CONNECTED", (Finding(1, ("a",), Told("CONNECTED")),), NETWORK, classes, [PLAIN, STRICT])
    highest = Highest("STG_C", ("BAKEN",), ("NO_EXPORT",)) if bears else Highest("NONE", (), ())
    assert worked.told(1).highest == highest
    assert worked.told(0).highest == Highest("NONE", (), ())
