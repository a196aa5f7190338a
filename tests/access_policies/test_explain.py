"""Explaining: right against the stories, silent about what is not in the asker's view, and the same at a past instant."""

from typing import Any

import pytest

from access_policies.articles import rule_texts
from access_policies.decision import Decider
from access_policies.explanation import Explanation, Reader, as_text
from access_policies.guard import Asked
from access_policies.guard.directory_rulings import UserChange, version_of
from access_policies.policy_texts import NAMES, policy_version
from access_policies.subject import Context
from graph_model.instant import parse
from tests.access_policies.conftest import Installation
from tests.access_policies.test_administration import asks, codes

ASSESS = "THREAT_ASSESSMENT"


async def _why(shared: Installation, who: str, handle: str, purpose: str = ASSESS, **more: Any) -> Explanation | list[str]:
    record = shared.world.ids.get(handle, handle)
    outcome = await shared.guard.administration.explaining.explain(Asked(who, purpose, "why"), record, **more)
    return outcome.value if outcome.value else codes(outcome)


async def test_one_sees_a_record_by_its_grant_with_consent_article_and_version(shared: Installation) -> None:
    said = await _why(shared, "u-noor", "R-r17.AIVD")
    assert isinstance(said, Explanation)
    assert said.permit
    assert [grant.id for grant in said.grants] == ["G-nctv-c1"]
    assert said.grants[0].approvals == (("POL", "u-bente"),)
    assert (said.regime, said.regime_article) == ("WIV", "Wiv 2017 62 (unverified)")
    assert said.policy_version == policy_version()
    assert "Grant G-nctv-c1 of POL to team:NCTV-ANALYSE" in as_text(said)


async def test_who_consented_is_told_to_functionaries_and_not_to_readers(shared: Installation) -> None:
    """Joris reads under the grant that the service consented to, and nothing of the service: its name would tell too much."""
    mine = (await shared.guard.administration.mine(Asked("u-joris", ASSESS, "mine"))).value or ()
    told = repr([seen for seen in mine if seen.grant.id == "G-nctv-c1"])
    said = await _why(shared, "u-joris", "R-r02.POL")
    assert "G-nctv-c1" in told
    assert isinstance(said, Explanation)
    assert "AIVD" not in told + as_text(said)
    to_originator = await _why(shared, "u-otto", "R-r17.AIVD", "GRANT_ADMINISTRATION", user="u-noor")
    assert isinstance(to_originator, Explanation)
    assert ("AIVD", "u-otto") in to_originator.grants[0].approvals


async def test_a_field_that_no_grant_opens_is_said_to_be_opened_by_none(shared: Installation) -> None:
    said = await _why(shared, "u-noor", "L-rechtbank.POL", field="address")
    assert isinstance(said, Explanation)
    assert (said.permit, said.action, said.grants, said.rules) == (False, "read_operational", (), ())
    assert "No grant opens it." in as_text(said)
    assert await _why(shared, "u-noor", "L-rechtbank.POL", field="shoeSize") == ["UNKNOWN_VALUE"]


@pytest.mark.parametrize("record", ["R-r10.POL", "P-zwaluw.POL", "f" * 32, "no id at all", "", "' OR 1=1"])
async def test_hidden_missing_and_malformed_are_one_answer(shared: Installation, record: str) -> None:
    answers = [await _why(shared, "u-daan", record), await _why(shared, "u-daan", record, field="text")]
    answers += [await _why(shared, "u-daan", record, user="u-noor"), await _why(shared, "u-fenna", record, user="u-nobody")]
    assert answers == [["NOT_FOUND"]] * 4


