"""The administrator's questions of domain.md 7.3, compared with what can be read off the scenario's own values."""

from datetime import UTC, datetime, timedelta

from access_policies.guard.directory_rulings import UserChange, version_of
from access_policies.guard.questions import Answer
from graph_model.marking import Marking
from tests.access_policies.conftest import Installation
from tests.access_policies.test_administration import asks, codes


async def _answers(shared: Installation, who: str) -> dict[int, Answer]:
    outcome = await shared.guard.administration.questions.report(asks(who))
    assert outcome.value is not None, outcome.refusals
    return {answer.number: answer for answer in outcome.value}


async def test_there_are_ten_questions_and_who_may_ask_them(shared: Installation) -> None:
    assert sorted(await _answers(shared, "u-fenna")) == list(range(1, 11))
    assert codes(await shared.guard.administration.questions.report(asks("u-noor"))) == ["NOT_FOUND"]


async def test_grants_that_end_soon_are_those_of_the_parties(shared: Installation) -> None:
    now, soon = shared.world.now, shared.world.now + timedelta(days=14)
    ends = {g.id for g in shared.world.register.grants if g.state_at(now) == "ACTIVE" and min(g.expires, g.review_due) <= soon}
    for who in ("u-fenna", "u-tess"):
        told = {line.split()[1] for line in (await _answers(shared, who))[1].lines}
        assert told <= ends
        assert told == ends or who != "u-tess"
        assert "G-daan-temp" in told


async def test_whose_clearance_lapsed_and_who_still_holds_a_grant_is_named(shared: Installation) -> None:
    assert (await _answers(shared, "u-bente"))[3].lines == ()
    user = (await shared.guard.directory.records.desk(["u-daan"])).users["u-daan"]
    change = UserChange(version_of(user), cleared_until=datetime(2026, 3, 1, tzinfo=UTC))
    assert (await shared.guard.administration.directory.change_user(asks("u-bente"), "u-daan", change)).done
    (line,) = (await _answers(shared, "u-bente"))[3].lines
    assert line.startswith("u-daan: clearance ended; ")
    assert "G-daan-temp" in line
    assert (await _answers(shared, "u-otto"))[3].lines == ()


async def test_records_and_cases_are_counted_of_the_own_organisation_alone(shared: Installation) -> None:
    answers = await _answers(shared, "u-yfke")
    own = [node for node in shared.world.nodes if node.marking.originator == "NCTV" and node.provenance.retracted_at is None]
    assert answers[4].lines == (f"a day of destruction: {len(own)}",)
    cases = {node.id for node in own if node.type == "Case"}
    links = [link for link in shared.world.relationships if _is_own(link.marking) and link.start in cases]
    held = {link.start for link in links if link.type == "UNDER_AUTHORITY_OF" and "to" not in link.properties}
    met = {link.start for link in links if link.type == "CONTACT"}
    assert answers[10].lines[:2] == (
        f"own cases without an authority: {len(cases - held)} of {len(cases)}",
        f"own cases without a contact: {len(cases - met)} of {len(cases)}",
    )


def _is_own(marking: Marking) -> bool:
    return marking.originator == "NCTV"
