"""Which steps a grant's page offers: allow and deny side by side, by state and by where somebody sits."""

from datetime import UTC, datetime
from typing import Any

import pytest

from access_policies.subject import Subject
from api.pages.steps import Seat, offered

GRANT: dict[str, Any] = {
    "state": "REQUESTED", "grantor": "POL", "grantedBy": "u-giver", "requestedBy": "u-asker", "approvals": [], "escalatedTo": "",
    "overdue": False, "breakGlass": False, "emergency": None,
}  # fmt: skip
PENDING, ACTIVE, ESCALATED = {"state": "CONSENT_PENDING"}, {"state": "ACTIVE"}, {"state": "ESCALATED", "escalatedTo": "NCTV"}
CONSENTED = {"approvals": [{"organisation": "OM", "user": "u-om"}]}
USED = ACTIVE | {"breakGlass": True, "emergency": {"reviewedBy": ""}}
CASES = [
    ("the grantor takes up or refuses", {}, ("POL", True), ["consent", "refuse"]),
    ("the grantee's side waits", {}, ("NCTV", False), []),
    ("another originator is not asked yet", {}, ("OM", False), []),
    ("the second of the grantor approves", PENDING, ("POL", True), ["approve", "refuse"]),
    ("who gave it does not", PENDING, ("POL", True, "u-giver"), ["refuse"]),
    ("who asked for it does not", PENDING, ("POL", True, "u-asker"), ["refuse"]),
    ("an originator that is asked consents or refuses", PENDING, ("OM", True), ["consent", "refuse"]),
    ("once", PENDING | CONSENTED, ("OM", True), ["refuse"]),
    ("the grantee's side does not", PENDING, ("NCTV", False), []),
    ("the grantor revokes or reviews", ACTIVE, ("POL", True), ["revoke", "keep"]),
    ("an originator takes its consent back", ACTIVE | CONSENTED, ("OM", True), ["revoke"]),
    ("one that gave none does not", ACTIVE, ("OM", True), []),
    ("an expired one is kept or ended", {"state": "EXPIRED"}, ("POL", True), ["keep", "end"]),
    ("whom it was brought to lets a refusal stand", ESCALATED, ("NCTV", True), ["uphold"]),
    ("the grantor answers with a sanitised version", ESCALATED, ("POL", True), ["release"]),
    ("a use of break-glass is judged", USED, ("POL", True), ["revoke", "keep", "judge"]),
    ("once", USED | {"emergency": {"reviewedBy": "u-x"}}, ("POL", True), ["revoke", "keep"]),
    ("and not by its user's side", USED, ("DKDB", False), []),
    ("what is over is over", {"state": "REVOKED"}, ("POL", True), []),
]


def subject(organisation: str, key: str) -> Subject:
    none: frozenset[str] = frozenset()
    until = datetime(2027, 1, 1, tzinfo=UTC)
    return Subject(key, key, organisation, "", none, frozenset({"GRANT_ADMIN"}), (), until, none, none, none)


@pytest.mark.parametrize("says, change, who, steps", CASES, ids=[f"{place}: {case[0]}" for place, case in enumerate(CASES)])
def test_a_step_is_offered_where_it_can_be_taken_and_nowhere_else(
    says: str, change: dict[str, Any], who: tuple[Any, ...], steps: list[str]
) -> None:
    organisation, is_asked, *key = who
    one = subject(organisation, key[0] if key else "u-other")
    assert offered(GRANT | change, Seat(one, is_asked, speaks=True)) == steps, says
    if one.key != "u-asker":
        assert offered(GRANT | change, Seat(one, is_asked, speaks=False)) == []


@pytest.mark.parametrize("change, steps", [({"state": "REFUSED"}, ["escalate"]), ({}, []), ({"overdue": True}, ["escalate"])])
def test_who_asked_may_take_a_refusal_or_a_late_request_higher(change: dict[str, Any], steps: list[str]) -> None:
    assert offered(GRANT | change, Seat(subject("NCTV", "u-asker"), False, speaks=False)) == steps
    assert offered(GRANT | change, Seat(subject("NCTV", "u-other"), False, speaks=False)) == []