async def test_an_originators_administrator_learns_why_another_may_not(shared: Installation) -> None:
    for user, handle, rule in (
        ("u-wessel", "R-r17.AIVD", "compartments"),
        ("u-joris", "R-r16.AIVD", "clearance"),
        ("u-tamar", "R-r16.AIVD", "system"),
        ("u-daan", "R-r17.AIVD", "releasable"),
    ):
        said = await _why(shared, "u-otto", handle, "GRANT_ADMINISTRATION", user=user)
        assert isinstance(said, Explanation)
        assert not said.permit
        assert rule in {one.rule for one in said.rules}
    assert (await _why(shared, "u-fenna", "R-r17.AIVD", "GRANT_ADMINISTRATION", user="u-noor")) == ["NOT_FOUND"]
    assert (await _why(shared, "u-mats", "R-r17.AIVD", "GRANT_ADMINISTRATION", user="u-noor")) == ["NOT_FOUND"]
    assert (await _why(shared, "u-otto", "R-r17.AIVD", "THREAT_ASSESSMENT", user="u-noor")) == ["NOT_FOUND"]


async def test_a_past_instant_is_explained_by_what_held_then(shared: Installation) -> None:
    before, now = parse("2026-03-09T23:30:00Z"), shared.world.now
    said = await _why(shared, "u-fenna", "R-r22.POL", "GRANT_ADMINISTRATION", user="u-noor", at=before)
    assert isinstance(said, Explanation)
    assert not said.permit
    assert (await _why(shared, "u-fenna", "R-r22.POL", "GRANT_ADMINISTRATION", user="u-noor")).permit  # type: ignore[union-attr]  # an explanation
    shared.clock.set(parse("2026-03-17T09:00:00Z"))
    desk = shared.guard.administration.directory
    user = (await shared.guard.directory.records.desk(["u-wessel"])).users["u-wessel"]
    assert (await desk.change_user(asks("u-mats"), "u-wessel", UserChange(version_of(user), clearances=()))).done
    late = await _why(shared, "u-otto", "R-r16.AIVD", "GRANT_ADMINISTRATION", user="u-wessel")
    then = await _why(shared, "u-otto", "R-r16.AIVD", "GRANT_ADMINISTRATION", user="u-wessel", at=now)
    assert (late.permit, then.permit) == (False, True)  # type: ignore[union-attr]  # both are explanations
    shared.clock.set(now)


async def _readers(shared: Installation, who: str, handle: str, **more: Any) -> tuple[Reader, ...] | list[str]:
    outcome = await shared.guard.administration.explaining.who_sees(asks(who), shared.world.ids.get(handle, handle), **more)
    return codes(outcome) if outcome.refusals else outcome.value or ()


async def test_who_sees_is_who_does(shared: Installation) -> None:
    """Compared with deciding for every user and purpose by itself."""
    for handle, originator in (("R-r17.AIVD", "u-otto"), ("R-r10.POL", "u-fenna"), ("M-m06.NCTV", "u-yfke")):
        marking = next(node.marking for node in shared.world.nodes if node.id == shared.world.ids[handle])
        expected = set()
        for user in shared.world.register.users:
            policy = await shared.guard.directory.policy_of(user.key)
            for purpose in policy.table.purposes:
                context = Context(purpose, shared.world.now)
                decider = Decider(policy.subject, context, policy.grants, policy.table)
                if decider.decide("see", [marking])[0].permit:
                    expected.add((user.key, purpose))
        found = await _readers(shared, originator, handle)
        assert {(reader.user, reader.purpose) for reader in found if isinstance(reader, Reader)} == expected
        assert expected


async def test_who_sees_is_told_to_the_originator_alone(shared: Installation) -> None:
    for who, handle in (("u-fenna", "R-r17.AIVD"), ("u-noor", "R-r10.POL"), ("u-tess", "R-r10.POL"), ("u-fenna", "f" * 32)):
        assert await _readers(shared, who, handle) == ["NOT_FOUND"]


def test_every_rule_says_something_and_where_it_comes_from() -> None:
    texts = rule_texts()
    assert {rule.partition("_")[0] for rule in texts} == set(NAMES)
    assert all(text.sentence and text.article for text in texts.values())
