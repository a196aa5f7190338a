"""Whatever is done on record has one entry of its end, done or refused, and it names what was begun."""

from pathlib import Path

import pytest

from access_policies.audit import AuditLog, Kind
from access_policies.clock import SetClock
from access_policies.errors import PolicyInFlux
from access_policies.guard.asked import Asked
from access_policies.guard.recorder import Begun, Recorder
from access_policies.refusals import Refused
from graph_model.errors import StoreTimeout
from loaders.scenario.world import read_world
from tests.access_policies.audit.logs import read_entries

ASKED = Asked("u-noor", "ADMINISTRATION", "")
FAULTS = [(PolicyInFlux("anew"), "PolicyInFlux"), (StoreTimeout("late"), "StoreTimeout"), (Refused("NOT_FOUND"), "NOT_FOUND")]


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    """A log with nothing in it."""
    return AuditLog(tmp_path / "audit")


async def test_what_is_done_ends_what_was_begun(log: AuditLog) -> None:
    recorder = Recorder(log, SetClock(read_world().now))
    named: list[Begun] = []

    async def act(begun: list[Begun]) -> str:
        named.append(await recorder.begin(ASKED, "watch.begin", ["watch:one"]))
        begun += named
        return "told"

    outcome = await recorder.on_record(ASKED, "watch.begin", act)
    begin, end = read_entries(log.folder)[-2:]
    assert begin["outcome"] == "begun"
    assert (outcome.value, outcome.refusals) == ("told", ())
    assert outcome.receipt.partition(":")[0] not in ("", *[one.id for one in named])
    assert (end["kind"], end["outcome"], end["detail"]) == ("WRITE", "done", {"ends": [one.id for one in named]})
    assert (await recorder.on_record(ASKED, "webhook.mine", lambda _: act([]), Kind.READ)).done
    assert read_entries(log.folder)[-1]["kind"] == "READ"


@pytest.mark.parametrize(("fault", "said"), FAULTS)
async def test_what_fails_or_is_refused_ends_what_was_begun(log: AuditLog, fault: Exception, said: str) -> None:
    recorder = Recorder(log, SetClock(read_world().now))
    named: list[Begun] = []

    async def act(begun: list[Begun]) -> None:
        named.append(await recorder.begin(ASKED, "watch.end", ["watch:one"]))
        begun += named
        raise fault

    if isinstance(fault, Refused):
        outcome = await recorder.on_record(ASKED, "watch.end", act)
        assert (outcome.value, [one.code for one in outcome.refusals]) == (None, [said])
    else:
        with pytest.raises(type(fault)):
            await recorder.on_record(ASKED, "watch.end", act)
    begin, end = read_entries(log.folder)[-2:]
    assert begin["outcome"] == "begun"
    assert (end["kind"], end["outcome"], end["detail"]) == ("REFUSE", said, {"ends": [one.id for one in named]})
