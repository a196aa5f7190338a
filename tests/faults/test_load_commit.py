"""A commit whose answer is lost is looked up by its key: one effect, and the answer that it would have had."""

from pathlib import Path

import pytest

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.guard import Asked, Guard
from access_policies.guard.intake import TRIES
from graph_model.errors import OutcomeUnknown
from graph_model.intake.contribution import Contribution, OfferedNode
from graph_model.local.server import Endpoint
from graph_model.store import Store
from loaders.pipeline.markings import marking_named
from loaders.stix.open_data import with_open_data
from tests.access_policies.audit.logs import read_entries
from tests.faults.bolt_cut import BoltCut
from tests.invented import invented_world
from tests.wipe import raw

NOOR = Asked("u-noor", "THREAT_ASSESSMENT", "test")
TOLD = "MATCH (n:Statement) RETURN count(n) AS n"


def _tool(name: str) -> Contribution:
    return Contribution("desk", (OfferedNode("Knowledge", "K-1", {"name": name}, marking_named("open-data", "NCTV")),))


async def _founded(store: Store, home: Path) -> Guard:
    guard = Guard(store, SetClock(invented_world().now), AuditLog(home / "audit" / "audit"))
    await guard.intake.found(with_open_data(invented_world().register), [], [])
    return guard


@pytest.mark.parametrize("arrived", [False, True], ids=["not arrived", "done, answer lost"])
@pytest.mark.parametrize("cuts", [1, 2])
async def test_a_commit_that_is_cut_off_has_one_effect_and_its_own_answer(
    store: Store, neo4j: Endpoint, tmp_path: Path, arrived: bool, cuts: int
) -> None:
    await _founded(store, tmp_path)
    way = BoltCut(neo4j.uri, arrived, cuts)
    async with way.open() as uri:
        cut = Store(uri, neo4j.user, neo4j.password)
        guard = Guard(cut, SetClock(invented_world().now), AuditLog(tmp_path / "audit" / "cut"))
        accepted = await guard.intake.contribute(NOOR, _tool("A"), "key")
        await cut.close()
    assert [effect.outcome for effect in accepted.effects.nodes] == ["created"]
    assert way.cuts == 0
    assert raw(neo4j, TOLD) == [{"n": 1}]


async def test_while_nobody_can_tell_it_is_unknown_and_later_the_key_does(store: Store, neo4j: Endpoint, tmp_path: Path) -> None:
    sound = await _founded(store, tmp_path)
    way = BoltCut(neo4j.uri, False, TRIES + 1)
    async with way.open() as uri:
        cut = Store(uri, neo4j.user, neo4j.password)
        guard = Guard(cut, SetClock(invented_world().now), AuditLog(tmp_path / "audit" / "cut"))
        with pytest.raises(OutcomeUnknown):
            await guard.intake.contribute(NOOR, _tool("A"), "key")
        await cut.close()
    first = await sound.intake.contribute(NOOR, _tool("A"), "key")
    again = await sound.intake.contribute(NOOR, _tool("A"), "key")
    assert (first.effects, [effect.outcome for effect in first.effects.nodes]) == (again.effects, ["created"])
    assert raw(neo4j, TOLD) == [{"n": 1}]
    assert read_entries(tmp_path / "audit" / "cut")[-1]["outcome"] == "OutcomeUnknown"
