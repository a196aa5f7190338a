"""The laws that a grant keeps by itself, each at its edge: the last grant that keeps it, and the first that breaks it and nothing else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from access_policies.errors import GrantInvalid
from access_policies.grants import CODE, Step, broken_laws, validate
from tests.access_policies.strategies import NOW
from tests.access_policies.test_consent import GRANT

DAY, MOMENT = timedelta(days=1), timedelta(milliseconds=1)
NAME, LONG, TEXT = "a name holds characters that no name may hold", "it lasts too long", "a text is too long"
BACKWARDS = (Step(NOW, "ACTIVE"), Step(NOW - DAY, "REQUESTED"))
LAWFUL: list[dict[str, Any]] = [
    {},
    {"expires": NOW + 366 * DAY},
    {"expires": NOW + MOMENT},
    {"break_glass": True, "expires": NOW + timedelta(hours=4)},
    {"necessity": "x" * 2_000, "delay_ground": "x" * 2_000, "conditions": ("x" * 2_000, "y")},
    {"scopes": ("record:" + "0f" * 16,)},
    {"scopes": ("A" * 64,)},
    {"id": "G.a:b_c-9"},
    {"grantee": "org:PERS", "scopes": ("REGISTER",)},
    {"grantee": "user:PERS"},
    {"grantee": "org:NCTV", "level_ceiling": "STG_C"},
    {"grantee": "team:X", "level_ceiling": "STG_G"},
    {"grantee": "user:x", "level_ceiling": "STG_ZG"},
    {"actions": ("see", "read", "sense", "cite", "write", "export", "pass_on")},
    {"field_classes": ("basic", "identity", "contact", "assessment", "operational", "source")},
    {"field_classes": ()},
    {"history": (Step(NOW, "REQUESTED"), Step(NOW, "CONSENT_PENDING"), Step(NOW, "ACTIVE"))},
]
LAWLESS: list[tuple[dict[str, Any], str]] = [
    ({"expires": NOW + 366 * DAY + MOMENT}, LONG),
    ({"expires": NOW}, "it ends before it starts"),
    ({"expires": NOW - DAY}, "it ends before it starts"),
    ({"break_glass": True, "expires": NOW + timedelta(hours=4) + MOMENT}, LONG),
    ({"necessity": "x" * 2_001}, TEXT),
    ({"delay_ground": "x" * 2_001}, TEXT),
    ({"conditions": ("y", "x" * 2_001)}, TEXT),
    ({"id": 'G" || true'}, NAME),
    ({"id": ""}, NAME),
    ({"id": "-G"}, NAME),
    ({"grantor": "P L"}, NAME),
    ({"grantee": "team:"}, NAME),
    ({"legal_basis": "art. 15"}, NAME),
    ({"scopes": ("C1", "C 2")}, NAME),
    ({"scopes": ("A" * 65,)}, NAME),
    ({"purposes": ("A", "B\n")}, NAME),
    ({"grantee": "everybody:X"}, "unknown kind of grantee"),
    ({"level_ceiling": "TOP"}, "unknown level"),
    ({"actions": ("see", "fly")}, "unknown action"),
    ({"field_classes": ("basic", "secret")}, "unknown field class"),
    ({"history": (Step(NOW, "ACTIVE"), Step(NOW, "LOST"))}, "unknown state"),
    ({"scopes": ()}, "no scope, purpose or action"),
    ({"purposes": ()}, "no scope, purpose or action"),
    ({"actions": ()}, "no scope, purpose or action"),
    ({"scopes": ("C1", "record:nonsense")}, "a single record is named by its id"),
    ({"scopes": ("record:" + "0f" * 16 + "0",)}, "a single record is named by its id"),
    ({"history": BACKWARDS}, "its history runs backwards"),
    ({"grantee": "org:PERS"}, "PERS is never granted anything as an organisation, its register apart"),
    ({"grantee": "org:PERS", "scopes": ("REGISTER", "C1")}, "PERS is never granted anything as an organisation, its register apart"),
    ({"grantee": "org:NCTV", "level_ceiling": "STG_G"}, "STG_G is too high for org"),
    ({"grantee": "team:X", "level_ceiling": "STG_ZG"}, "STG_ZG is too high for team"),
]  # fmt: skip


@pytest.mark.parametrize("parts", LAWFUL, ids=str)
def test_the_last_that_keeps_a_law_breaks_none(parts: dict[str, Any]) -> None:
    assert broken_laws(replace(GRANT, **parts)) == []


@pytest.mark.parametrize(("parts", "law"), LAWLESS, ids=[str(row[0])[:60] for row in LAWLESS])
def test_the_first_that_breaks_a_law_breaks_that_one_and_is_refused_by_name(parts: dict[str, Any], law: str) -> None:
    grant = replace(GRANT, **parts)
    assert broken_laws(grant) == [law]
    with pytest.raises(GrantInvalid) as fault:
        validate(grant)
    assert str(fault.value) == f"grant {grant.id!r}: {law}"


def test_every_law_that_is_broken_is_told_in_order() -> None:
    worst = replace(GRANT, id="", actions=("fly",), expires=NOW, level_ceiling="TOP", grantee="none:X")
    laws = [NAME, "unknown kind of grantee", "unknown level", "unknown action", "it ends before it starts"]
    assert broken_laws(worst) == laws
    assert CODE.fullmatch("G-1")
