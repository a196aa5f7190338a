"""Other policies are tried exactly: what the trial says anybody gains or loses is what their visible classes would be."""

from pathlib import Path

import pytest

from access_policies.classes import ClassIndex
from access_policies.errors import PolicyBroken
from access_policies.guard import Asked
from access_policies.policy_texts import FOLDER, policy_version
from access_policies.subject import Context
from access_policies.trial import FILES, lay_out
from access_policies.visible import visible_classes
from tests.access_policies.conftest import Installation
from tests.access_policies.test_administration import asks, codes

WITHOUT_CIRCLES = '@id("compartments") forbid (principal, action, resource) when { false && resource.compartments.isEmpty() };'
STRICTER = '@id("system") forbid (principal, action, resource) unless { principal.systems.contains(resource.system) && resource.level < 2 };'


@pytest.mark.parametrize("texts", [{"compartments.cedar": WITHOUT_CIRCLES}, {"system.cedar": STRICTER}], ids=["opens", "shuts"])
async def test_who_gains_or_loses_is_counted_exactly(shared: Installation, texts: dict[str, str], tmp_path: Path) -> None:
    trial = (await shared.guard.administration.trials.trial(asks("u-tess"), texts)).value
    assert trial is not None
    assert trial.before == policy_version() != trial.after
    lay_out(texts, tmp_path)
    told = {(one.user, one.purpose): (one.gains.get("see", 0), one.loses.get("see", 0)) for one in trial.moved}
    compared = 0
    moved = {one.user for one in trial.moved}
    for user in (user for place, user in enumerate(shared.world.register.users) if user.key in moved or place % 3 == 0):
        policy = await shared.guard.directory.policy_of(user.key)
        for purpose in policy.table.purposes:
            context = Context(purpose, shared.world.now)
            args = (policy.epoch, policy.subject, context, policy.grants, policy.table, ClassIndex(policy.markings))
            old, new = visible_classes(*args).masks["see"], visible_classes(*args, folder=tmp_path).masks["see"]
            gains = sum(after > before for before, after in zip(old, new, strict=True))
            loses = sum(after < before for before, after in zip(old, new, strict=True))
            assert told.get((user.key, purpose), (0, 0)) == (gains, loses)
            compared += bool(gains or loses)
    assert compared


async def test_the_texts_in_force_move_nobody_of_as_many_as_other_texts_are_asked_about(shared: Installation) -> None:
    trials = shared.guard.administration.trials
    same, other = [(await trials.trial(asks("u-tess"), texts, 3)).value for texts in ({}, {"system.cedar": STRICTER})]
    assert same is not None
    assert other is not None
    assert (same.before, same.moved) == (same.after, ())
    assert (same.asked, same.more_after) == (other.asked, other.more_after)


async def test_a_security_officer_tries_for_the_own_people_and_a_reader_not_at_all(shared: Installation) -> None:
    trial = (await shared.guard.administration.trials.trial(asks("u-pia"), {"system.cedar": STRICTER})).value
    assert trial is not None
    assert {one.organisation for one in trial.moved} == {"AIVD"}
    assert codes(await shared.guard.administration.trials.trial(asks("u-noor"), {})) == ["NOT_FOUND"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("system.cedar", "forbid (principal, action, resource) when { resource.nothing };"),
        ("system.cedar", "this is no policy"),
        ("bonus.cedar", "permit (principal, action, resource);"),
        ("schema.cedarschema", "entity Nothing;"),
    ],
)
async def test_a_text_that_does_not_fit_is_never_tried(shared: Installation, name: str, text: str) -> None:
    with pytest.raises(PolicyBroken):
        await shared.guard.administration.trials.trial(Asked("u-tess", "GRANT_ADMINISTRATION", "x"), {name: text})


def test_every_policy_has_its_page_and_the_page_its_articles() -> None:
    pages = Path(__file__).parents[2] / "docs" / "reference" / "policies"
    policies = [name for name in FILES if name.endswith((".cedar", ".template"))]
    for name in policies:
        page = pages / f"{name.partition('.')[0]}.md"
        assert page.is_file(), f"{name} has no page"
        text = page.read_text()
        assert "## Articles" in text, f"{page.name} names no articles"
        assert "## What it refuses" in text
    assert {page.stem for page in pages.glob("*.md")} == {name.partition(".")[0] for name in policies} | {"README"}
    assert {path.name for path in FOLDER.iterdir()} == set(FILES)
