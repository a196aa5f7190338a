"""The legal table: what ships is sound and is the scenario's, and every fault of another is named with its place."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from access_policies.errors import LegalTableBroken
from access_policies.legal import load, standard
from access_policies.legal.table import FOLDER
from loaders.scenario.world import read_world

RAW = yaml.safe_load(next(FOLDER.glob("*.yaml")).read_text())


def test_the_table_that_ships_is_the_one_of_the_scenario() -> None:
    table = standard().to_policy_table()
    world = read_world().register.table
    assert table.regimes == world.regimes
    assert set(table.closed_regimes) == set(world.closed_regimes)
    assert set(table.purposes) == set(world.purposes)


def test_every_cell_has_its_article_and_closed_regimes_have_no_cells() -> None:
    for name, row in standard().regimes.items():
        assert row.articles.keys() == row.purposes.keys()
        assert all(row.articles.values())
        assert not (row.closed and row.purposes), name
    table = standard().to_policy_table()
    assert table.article("WPG8", "AUTHORITY") == "Wpg 18; Bpg 4:4"
    assert table.article("WPG8", "NOBODY") == "Wpg 8"
    assert table.is_closed("WPG12")
    assert table.is_closed("UNHEARD")


def test_a_version_is_in_force_between_its_days() -> None:
    table = standard()
    assert table.in_force(table.start)
    assert not table.in_force(date(2025, 12, 31))


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["version"], None, "version is missing"),
        (["in_force"], {"from": "soon", "to": None}, "in_force: from and to are days"),
        (["in_force"], {"from": date(2026, 2, 1), "to": date(2026, 1, 1)}, "in_force: it ends before it starts"),
        (["regimes"], [], "section regimes is missing or no map"),
        (["regimes", "WPG8", "article"], "", "regimes.WPG8: article is missing"),
        (["regimes", "WPG8", "closed"], "no", "regimes.WPG8: closed is true or false"),
        (["regimes", "WPG12", "recipients"], {"POLICE": {"article": "x", "purposes": []}}, "regimes.WPG12: a closed regime"),
        (["regimes", "WPG8", "recipients", "ALIENS"], {"article": "x", "purposes": []}, "regimes.WPG8.recipients.ALIENS: unknown kind"),
        (["regimes", "WPG8", "recipients", "POLICE", "purposes"], ["FUN"], "regimes.WPG8.recipients.POLICE: unknown purpose 'FUN'"),
        (["regimes", "WPG8", "recipients", "POLICE", "purposes"], [["x"]], "unknown purpose a list"),
        (["regimes", "WPG8", "recipients", "POLICE", "article"], None, "regimes.WPG8.recipients.POLICE: article is missing"),
        (["handling", "NO_EXPORT", "withholds"], ["fly"], "handling.NO_EXPORT: unknown action 'fly'"),
        (["handling", "NO_EXPORT", "obliges"], None, "handling.NO_EXPORT: obliges is missing"),
        (["clocks", "consent_hours"], 0, "clocks.consent_hours: not a number of hours"),
        (["clocks", "tea_hours"], 4, "clocks.tea_hours: unknown clock"),
        (["refusal_grounds", "no good"], "x", "refusal_grounds: 'no good' is no code"),
        (["systems"], "ALL", "section systems is missing or no list"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(path: list[str], value: Any, said: str, tmp_path: Path) -> None:
    raw = deepcopy(RAW)
    place = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    file = tmp_path / "law.yaml"
    file.write_text(yaml.safe_dump(raw))
    with pytest.raises(LegalTableBroken) as fault:
        load(file)
    assert said in str(fault.value)
    assert str(fault.value).startswith("law.yaml: ")


@pytest.mark.parametrize("text", ["", "[", "a: &a [*a]", "- x", "\x00", "x: 1\n" * 200_001])
def test_a_file_that_is_no_table_is_said(text: str, tmp_path: Path) -> None:
    file = tmp_path / "law.yaml"
    file.write_text(text)
    with pytest.raises(LegalTableBroken, match=r"law\.yaml"):
        load(file)


def test_a_bomb_of_aliases_does_not_go_off(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    file = tmp_path / "law.yaml"
    file.write_text("\n".join([*lines, "regimes: *a39", "systems: *a39"]))
    with pytest.raises(LegalTableBroken):
        load(file)
