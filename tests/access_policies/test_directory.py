"""The directory: own people only, nobody their own record, compartments by their keeper, and nothing that was is forgotten."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from access_policies.errors import UnknownSubject
from access_policies.guard.directory_rulings import UserChange, version_of
from access_policies.register import User
from tests.access_policies.conftest import Installation
from tests.access_policies.test_administration import asks, codes

UNTIL = datetime(2027, 1, 1, tzinfo=UTC)


async def _user(shared: Installation, key: str) -> User:
    desk = await shared.guard.directory.records.desk([key])
    return desk.users[key]


async def _change(shared: Installation, who: str, key: str, **parts: Any) -> list[str]:
    change = UserChange(version_of(await _user(shared, key)), **parts)
    return codes(await shared.guard.administration.directory.change_user(asks(who), key, change))


@pytest.mark.parametrize(
    ("who", "key", "parts", "refused"),
    [
        ("u-fenna", "u-daan", {"teams": ("POL-HAZEL", "POL-DRIO")}, []),
        ("u-fenna", "u-daan", {"roles": ("ANALYST", "CASE_OFFICER")}, []),
        ("u-fenna", "u-daan", {"roles": ("SECURITY_OFFICER",), "teams": ()}, ["NOT_ALLOWED"]),
        ("u-fenna", "u-daan", {"clearances": (("VIRBI", "STG_ZG"),)}, ["NOT_ALLOWED"]),
        ("u-fenna", "u-daan", {"conflicts": ("C5",)}, ["NOT_ALLOWED"]),
        ("u-bente", "u-daan", {"clearances": (("VIRBI", "STG_G"),)}, []),
        ("u-bente", "u-daan", {"conflicts": ("C5",)}, []),
        ("u-bente", "u-bente", {"clearances": (("VIRBI", "STG_ZG"),)}, ["FOUR_EYES"]),
        ("u-bente", "u-daan", {"systems": ("GETUIGENBESCHERMING",)}, ["UNKNOWN_VALUE"]),
        ("u-bente", "u-daan", {"roles": ("ANALYST", "GRANT_ADMIN")}, ["INVALID"]),
        ("u-bente", "u-daan", {"roles": ("WIZARD",)}, ["UNKNOWN_VALUE"]),
        ("u-bente", "u-daan", {"teams": ("NCTV-ANALYSE",)}, ["UNKNOWN_VALUE"]),
        ("u-bente", "u-daan", {"compartments": ("BAKEN",)}, ["NOT_ALLOWED"]),
        ("u-bente", "u-daan", {"name": "\x00"}, ["INVALID"]),
        ("u-pia", "u-daan", {"name": "Other"}, ["NOT_FOUND"]),
        ("u-tess", "u-daan", {"name": "Other"}, ["NOT_FOUND"]),
        ("u-saar", "u-daan", {"name": "Other"}, ["NOT_FOUND"]),
    ],
)
async def test_who_may_change_what(shared: Installation, who: str, key: str, parts: dict[str, Any], refused: list[str]) -> None:
    before = await _user(shared, key)
    assert await _change(shared, who, key, **parts) == refused
    after = await _user(shared, key)
    assert after == (before if refused else replace(before, **parts))


async def test_a_compartment_is_opened_by_its_keeper_alone_and_closed_by_either(shared: Installation) -> None:
    desk = shared.guard.administration.directory
    assert codes(await desk.add_compartment(asks("u-pia"), "BAKEN", "AIVD")) == ["NOT_FOUND"]
    assert (await desk.add_compartment(asks("u-tess"), "BAKEN", "AIVD")).done
    assert codes(await desk.add_compartment(asks("u-tess"), "BAKEN", "POL")) == ["TAKEN"]
    assert await _change(shared, "u-mats", "u-wessel", compartments=("BAKEN",)) == ["NOT_ALLOWED"]
    assert await _change(shared, "u-pia", "u-wessel", compartments=("BAKEN",)) == []
    assert await _change(shared, "u-pia", "u-wessel", name="Renamed") == ["NOT_FOUND"]
    assert await _change(shared, "u-mats", "u-wessel", compartments=()) == []


async def test_what_was_looked_at_and_changed_by_another_is_not_overwritten(shared: Installation) -> None:
    old = version_of(await _user(shared, "u-saar"))
    assert await _change(shared, "u-fenna", "u-saar", name="Saar T.") == []
    outcome = await shared.guard.administration.directory.change_user(asks("u-fenna"), "u-saar", UserChange(old, name="Other"))
    assert codes(outcome) == ["STALE"]


async def test_everything_that_a_record_was_can_be_told(shared: Installation) -> None:
    shared.clock.set(datetime(2026, 3, 17, 9, tzinfo=UTC))
    await _change(shared, "u-bente", "u-ruben", clearances=(("VIRBI", "NONE"),))
    shared.clock.set(datetime(2026, 3, 18, 9, tzinfo=UTC))
    await _change(shared, "u-bente", "u-ruben", clearances=(("VIRBI", "DEP_V"),))
    history = (await shared.guard.administration.directory.history(asks("u-fenna"), "user:u-ruben")).value or ()
    assert [(row["since"][:10], (row["until"] or "")[:10], row["by"]) for row in history] == [
        ("", "2026-03-17", None),
        ("2026-03-17", "2026-03-18", "u-bente"),
        ("2026-03-18", "", "u-bente"),
    ]
    assert [level in row["parts"] for row, level in zip(history, ("STG_C", "NONE", "DEP_V"), strict=True)] == [True] * 3
    then = await shared.guard.directory.records.as_of(datetime(2026, 3, 17, 12, tzinfo=UTC))
    assert '"NONE"' in then["user:u-ruben"]
    assert codes(await shared.guard.administration.directory.history(asks("u-pia"), "user:u-ruben")) == ["NOT_FOUND"]
    shared.clock.set(shared.world.now)


async def test_whoever_left_is_nobody_from_the_next_request_on(shared: Installation) -> None:
    desk = shared.guard.administration.directory
    assert codes(await desk.end_user(asks("u-pia"), "u-hugo")) == ["NOT_FOUND"]
    assert codes(await desk.end_user(asks("u-bart"), "u-bart")) == ["FOUR_EYES"]
    assert (await desk.end_user(asks("u-bart"), "u-hugo")).done
    with pytest.raises(UnknownSubject):
        await shared.guard.directory.policy_of("u-hugo")
    assert "u-hugo" not in {user[0] for user in await shared.guard.directory.users()}


async def test_an_organisation_begins_with_one_security_officer_and_goes_on_by_itself(shared: Installation) -> None:
    desk = shared.guard.administration.directory
    assert codes(await desk.add_organisation(asks("u-tess"), "WATER", "Waterschap", "WIZARDS")) == ["UNKNOWN_VALUE"]
    assert codes(await desk.add_organisation(asks("u-tess"), "POL-N", "Noord", "POLICE")) == ["INVALID"]  # P-POL-N-x.1: whose plan?
    assert (await desk.add_organisation(asks("u-tess"), "WATER", "Waterschap (invented)", "MUNICIPALITY")).done
    officer = User("u-duif", "Duif Dijkgraaf", "WATER", ("SECURITY_OFFICER",), (), UNTIL, (), (), ())
    reader = replace(officer, key="u-vis", roles=("ANALYST",))
    assert codes(await desk.add_user(asks("u-tess"), reader)) == ["NOT_ALLOWED"]
    assert (await desk.add_user(asks("u-tess"), officer)).done
    assert codes(await desk.add_user(asks("u-tess"), replace(officer, key="u-two"))) == ["NOT_ALLOWED"]
    assert (await desk.add_user(asks("u-duif"), reader)).done
    assert (await desk.add_team(asks("u-duif"), "WATER-DIJK")).done
    assert codes(await desk.add_team(asks("u-duif"), "POL-DIJK")) == ["INVALID"]
    assert await _change(shared, "u-duif", "u-vis", teams=("WATER-DIJK",)) == []
    assert (await desk.end_team(asks("u-duif"), "WATER-DIJK")).done
    assert (await _user(shared, "u-vis")).teams == ()
    assert (await desk.end_organisation(asks("u-tess"), "WATER")).done
    with pytest.raises(UnknownSubject):
        await shared.guard.directory.policy_of("u-vis")


async def test_the_operator_sees_organisations_and_who_administers_them_and_nobody_else(shared: Installation) -> None:
    shown = (await shared.guard.administration.directory.show(asks("u-tess"))).value
    assert shown is not None
    assert {"u-fenna", "u-pia"} <= {user.key for user in shown.users}
    assert {"u-noor", "u-daan", "u-ilse"}.isdisjoint(user.key for user in shown.users)
    own = (await shared.guard.administration.directory.show(asks("u-fenna"))).value
    assert own is not None
    assert {user.organisation for user in own.users} == {"POL"}
    assert codes(await shared.guard.administration.directory.show(asks("u-noor"))) == ["NOT_FOUND"]


async def test_nobody_puts_anybody_into_another_organisation_however_little_they_say_of_them(shared: Installation) -> None:
    """An account there would read what is granted to all of it; and the answer would tell which keys are in use."""
    desk = shared.guard.administration.directory
    for who in ("u-fenna", "u-bente", "u-roel"):
        for key, organisation in (("u-planted", "NCTV"), ("u-planted", "PERS"), ("u-noor", "NCTV"), ("u-planted", "NOBODY")):
            planted = User(key, "Een Ander", organisation, (), (), UNTIL, (), (), ())
            assert codes(await desk.add_user(asks(who), planted)) == ["NOT_FOUND"], (who, key, organisation)


async def test_that_a_key_is_in_use_is_told_last_and_to_whoever_may_add_it(shared: Installation) -> None:
    """Whatever else is wrong is told first: the same for a key of another organisation and for one that nobody has."""
    desk = shared.guard.administration.directory
    for key in ("u-noor", "u-nobody-at-all"):
        new = User(key, "Een Ander", "POL", ("ANALYST",), (), UNTIL, (), (), ())
        assert codes(await desk.add_user(asks("u-saar"), new)) == ["NOT_FOUND"]
        assert codes(await desk.add_user(asks("u-fenna"), replace(new, roles=("WIZARD",)))) == ["UNKNOWN_VALUE"]
        assert codes(await desk.add_user(asks("u-fenna"), replace(new, organisation="NCTV"))) == ["NOT_FOUND"]
    assert codes(await desk.add_user(asks("u-fenna"), replace(new, key="u-noor"))) == ["TAKEN"]
