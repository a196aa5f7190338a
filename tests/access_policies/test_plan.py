"""Plans: what is there is left alone, what is wrong is named with its line, and with any fault nothing changes."""

import random
from pathlib import Path

import pytest

from cli.plan_entry import PlanRejected
from cli.plan_file import read_plan
from tests.access_policies.conftest import Installation
from tests.access_policies.test_administration import asks, codes

ENTRY = """
  - name: {name}
    grantee: {grantee}
    scopes: [{scope}]
    actions: [see, read]
    field_classes: [basic]
    level_ceiling: DEP_V
    purposes: [THREAT_ASSESSMENT]
    legal_basis: WPG-15
    necessity: compare two cases
    not_before: 2026-03-16T00:00:00Z
    expires: {expires}
"""


def _plan(tmp_path: Path, *entries: dict[str, str], organisation: str = "POL") -> Path:
    usual = {"grantee": "user:u-hugo", "scope": "C2", "expires": "2026-06-01T00:00:00Z"}
    path = tmp_path / "plan.yaml"
    text = "".join(ENTRY.format(**usual | entry) for entry in entries)
    path.write_text(f"organisation: {organisation}\ngrants:{text or ' []'}\n")
    return path


async def test_a_plan_is_applied_once_and_then_there_is_nothing_to_do(shared: Installation, tmp_path: Path) -> None:
    planning = shared.guard.administration.planning
    organisation, wanted = read_plan(_plan(tmp_path, {"name": "one"}, {"name": "two", "scope": "C1"}))
    planned = (await planning.plan(asks("u-fenna"), organisation, wanted)).value
    assert planned is not None
    assert [line.kind for line in planned.differences] == ["request", "request"]
    assert (await planning.apply(asks("u-fenna"), organisation, wanted)).done
    again = (await planning.plan(asks("u-fenna"), organisation, wanted)).value
    assert again is not None
    assert again.changes == ()
    _, fewer = read_plan(_plan(tmp_path, {"name": "one", "expires": "2026-07-01T00:00:00Z"}))
    changed = (await planning.apply(asks("u-fenna"), organisation, fewer)).value
    assert changed is not None
    assert [(line.kind, line.name, line.terms) for line in changed.changes] == [
        ("end", "one", ("expires",)),
        ("request", "one", ()),
        ("end", "two", ()),
    ]
    states = {seen.grant.id: seen.state for seen in (await shared.guard.administration.list(asks("u-fenna"))).value or ()}
    assert {name: state for name, state in states.items() if name.startswith("P-POL-")} == {
        "P-POL-one.1": "REFUSED", "P-POL-one.2": "CONSENT_PENDING", "P-POL-two.1": "REFUSED",
    }  # fmt: skip
    assert codes(await shared.guard.administration.approve(asks("u-fenna"), "P-POL-one.2")) == ["FOUR_EYES"]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([{"name": "a"}, {"name": "a", "scope": "C1"}], "plan.yaml:15: a value breaks a law of the model: the name stands at plan.yaml:3 already"),
        ([{"name": "a"}, {"name": "b"}], "plan.yaml:15: a value breaks a law of the model: same grantee, scopes and purposes as at plan.yaml:3"),
        ([{"name": "a", "grantee": "user:u-nobody"}], "plan.yaml:3: a value is not on its register: grantee"),
        ([{"name": "a", "expires": "2026-03-16T00:00:00Z"}], "plan.yaml:3: a value breaks a law of the model: it ends before it starts"),
        ([{"name": "a", "expires": "2036-03-16T00:00:00Z"}], "plan.yaml:3: a value breaks a law of the model: it lasts too long"),
    ],
)  # fmt: skip
async def test_a_plan_with_a_fault_changes_nothing_and_names_its_line(
    shared: Installation, tmp_path: Path, entries: list[dict[str, str]], said: str
) -> None:
    epoch = (await shared.guard.directory.policy_of("u-noor")).epoch
    organisation, wanted = read_plan(_plan(tmp_path, *entries))
    outcome = await shared.guard.administration.planning.apply(asks("u-fenna"), organisation, wanted)
    assert said in [f"{refusal.field}: {refusal.message}" for refusal in outcome.refusals]
    assert (await shared.guard.directory.policy_of("u-noor")).epoch == epoch


@pytest.mark.parametrize("who", ["u-saar", "u-otto", "u-tess"])
async def test_a_plan_is_its_organisations_own(shared: Installation, tmp_path: Path, who: str) -> None:
    organisation, wanted = read_plan(_plan(tmp_path, {"name": "mine"}))
    assert codes(await shared.guard.administration.planning.apply(asks(who), organisation, wanted)) == ["NOT_FOUND"]


BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\norganisation: POL\ngrants: [*b, *b]\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "plan.yaml:1: anchors and aliases are not read"),
        ("organisation: [", "not readable as YAML"),
        ("", "it is empty"),
        ("just a text", "a plan has two keys"),
        ("organisation: POL\ngrants: {}\n", "grants is a list"),
        ("organisation: POL\ngrants: [1]\nmore: 2\n", "a plan has two keys"),
        ("organisation: POL\ngrants:\n  - 1\n", "plan.yaml:3: not a map"),
        ("organisation: POL\ngrants:\n  - name: x\n    shoe: 4\n", "plan.yaml:3: unknown key 'shoe'"),
        ("[" * 5_000, "plan.yaml"),
        ("\x00", "not readable as YAML"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    with pytest.raises(PlanRejected) as fault:
        read_plan(path)
    assert said in str(fault.value)
    assert len(str(fault.value)) < 4_000


async def test_a_plan_of_ten_thousand_lines_is_one_change(shared: Installation, tmp_path: Path) -> None:
    chance = random.Random(3)
    names = [f"line-{n}" for n in range(900)]
    chance.shuffle(names)
    path = _plan(tmp_path, *({"name": name, "scope": f"S-{name}"} for name in names), organisation="DLIO")
    assert path.read_text().count("\n") > 10_000
    organisation, wanted = read_plan(path)
    planned = await shared.guard.administration.planning.apply(asks("u-willemijn"), organisation, wanted)
    assert planned.value is not None
    assert len(planned.value.changes) == 900
    again = await shared.guard.administration.planning.plan(asks("u-willemijn"), organisation, wanted)
    assert again.value is not None
    assert again.value.changes == ()
