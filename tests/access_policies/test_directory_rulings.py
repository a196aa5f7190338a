"""Each ruling on the directory by itself, over a directory in memory: what it changes, and the one code of each refusal."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from access_policies.guard import directory_rulings as rulings
from access_policies.guard.desks import Sitting
from access_policies.guard.directory_rulings import UserChange, version_of
from access_policies.policy_records import Change
from access_policies.refusals import Refused
from access_policies.register import Compartment, Organisation, Team, User
from access_policies.roles import ROLES
from graph_model.instant import to_text
from graph_model.marking import LEVELS
from tests.access_policies.sittings import DESK, NOW, sits, user
from tests.access_policies.test_grant_steps import refused

Ruled = Callable[[Sitting], Any]
WATER = Organisation("WATER", "Waterschap (invented)", "MUNICIPALITY")
FIRST = user("duif", "NEW", "SECURITY_OFFICER")
TODAY = to_text(NOW)


def _changed(key: str, **parts: Any) -> Ruled:
    return lambda sitting: rulings.changed_user(sitting, key, UserChange(version_of(DESK.users[key]), **parts))


def _added(one: User) -> Ruled:
    return lambda sitting: rulings.new_user(sitting, one)


def _ended(kind: str, code: str) -> Ruled:
    return lambda sitting: getattr(rulings, f"ended_{kind}")(sitting, code)


def _organisation(**parts: Any) -> Ruled:
    return lambda sitting: rulings.new_organisation(sitting, replace(WATER, **parts))


def _team(code: str) -> Ruled:
    return lambda sitting: rulings.new_team(sitting, code)


def _circle(code: str, keeper: str) -> Ruled:
    return lambda sitting: rulings.new_compartment(sitting, Compartment(code, keeper))


# (who, ruling, what is recorded)
DONE: list[tuple[str, Ruled, Any]] = [
    ("tess", _organisation(), WATER),
    ("tess", _organisation(name="n" * 200), replace(WATER, name="n" * 200)),
    ("tess", _organisation(code="W" * 64), replace(WATER, code="W" * 64)),
    ("tess", _ended("organisation", "POL"), replace(DESK.organisations["POL"], ended=TODAY)),
    ("tess", _circle("GLAS", "POL"), Compartment("GLAS", "POL")),
    ("fenna", _team("POL-NEW"), Team("POL-NEW", "POL")),
    ("bente", _ended("user", "daan"), replace(DESK.users["daan"], ended=TODAY)),
    ("bente", _ended("user", "ruth"), replace(DESK.users["ruth"], ended=TODAY)),
    ("tess", _added(FIRST), FIRST),
    ("bente", _added(user("new", "POL", "ANALYST")), user("new", "POL", "ANALYST")),
    ("fenna", _added(user("new", "POL", "ANALYST", teams=("POL-A",))), user("new", "POL", "ANALYST", teams=("POL-A",))),
    ("bente", _added(user("new", "POL", "GRANT_ADMIN")), user("new", "POL", "GRANT_ADMIN")),
    ("bente", _added(user("new", "POL", compartments=("KELK",))), user("new", "POL", compartments=("KELK",))),
    ("fenna", _changed("daan", teams=()), replace(DESK.users["daan"], teams=())),
    ("fenna", _changed("daan", name="Other"), replace(DESK.users["daan"], name="Other")),
    ("fenna", _changed("daan", roles=("ANALYST", "GUARD")), replace(DESK.users["daan"], roles=("ANALYST", "GUARD"))),
    ("fenna", _changed("daan"), DESK.users["daan"]),
    ("bente", _changed("daan", clearances=(("VIRBI", LEVELS[-1]),)), replace(DESK.users["daan"], clearances=(("VIRBI", LEVELS[-1]),))),
    ("bente", _changed("daan", systems=("PROTECTION",)), replace(DESK.users["daan"], systems=("PROTECTION",))),
    ("bente", _changed("daan", conflicts=("C1", "store:POL")), replace(DESK.users["daan"], conflicts=("C1", "store:POL"))),
    ("bente", _changed("daan", cleared_until=NOW), replace(DESK.users["daan"], cleared_until=NOW)),
    ("bente", _changed("daan", roles=("GRANT_AUDITOR",)), replace(DESK.users["daan"], roles=("GRANT_AUDITOR",))),
    ("bente", _changed("daan", roles=("GRANT_ADMIN",), teams=()), replace(DESK.users["daan"], roles=("GRANT_ADMIN",), teams=())),
    ("bente", _changed("daan", compartments=("KELK",)), replace(DESK.users["daan"], compartments=("KELK",))),
    ("bente", _changed("saar", compartments=()), replace(DESK.users["saar"], compartments=())),
    ("bente", _changed("saar", compartments=("BAKEN", "KELK")), replace(DESK.users["saar"], compartments=("BAKEN", "KELK"))),
]  # fmt: skip

# (who, ruling, code, field)
REFUSED: list[tuple[str, Ruled, str, str]] = [
    ("tess", _organisation(code=""), "INVALID", "code"),
    ("tess", _organisation(code="W" * 65), "INVALID", "code"),
    ("tess", _organisation(code="WA-TER"), "INVALID", "code"),
    ("tess", _organisation(name=" "), "INVALID", "name"),
    ("tess", _organisation(name="n" * 201), "INVALID", "name"),
    ("tess", _organisation(name="a\x00b"), "INVALID", "name"),
    ("tess", _organisation(code="POL"), "TAKEN", "code"),
    ("tess", _organisation(code="GONE"), "TAKEN", "code"),
    ("tess", _organisation(recipient="WIZARDS"), "UNKNOWN_VALUE", "recipient"),
    ("tess", _ended("organisation", "NOBODY"), "NOT_FOUND", ""),
    ("tess", _ended("organisation", "NCTV"), "NOT_ALLOWED", ""),
    ("tess", _ended("organisation", "GONE"), "ALREADY_DONE", ""),
    ("tess", _circle("A B", "POL"), "INVALID", "code"),
    ("tess", _circle("BAKEN", "POL"), "TAKEN", "code"),
    ("tess", _circle("GLAS", "GONE"), "UNKNOWN_VALUE", "keeper"),
    ("tess", _circle("GLAS", "NOBODY"), "UNKNOWN_VALUE", "keeper"),
    ("fenna", _team("POL-NEW x"), "INVALID", "code"),
    ("fenna", _team("AIVD-NEW"), "INVALID", "code"),
    ("fenna", _team("POLNEW"), "INVALID", "code"),
    ("fenna", _team("POL-A"), "TAKEN", "code"),
    ("fenna", _team("POL-OLD"), "TAKEN", "code"),
    ("fenna", _ended("team", "NONE"), "NOT_FOUND", ""),
    ("fenna", _ended("team", "AIVD-T"), "NOT_FOUND", ""),
    ("fenna", _ended("team", "POL-OLD"), "ALREADY_DONE", ""),
    ("bente", _ended("user", "nobody"), "NOT_FOUND", ""),
    ("bente", _ended("user", "wes"), "NOT_FOUND", ""),
    ("bente", _ended("user", "bente"), "FOUR_EYES", ""),
    ("bente", _ended("user", "left"), "ALREADY_DONE", ""),
    ("bente", _added(user("a b", "POL")), "INVALID", "key"),
    ("bente", _added(user("daan", "POL")), "TAKEN", "key"),
    ("bente", _added(user("new", "AIVD", "ANALYST")), "NOT_FOUND", ""),
    ("bente", _added(user("new", "AIVD")), "NOT_FOUND", ""),
    ("bente", _added(user("new", "AIVD", compartments=("KELK",))), "NOT_FOUND", ""),
    ("fenna", _added(user("daan", "AIVD")), "NOT_FOUND", ""),
    ("fenna", _added(user("new", "NOBODY")), "NOT_FOUND", ""),
    ("fenna", _added(user("new", "POL", "GRANT_ADMIN")), "NOT_ALLOWED", "roles"),
    ("fenna", _added(user("new", "POL", clearances=(("VIRBI", "DEP_V"),))), "NOT_ALLOWED", "clearances"),
    ("bente", _added(user("new", "POL", compartments=("BAKEN",))), "NOT_ALLOWED", "compartments"),
    ("fenna", _added(user("new", "POL", compartments=("KELK",))), "NOT_ALLOWED", "compartments"),
    ("bente", _added(user("new", "POL", "WIZARD")), "UNKNOWN_VALUE", "roles"),
    ("tess", _added(user("new", "NCTV", "ANALYST", systems=("PROTECTION",))), "NOT_ALLOWED", "systems"),
    ("tess", _added(user("new", "NOBODY", "SECURITY_OFFICER")), "UNKNOWN_VALUE", "organisation"),
    ("tess", _added(user("new", "GONE", "SECURITY_OFFICER")), "UNKNOWN_VALUE", "organisation"),
    ("tess", _added(user("new", "POL", "SECURITY_OFFICER")), "NOT_ALLOWED", ""),
    ("tess", _added(user("new", "NEW", "ANALYST")), "NOT_ALLOWED", ""),
    ("tess", _added(user("new", "NEW", "SECURITY_OFFICER", "GRANT_ADMIN")), "NOT_ALLOWED", ""),
    ("tess", _added(replace(FIRST, clearances=(("VIRBI", "DEP_V"),))), "NOT_ALLOWED", ""),
    ("tess", _added(replace(FIRST, compartments=("BAKEN",))), "NOT_ALLOWED", ""),
    ("tess", _added(replace(FIRST, teams=("NEW-A",))), "NOT_ALLOWED", ""),
    ("tess", _added(replace(FIRST, systems=("PROTECTION",))), "NOT_ALLOWED", ""),
    ("tess", _added(replace(FIRST, name="")), "INVALID", "name"),
    ("fenna", _changed("left", name=""), "INVALID", "name"),
    ("fenna", _changed("daan", roles=("SECURITY_OFFICER",)), "NOT_ALLOWED", "roles"),
    ("fenna", _changed("daan", roles=("GRANT_ADMIN",)), "NOT_ALLOWED", "roles"),
    ("fenna", _changed("daan", roles=("OPERATOR",)), "NOT_ALLOWED", "roles"),
    ("fenna", _changed("daan", roles=("GRANT_AUDITOR",)), "NOT_ALLOWED", "roles"),
    ("fenna", _changed("bente", roles=()), "NOT_ALLOWED", "roles"),
    ("fenna", _changed("daan", clearances=(("VIRBI", "DEP_V"),)), "NOT_ALLOWED", "clearances"),
    ("fenna", _changed("daan", cleared_until=NOW), "NOT_ALLOWED", "cleared_until"),
    ("fenna", _changed("daan", systems=("PROTECTION",)), "NOT_ALLOWED", "systems"),
    ("fenna", _changed("daan", conflicts=()), "NOT_ALLOWED", "conflicts"),
    ("fenna", _changed("daan", conflicts=(), cleared_until=NOW), "NOT_ALLOWED", "cleared_until"),
    ("fenna", _changed("saar", compartments=()), "NOT_ALLOWED", "compartments"),
    ("fenna", _changed("daan", compartments=("KELK",)), "NOT_ALLOWED", "compartments"),
    ("bente", _changed("bente", name="Me"), "FOUR_EYES", ""),
    ("bente", _changed("bente"), "FOUR_EYES", ""),
    ("bente", _changed("daan", compartments=("BAKEN",)), "NOT_ALLOWED", "compartments"),
    ("bente", _changed("daan", compartments=("UNKNOWN",)), "NOT_ALLOWED", "compartments"),
    ("bente", _changed("saar", compartments=("KELK", "UNKNOWN")), "NOT_ALLOWED", "compartments"),
    ("pia", _changed("saar", compartments=("BAKEN", "KELK")), "NOT_ALLOWED", "compartments"),
    ("pia", _changed("daan", compartments=("BAKEN",), name="Other"), "NOT_FOUND", ""),
    ("pia", _changed("daan", name="Other"), "NOT_FOUND", ""),
    ("pia", _changed("daan"), "NOT_FOUND", ""),
    ("mats", _changed("daan", name="Other"), "NOT_FOUND", ""),
    ("mats", _changed("saar", compartments=()), "NOT_FOUND", ""),
    ("mats", _changed("daan", compartments=("BAKEN",)), "NOT_FOUND", ""),
    ("noor", _changed("daan", name="Other"), "NOT_FOUND", ""),
    ("fenna", _changed("wes", compartments=()), "NOT_FOUND", ""),
    ("tess", _changed("daan", name="Other"), "NOT_FOUND", ""),
    ("tess", _changed("fenna", name="Other"), "NOT_FOUND", ""),
    ("bente", _changed("daan", systems=("ELSEWHERE",)), "UNKNOWN_VALUE", "systems"),
    ("bente", _changed("daan", systems=("PROTECTION", "ELSEWHERE")), "UNKNOWN_VALUE", "systems"),
    ("bente", _changed("daan", clearances=(("VIRBI", "DEP_V"), ("VIRBI", "HIGH"))), "UNKNOWN_VALUE", "clearances"),
    ("bente", _changed("daan", clearances=(("a b", "DEP_V"),)), "UNKNOWN_VALUE", "clearances"),
    ("bente", _changed("daan", teams=("POL-A", "AIVD-T")), "UNKNOWN_VALUE", "teams"),
    ("bente", _changed("daan", teams=("POL-OLD",)), "UNKNOWN_VALUE", "teams"),
    ("bente", _changed("daan", conflicts=("C1", "C 1")), "UNKNOWN_VALUE", "conflicts"),
    ("bente", _changed("daan", roles=("GRANT_ADMIN",)), "INVALID", "roles"),
    ("bente", _changed("daan", roles=tuple(sorted(ROLES)), teams=()), "INVALID", "roles"),
    ("bente", _changed("daan", roles=("GRANT_ADMIN", "ANALYST"), teams=()), "INVALID", "roles"),
    ("bente", _changed("daan", name="\n"), "INVALID", "name"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "ruled", "record"), DONE)
def test_what_may_be_done_changes_one_record_and_nothing_else(who: str, ruled: Ruled, record: Any) -> None:
    ruling = ruled(sits(who))
    assert (ruling.value, ruling.change, ruling.refusals) == (record, Change(records=(record,)), ())


@pytest.mark.parametrize(("who", "ruled", "code", "field"), REFUSED)
def test_what_may_not_be_done_is_refused_with_one_code(who: str, ruled: Ruled, code: str, field: str) -> None:
    assert refused(lambda: ruled(sits(who))) == (code, field)


def test_a_register_without_recipients_takes_any() -> None:
    table = replace(DESK.table, recipients=())
    assert _organisation(recipient="WIZARDS")(sits("tess", table=table)).value.recipient == "WIZARDS"


def test_a_team_that_ends_is_nobodys_any_more() -> None:
    ruling = rulings.ended_team(sits("fenna"), "POL-A")
    after = Team("POL-A", "POL", TODAY)
    left = {"daan": ("POL-B",), "saar": ()}
    assert ruling.value == after
    assert ruling.change == Change(records=(after, *(replace(DESK.users[key], teams=teams) for key, teams in left.items())))


def test_a_record_that_was_changed_since_is_not_changed_and_its_version_tells_every_part() -> None:
    daan = DESK.users["daan"]
    assert refused(lambda: rulings.changed_user(sits("bente"), "daan", UserChange("", name="x"))) == ("STALE", "version")
    others = [
        replace(daan, name="x"),
        replace(daan, roles=()),
        replace(daan, compartments=("KELK",)),
        replace(daan, cleared_until=NOW),
    ]
    assert len({version_of(one) for one in (daan, *others)}) == 5
    assert len(version_of(daan)) == 12


def test_nobody_that_there_is_and_nobody_that_there_is_not_are_refused_alike() -> None:
    for who, key in (("fenna", "nobody"), ("fenna", "noor"), ("pia", "nobody"), ("pia", "daan"), ("mats", "wes")):
        assert refused(lambda: rulings.changed_user(sits(who), key, UserChange("", name="x"))) == ("NOT_FOUND", "")  # noqa: B023  # called at once


@pytest.mark.parametrize("others", [(), ("BAKEN",), ("BAKEN", "ZON")])
def test_a_keeper_opens_and_closes_its_own_compartments_and_learns_of_no_other(others: tuple[str, ...]) -> None:
    """Whatever else somebody of another organisation is in: what is shown, its version and each answer are the same."""
    plain = user("kit", "AIVD", "ANALYST", compartments=("KELK",))
    kit = replace(plain, compartments=(*others, "KELK"), teams=("AIVD-T",), conflicts=("C1",))
    sitting = sits("bente", users=DESK.users | {"kit": kit})
    assert rulings.as_shown(sitting, kit) == plain

    def left_with(*codes: str, of: User = plain) -> Any:
        return rulings.changed_user(sitting, "kit", UserChange(version_of(of), compartments=codes))

    ruling = left_with()
    assert (ruling.value, ruling.change) == (replace(plain, compartments=()), Change(records=(replace(kit, compartments=others),)))
    for codes in (("BAKEN",), ("BAKEN", "KELK"), ("ZON", "KELK")):
        assert refused(lambda: left_with(*codes)) == ("NOT_ALLOWED", "compartments")  # noqa: B023  # called at once
    assert refused(lambda: left_with(of=replace(plain, name="x"))) == ("STALE", "version")


def test_a_keeper_lets_in_whom_it_was_told_of_and_out_again() -> None:
    daan, saar = DESK.users["daan"], DESK.users["saar"]
    for one, codes in ((daan, ("BAKEN",)), (saar, ())):
        ruling = rulings.changed_user(sits("pia"), one.key, UserChange(version_of(one), compartments=codes))
        assert ruling.change == Change(records=(replace(one, compartments=codes),))


def test_who_left_counts_neither_as_the_first_officer_nor_as_another() -> None:
    gone = user("was", "NEW", "SECURITY_OFFICER", ended=TODAY)
    plain = user("is", "NEW", "ANALYST")
    users = DESK.users | {"was": gone, "is": plain}
    assert _added(FIRST)(sits("tess", users=users)).value == FIRST
    there = users | {"now": user("now", "NEW", "SECURITY_OFFICER")}
    assert refused(lambda: _added(FIRST)(sits("tess", users=there))) == ("NOT_ALLOWED", "")


def test_an_operator_adds_own_people_as_anybody_does() -> None:
    one = user("new", "NCTV", "ANALYST")
    assert _added(one)(sits("tess")).value == one
    assert refused(lambda: _added(user("new", "NCTV", "SECURITY_OFFICER"))(sits("tess"))) == ("NOT_ALLOWED", "roles")


LOOKED_AT = {
    "fenna": {"fenna", "bente", "ruth", "daan", "saar", "left"},
    "bente": {"fenna", "bente", "ruth", "daan", "saar", "left", "wes"},
    "pia": {"pia", "wes", "saar"},
    "noor": {"mats", "noor", "tess", "audit"},
    "mats": {"mats", "noor", "tess", "audit"},
    "tess": {"mats", "noor", "tess", "audit", "fenna", "bente", "ruth", "pia"},
}
OWN_RECORDS = {
    "fenna": {"user:daan", "user:left", "team:POL-A", "team:POL-OLD", "organisation:POL"},
    "pia": {"user:pia", "user:wes", "team:AIVD-T", "organisation:AIVD"},
    "tess": {"organisation:NCTV", "organisation:POL", "organisation:AIVD", "organisation:NOBODY", "user:noor"},
}
PASTS = sorted({record for records in OWN_RECORDS.values() for record in records} | {"user:nobody", "team:nobody", "table:", "declaration:BG-POL-1", "nothing"})  # fmt: skip


@pytest.mark.parametrize("who", LOOKED_AT)
def test_people_are_looked_at_by_their_own_and_by_who_answers_for_them(who: str) -> None:
    assert {key for key, one in DESK.users.items() if rulings.may_look_at(sits(who), one)} == LOOKED_AT[who]


@pytest.mark.parametrize("who", OWN_RECORDS)
def test_the_past_is_told_of_own_records_alone(who: str) -> None:
    told = set()
    for record in PASTS:
        with suppress(Refused):
            rulings.require_own_record(sits(who), record)
            told.add(record)
    assert told == OWN_RECORDS[who]
    assert refused(lambda: rulings.require_own_record(sits(who), "nothing")) == ("NOT_FOUND", "")


def test_a_compartment_of_no_code_is_never_let_in_even_by_its_keeper() -> None:
    odd = Compartment("a b", "POL")
    sitting = sits("bente", compartments=DESK.compartments | {odd.code: odd})
    assert refused(lambda: _changed("daan", compartments=("a b",))(sitting)) == ("UNKNOWN_VALUE", "compartments")
