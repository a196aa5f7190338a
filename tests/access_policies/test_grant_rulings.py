"""Each ruling on a grant by itself, over a directory in memory: who may know of it, who decides, who is told, and what is refused."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from access_policies.desk import Filed, Notice
from access_policies.grants import Grant, Step
from access_policies.grants.grant import CONSENTED
from access_policies.guard import grant_rulings as rulings
from access_policies.guard.desks import ADMINISTRATION, Ruling, Sitting
from access_policies.guard.grant_rulings import GrantRequest, GrantSeen
from access_policies.policy_records import Change
from access_policies.policy_texts import policy_version
from access_policies.refusals import Refusal, Refused
from tests.access_policies.sittings import DESK, NOW, sits
from tests.access_policies.test_decision import MARKING
from tests.access_policies.test_grant_steps import refused

HOUR, DAY, MOMENT = timedelta(hours=1), timedelta(days=1), timedelta(milliseconds=1)
ASKED = Step(NOW - DAY, "REQUESTED", "", "noor")
TAKEN_UP = Step(NOW - HOUR, "CONSENT_PENDING", "", "fenna")
REQUESTED = Grant(
    "G-1", "POL", "", "user:noor", ("C1",), ("see", "read"), ("basic",), "STG_C", ("ASSESS",), "WPG-15", "same number",
    NOW, NOW + 10 * DAY, NOW + 5 * DAY, (), (ASKED,), requested_by="noor",
)  # fmt: skip
PENDING = replace(REQUESTED, granted_by="fenna", history=(ASKED, TAKEN_UP))
FILED = Filed(PENDING, "NCTV", ("AIVD",))
OURS = MARKING
THEIRS = replace(MARKING, originator="AIVD", originators=frozenset({"AIVD"}))
WANTED = GrantRequest(
    "POL", "user:noor", ("C1", "C2"), ("see", "read"), ("basic", "identity"), "DEP_V", ("ASSESS",), "WPG-15", "same number",
    NOW + HOUR, NOW + 9 * DAY, NOW + 2 * DAY, ("once",), "ground",
)  # fmt: skip


def _sits(who: str, filed: Filed = FILED, purpose: str = ADMINISTRATION, **changes: Any) -> Sitting:
    return sits(who, purpose, **{"grants": {filed.grant.id: filed}, "markings": (OURS,)} | changes)


def _knowing(filed: Filed, purpose: str) -> set[str]:
    """Everybody of the directory who may know of this grant."""
    found = set()
    for who, user in DESK.users.items():
        if user.ended:
            continue
        with suppress(Refused):
            assert rulings.known(_sits(who, filed, purpose), filed.grant.id) == filed
            found.add(who)
    return found


def test_a_grant_is_known_to_whom_it_serves_to_functionaries_of_its_parties_and_to_auditors() -> None:
    consented = replace(FILED, grant=replace(PENDING, approvals=(("AIVD", "pia"),)), asked=())
    for filed in (FILED, consented):
        assert _knowing(filed, ADMINISTRATION) == {"noor", "fenna", "bente", "ruth", "pia", "mats", "audit"}
        assert _knowing(filed, "ASSESS") == {"noor"}
    unasked = replace(FILED, asked=())
    assert _knowing(unasked, ADMINISTRATION) == {"noor", "fenna", "bente", "ruth", "mats", "audit"}
    for who, grant in (("audit", "G-2"), ("tess", "G-1"), ("wes", "G-1")):
        assert refused(lambda: rulings.known(_sits(who), grant)) == ("NOT_FOUND", "")  # noqa: B023  # called at once


def test_whom_a_grant_serves_knows_of_it_when_it_begins_and_who_asked_from_the_start() -> None:
    for begins, told in ((NOW + MOMENT, set()), (NOW, {"noor"})):
        filed = replace(FILED, grant=replace(PENDING, requested_by="fenna", not_before=begins))
        assert _knowing(filed, "ASSESS") == {"fenna", *told}
        assert rulings.is_told(filed.grant, "noor", NOW) == bool(told)
    mine = replace(PENDING, not_before=NOW + DAY)
    assert rulings.is_told(mine, "noor", NOW)
    team = replace(FILED, grant=replace(PENDING, requested_by="x", grantee="team:POL-A"), organisation="POL")
    assert _knowing(team, "ASSESS") == {"daan", "saar"}
    assert _knowing(replace(team, grant=replace(team.grant, not_before=NOW + MOMENT)), "ASSESS") == set()


@pytest.mark.parametrize(
    ("who", "purpose", "organisations", "speaks"),
    [
        ("fenna", ADMINISTRATION, ("POL",), True),
        ("bente", ADMINISTRATION, ("AIVD", "POL"), True),
        ("fenna", "ASSESS", ("POL",), False),
        ("fenna", ADMINISTRATION, ("AIVD",), False),
        ("fenna", ADMINISTRATION, (), False),
        ("daan", ADMINISTRATION, ("POL",), False),
        ("audit", ADMINISTRATION, ("NCTV",), False),
        ("tess", ADMINISTRATION, ("NCTV",), False),
    ],
)
def test_functionaries_speak_for_their_own_organisation_when_they_administer(
    who: str, purpose: str, organisations: tuple[str, ...], speaks: bool
) -> None:
    def required() -> None:
        rulings.require_functionary(_sits(who, purpose=purpose), *organisations)

    if speaks:
        required()
    else:
        assert refused(required) == ("NOT_ALLOWED", "")


def test_who_consented_is_shown_to_those_who_administer_alone() -> None:
    consent = Step(NOW - MOMENT, "CONSENT_PENDING", f"{CONSENTED}AIVD", "pia")
    grant = replace(PENDING, approvals=(("AIVD", "pia"), ("POL", "bente")), history=(*PENDING.history, consent))
    for who in ("fenna", "bente", "audit"):
        assert rulings.seen(grant, _sits(who)).grant == grant
    for who in ("noor", "daan", "tess"):
        assert rulings.seen(grant, _sits(who)).grant == replace(grant, approvals=(("POL", "bente"),), history=PENDING.history)


@pytest.mark.parametrize(
    ("state", "since", "due", "overdue"),
    [
        ("REQUESTED", NOW - 2 * HOUR, NOW, True),
        ("CONSENT_PENDING", NOW - 2 * HOUR + MOMENT, NOW + MOMENT, False),
        ("ESCALATED", NOW - 2 * HOUR, NOW + HOUR, False),
        ("ESCALATED", NOW - 3 * HOUR, NOW, True),
        ("ACTIVE", NOW - DAY, None, False),
    ],
)
def test_a_grant_says_its_state_and_when_somebody_ought_to_have_acted(state: str, since: Any, due: Any, overdue: bool) -> None:
    table = replace(DESK.table, clocks={"consent_hours": 2 * 3600, "escalation_hours": 3 * 3600})
    grant = replace(REQUESTED, history=(Step(since, state),))
    assert rulings.seen(grant, _sits("fenna", table=table)) == GrantSeen(grant, state, due, overdue)


def test_a_step_is_told_to_every_party_but_the_one_that_took_it() -> None:
    filed = replace(FILED, asked=("AIVD", "NEW"))
    ruling = rulings.kept(_sits("fenna", filed), filed, PENDING, "REVOKED", "OM")
    told = tuple(Notice(organisation, "REVOKED", "G-1") for organisation in ("AIVD", "NCTV", "NEW", "OM"))
    assert ruling == Ruling(rulings.seen(PENDING, _sits("fenna")), Change(grants=(filed,), notices=told))
    later = replace(PENDING, necessity="another")
    assert rulings.kept(_sits("pia", filed), filed, later, "X").change.grants == (replace(filed, grant=later),)


def test_a_request_becomes_a_grant_with_all_of_its_parts() -> None:
    filed = rulings.asked_for(_sits("noor"), WANTED, "G-9")
    made = Grant(
        "G-9", "POL", "", "user:noor", ("C1", "C2"), ("see", "read"), ("basic", "identity"), "DEP_V", ("ASSESS",), "WPG-15", "same number",
        NOW + HOUR, NOW + 9 * DAY, NOW + 2 * DAY, (), (Step(NOW, "REQUESTED", "", "noor"),),
        requested_by="noor", conditions=("once",), delay_ground="ground",
    )  # fmt: skip
    assert filed == Filed(made, "NCTV")
    assert rulings.asked_for(_sits("noor"), replace(WANTED, review_due=None), "G-9").grant.review_due == WANTED.expires


ASKS: list[tuple[str, str, dict[str, Any], Any]] = [
    ("noor", "ASSESS", {}, "NCTV"),
    ("noor", "ASSESS", {"grantee": "org:NCTV"}, "NCTV"),
    ("noor", "ASSESS", {"grantee": "user:audit"}, "NCTV"),
    ("fenna", ADMINISTRATION, {}, "NCTV"),
    ("fenna", ADMINISTRATION, {"grantee": "team:AIVD-T"}, "AIVD"),
    ("daan", "ASSESS", {}, "NCTV"),
    ("daan", "ASSESS", {"grantee": "user:nobody"}, ""),
    ("daan", ADMINISTRATION, {"grantee": "user:nobody"}, ""),
    ("fenna", "ASSESS", {"grantee": "user:nobody"}, ""),
    ("fenna", ADMINISTRATION, {"grantee": "user:nobody"}, ("NOT_ALLOWED", "grantee")),
    ("bente", ADMINISTRATION, {"grantee": "org:GONE"}, ("NOT_ALLOWED", "grantee")),
    ("noor", "ASSESS", {"grantee": "user:nobody"}, ("NOT_ALLOWED", "grantee")),
    ("noor", "ASSESS", {"grantee": "user:wes"}, ("NOT_ALLOWED", "grantee")),
    ("mats", ADMINISTRATION, {"grantee": "user:wes"}, ("NOT_ALLOWED", "grantee")),
    ("noor", "ASSESS", {"grantor": "NOBODY"}, ("UNKNOWN_VALUE", "grantor")),
    ("noor", "ASSESS", {"grantor": "GONE"}, ("UNKNOWN_VALUE", "grantor")),
    ("noor", "ASSESS", {"legal_basis": "OTHER"}, ("UNKNOWN_VALUE", "legalBasis")),
    ("noor", "ASSESS", {"purposes": ("ASSESS", "OTHER")}, ("UNKNOWN_VALUE", "purposes")),
    ("noor", "ASSESS", {"level_ceiling": "HIGH"}, ("INVALID", "")),
]


@pytest.mark.parametrize(("who", "purpose", "changes", "expected"), ASKS)
def test_who_may_ask_for_whom_and_who_is_told_that_there_is_nobody(
    who: str, purpose: str, changes: dict[str, Any], expected: Any
) -> None:
    sitting, wanted = _sits(who, purpose=purpose), replace(WANTED, **changes)
    if isinstance(expected, str):
        assert rulings.asked_for(sitting, wanted, "G-9").organisation == expected
    else:
        assert refused(lambda: rulings.asked_for(sitting, wanted, "G-9")) == expected


def test_a_table_without_legal_bases_takes_any_and_unknown_purposes_are_counted_not_repeated() -> None:
    assert rulings.asked_for(_sits("noor", table=replace(DESK.table, legal_bases={})), replace(WANTED, legal_basis="OTHER"), "G-9")
    with pytest.raises(Refused) as fault:
        rulings.asked_for(_sits("noor"), replace(WANTED, purposes=("ONE", "ASSESS", "TWO")), "G-9")
    assert fault.value.refusals == (Refusal("UNKNOWN_VALUE", "purposes", "2 not on the register"),)


def test_the_same_request_has_the_same_id_and_no_other_has() -> None:
    ids = [rulings.request_id(*pair) for pair in (("a", "b"), ("ab", ""), ("", "ab"), ("b", "a"), ("a", "\ud800"))]
    assert len(set(ids)) == 5
    assert all(len(one) == 22 and one.startswith("G-") for one in ids)
    assert ids[0] == "G-59b271ae1bbcb1d31d41", "a request that comes again after an upgrade finds its grant"


def test_a_request_that_comes_again_finds_its_grant_and_another_under_its_key_is_refused() -> None:
    there = rulings.asked_for(_sits("noor"), WANTED, "G-9")
    sitting = _sits("noor", there)
    for again in (WANTED, replace(WANTED, review_due=NOW + 3 * DAY), replace(WANTED, review_due=None)):
        assert rulings.asked_again(sitting, there, again) == Ruling(rulings.seen(there.grant, sitting))
    others: dict[str, Any] = {
        "grantor": "AIVD", "grantee": "org:NCTV", "scopes": ("C1",), "actions": ("see",), "field_classes": (), "level_ceiling": "NONE",
        "purposes": ("DECIDE",), "legal_basis": "x", "necessity": "x", "not_before": NOW, "expires": NOW + DAY, "conditions": (), "delay_ground": "",
    }  # fmt: skip
    assert {*others, "review_due"} == set(GrantRequest.__slots__)
    for name, value in others.items():
        other = replace(WANTED, **{name: value})
        assert refused(lambda: rulings.asked_again(sitting, there, other)) == ("KEY_REUSED", "idempotencyKey")  # noqa: B023  # called at once


def _told(kind: str, *organisations: str) -> tuple[Notice, ...]:
    return tuple(Notice(organisation, kind, "G-1") for organisation in organisations)


def test_the_grantor_takes_a_request_up_and_asks_the_originators_concerned() -> None:
    filed = Filed(REQUESTED, "NCTV", ("NEW",))
    ruling = rulings.consents(_sits("fenna", filed, markings=(OURS, THEIRS)), filed)
    after = replace(REQUESTED, granted_by="fenna", history=(ASKED, Step(NOW, "CONSENT_PENDING", "", "fenna")))
    assert ruling.value == rulings.seen(after, _sits("fenna"))
    told = _told("CONSENT_PENDING", "AIVD", "NCTV", "NEW")
    assert (ruling.change, ruling.refusals) == (Change(grants=(Filed(after, "NCTV", ("AIVD", "NEW")),), notices=told), ())


def test_an_originator_that_was_asked_consents() -> None:
    ruling = rulings.consents(_sits("pia"), FILED)
    (changed,) = ruling.change.grants
    assert (changed.grant.approvals, changed.asked, ruling.refusals) == ((("AIVD", "pia"),), ("AIVD",), ())
    assert ruling.change.notices == _told("CONSENTED", "NCTV", "POL")


def test_a_grantor_that_gives_others_records_consents_as_an_originator_once_it_has_taken_the_request_up() -> None:
    filed = replace(FILED, asked=("AIVD", "POL"))
    assert rulings.consents(_sits("bente", filed), filed).change.grants[0].grant.approvals == (("POL", "bente"),)


Work = Callable[[], Any]
NOT_RULED: list[tuple[str, Work, tuple[str, str]]] = [
    ("taken up by no functionary", lambda: rulings.consents(_sits("daan"), Filed(REQUESTED, "NCTV")), ("NOT_ALLOWED", "")),
    ("taken up for another purpose", lambda: rulings.consents(_sits("fenna", purpose="ASSESS"), Filed(REQUESTED, "NCTV")), ("NOT_ALLOWED", "")),
    ("taken up for nobody", lambda: rulings.consents(_sits("fenna"), Filed(REQUESTED, "")), ("UNKNOWN_VALUE", "grantee")),
    ("taken up for nobody, by no functionary", lambda: rulings.consents(_sits("daan"), Filed(REQUESTED, "")), ("NOT_ALLOWED", "")),
    ("taken up twice", lambda: rulings.consents(_sits("fenna"), FILED), ("NOT_ALLOWED", "")),
    ("consent before it is taken up", lambda: rulings.consents(_sits("pia"), Filed(REQUESTED, "NCTV", ("AIVD",))), ("WRONG_STATE", "")),
    ("consent of who was not asked", lambda: rulings.consents(_sits("mats"), FILED), ("NOT_ALLOWED", "")),
    ("consent of no functionary", lambda: rulings.consents(_sits("wes"), FILED), ("NOT_ALLOWED", "")),
    ("approved by no functionary", lambda: rulings.approves(_sits("daan"), FILED), ("NOT_ALLOWED", "")),
    ("approved elsewhere", lambda: rulings.approves(_sits("pia"), FILED), ("NOT_ALLOWED", "")),
    ("approved by the first pair of eyes", lambda: rulings.approves(_sits("fenna"), FILED), ("FOUR_EYES", "")),
    ("asked on by the first pair of eyes", lambda: rulings.approves(_sits("fenna", markings=(OURS, THEIRS)), replace(FILED, asked=())), ("FOUR_EYES", "")),
    ("approved without what was asked for", lambda: rulings.approves(_sits("bente", markings=(OURS, THEIRS)), FILED), ("CONSENT_MISSING", "")),
    ("approved without holding it", lambda: rulings.approves(_sits("bente", markings=()), FILED), ("LACKS", "scope")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "work", "code"), NOT_RULED, ids=[row[0] for row in NOT_RULED])
def test_a_ruling_that_may_not_be_is_refused(name: str, work: Work, code: tuple[str, str]) -> None:
    assert refused(work) == code


def test_the_second_pair_of_eyes_brings_a_grant_in_force() -> None:
    consented = replace(FILED, grant=replace(PENDING, approvals=(("AIVD", "pia"),)))
    ruling = rulings.approves(_sits("bente", markings=(OURS, THEIRS)), consented)
    (changed,) = ruling.change.grants
    assert ruling.value == rulings.seen(changed.grant, _sits("bente"))
    assert changed.grant.state_at(NOW) == "ACTIVE"
    assert changed.grant.policy_version == policy_version()
    assert changed.grant.approvals == (("AIVD", "pia"), ("POL", "bente"))
    assert (ruling.change.notices, ruling.refusals) == (_told("ACTIVE", "AIVD", "NCTV"), ())


def test_an_approval_that_finds_somebody_concerned_who_was_not_asked_asks_and_changes_nothing_else() -> None:
    filed = replace(FILED, asked=("NEW",))
    ruling = rulings.approves(_sits("bente", filed, markings=(OURS, THEIRS)), filed)
    told = _told("CONSENT_ASKED", "AIVD", "NCTV", "NEW")
    assert ruling == Ruling(
        None, Change(grants=(Filed(PENDING, "NCTV", ("AIVD", "NEW")),), notices=told), (Refusal("CONSENT_MISSING"),)
    )
