"""A commit takes effect bit by bit: what of it can be seen first is never decided on, nor answered, without the rest."""

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

from access_policies.errors import NotAccepted
from access_policies.guard import Asked, Guard, contributing
from access_policies.guard.following.changes import Following
from graph_model import cypher
from graph_model import store as stores
from graph_model.cypher import control, control_policy, control_statements
from graph_model.cypher.control_changes import READ_SETTLED
from graph_model.cypher.control_statements import REPLACE_NODES
from graph_model.cypher.statement_text import ControlStatement
from graph_model.intake.contribution import Contribution, Correction, OfferedNode
from graph_model.marking import Marking
from tests.access_policies.commits import EPOCH, GATE, RAISE, RAISED, Halt, Meanwhile, holding, task_of, waits
from tests.access_policies.conftest import Installation
from tests.access_policies.questions import ask
from tests.answers import rendered
from tests.properties.installation import unhurried
from tests.wipe import raw

SAAR, NOOR = (Asked(who, "THREAT_ASSESSMENT", "test") for who in ("u-saar", "u-noor"))
NOBODY: frozenset[str] = frozenset()
OPEN = Marking(
    "POL", "PROTECTION", "VIRBI", "DEP_V", NOBODY, frozenset({"NCTV"}), frozenset({"C2"}),
    frozenset({"THREAT_ASSESSMENT"}), "WPG8", NOBODY, "MATCH",
)  # fmt: skip
STRICT = replace(OPEN, releasable_to=NOBODY)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who waits here waits for whoever is told to let go, however busy the machine is."""
    monkeypatch.setattr(contributing, "PATIENCE", 60.0)
    with unhurried():
        yield


async def sees(guard: Guard, who: Asked, id_: str) -> Any:
    """What somebody gets of a person."""
    query, parameters = ask({"op": "fields", "id": "one"}, {"one": id_}, {})
    released = await guard.reading.read(who, query, parameters, partial(rendered, query))
    return json.loads(released.body)


async def given(installation: Installation, key: str, *what: OfferedNode | Correction) -> str:
    """Something said by saar; the id of the first."""
    nodes = tuple(one for one in what if isinstance(one, OfferedNode))
    corrections = tuple(one for one in what if isinstance(one, Correction))
    contribution = Contribution("own-desk", nodes, corrections=corrections, by_hand=True)
    effects = (await installation.guard.intake.contribute(SAAR, contribution, key)).effects
    return (*effects.nodes, *effects.corrections)[0].id


async def test_a_right_that_ended_is_not_kept_under_the_epoch_that_ended_it(installation: Installation) -> None:
    """The epoch can be seen and the grant cannot yet: whoever read then would keep the right until the next change."""
    raw(installation.endpoint, RAISE)
    directory = installation.guard_anew().directory
    async with holding(installation.endpoint, GATE, "MATCH (grant:Grant) DETACH DELETE grant"):
        task = task_of(directory.policy_of("u-daan"))
        await waits(installation.endpoint, task)
    assert (await task).grants == ()


async def test_whoever_decides_on_a_change_reads_behind_commits_too(installation: Installation) -> None:
    records = installation.guard_anew().directory.records
    raw(installation.endpoint, RAISE)
    async with holding(installation.endpoint, GATE, "MATCH (user:DirectoryUser {key: 'u-daan'}) DETACH DELETE user"):
        desk = task_of(records.desk(["u-daan"]))
        await waits(installation.endpoint, desk)
    assert (await desk).users == {}
    async with holding(installation.endpoint, GATE, RAISE):
        epoch = task_of(records.epoch())
        await waits(installation.endpoint, epoch)
    assert await epoch == (await desk).epoch + 1


async def test_a_desk_that_was_read_while_the_policies_changed_is_read_anew(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, reads = installation.store.run, list[int]()

    async def and_a_change(statement: ControlStatement, **parameters: Any) -> list[dict[str, Any]]:
        rows = await run(statement, **parameters)
        if statement == control_policy.READ_DESK:
            reads.append(rows[0]["epoch"])
            if len(reads) == 1:
                await asyncio.to_thread(raw, installation.endpoint, RAISE)
        return rows

    monkeypatch.setattr(installation.store, "run", and_a_change)
    desk = await installation.guard_anew().directory.records.desk(["u-daan"])
    assert reads == [desk.epoch - 1, desk.epoch]


def test_whatever_moves_the_epoch_is_known_to() -> None:
    moved = [name for name, text in _controls() if re.search(r"SET[^\n]*epoch\.value =", text)]
    assert moved == [name for name, text in _controls() if stores.MOVES_EPOCH in text]
    assert len(moved) == 5


def _controls() -> list[tuple[str, str]]:
    found = [
        import_module(f"graph_model.cypher.{one.name}") for one in iter_modules(cypher.__path__) if one.name.startswith("control")
    ]
    return sorted({name: text for module in found for name, text in vars(module).items() if isinstance(text, str)}.items())


@pytest.mark.parametrize("statement", [control.BUMP_EPOCH, control.INTERN_MARKINGS, control_policy.ADVANCE_EPOCH])
async def test_what_moves_the_epoch_commits_at_the_gate(installation: Installation, statement: ControlStatement) -> None:
    before = raw(installation.endpoint, EPOCH)
    given = {"expected": before[0]["epoch"], "turn": "mine", "markings": [{"key": "new", "parts": "[]"}]}
    async with holding(installation.endpoint, GATE):
        moved = task_of(installation.store.write((statement, given)))
        await waits(installation.endpoint, moved)
    await moved
    assert raw(installation.endpoint, EPOCH) != before


async def test_a_right_that_ends_while_a_contribution_commits_ends_it(installation: Installation) -> None:
    """It waits at the gate for who is there before it, and finds that it was decided under an epoch that is gone."""
    for key in ("first", "first with a class that there is"):
        await given(installation, key, OfferedNode("Person", "REG-0", {"displayName": "Tijs"}, OPEN))
    texts = ("MATCH (user:DirectoryUser {key: 'u-saar'}) SET user.grantees = []", "MATCH (grant:Grant) DETACH DELETE grant")
    async with holding(installation.endpoint, GATE, *texts, RAISE):
        task = task_of(given(installation, "second", OfferedNode("Person", "REG-1", {"displayName": "Teun"}, OPEN)))
        await waits(installation.endpoint, task)
    with pytest.raises(NotAccepted):
        await task
    assert raw(installation.endpoint, "MATCH (node {externalId: 'REG-1'}) RETURN node") == []


async def test_a_change_is_told_though_its_number_can_be_seen_before_it(installation: Installation) -> None:
    changes = installation.guard.changes
    one = await given(installation, "first", OfferedNode("Person", "REG-0", {"displayName": "Tijs"}, OPEN))
    place = (await changes.follow(SAAR)).place
    raw(installation.endpoint, "MATCH (order:ChangeOrder) SET order.value = order.value + 1")
    rest = "MATCH (order:ChangeOrder) SET order._lock = true WITH order MATCH (node {id: $id}) SET node.changeOrder = order.value"
    async with holding(installation.endpoint, rest, id=one):
        task = task_of(changes.any_since(SAAR, Following(), place))
        await waits(installation.endpoint, task)
    assert (await task)[1:] == (True, replace(place, order=place.order + 1))


async def test_a_number_that_comes_meanwhile_is_left_for_the_next_look(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes, settled = installation.guard.changes, installation.store.settled
    place = (await changes.follow(SAAR)).place
    await given(installation, "first", OfferedNode("Person", "REG-0", {"displayName": "Tijs"}, OPEN))

    async def and_a_number_comes(statement: ControlStatement, **parameters: Any) -> list[dict[str, Any]]:
        rows = await settled(statement, **parameters)
        if statement == READ_SETTLED:
            await asyncio.to_thread(raw, installation.endpoint, "MATCH (order:ChangeOrder) SET order.value = order.value + 1")
        return rows

    monkeypatch.setattr(installation.store, "settled", and_a_number_comes)
    assert (await changes.any_since(SAAR, Following(), place))[1:] == (True, replace(place, order=place.order + 1))


async def test_whoever_begins_to_follow_begins_behind_what_can_be_seen(installation: Installation) -> None:
    await given(installation, "first", OfferedNode("Person", "REG-0", {"displayName": "Tijs"}, OPEN))
    async with holding(installation.endpoint, "MATCH (order:ChangeOrder) SET order.value = order.value + 1"):
        task = task_of(installation.guard.changes.follow(SAAR))
        await waits(installation.endpoint, task)
    assert (await task).place.order == raw(installation.endpoint, "MATCH (o:ChangeOrder) RETURN o.value AS value")[0]["value"]


@pytest.mark.parametrize("is_new", [False, True], ids=["a class that there is", "a class of its own"])
@pytest.mark.parametrize("is_withdrawn", [False, True], ids=["corrected", "withdrawn"])
async def test_a_stricter_version_is_served_to_nobody_who_read_the_class_before_it(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, is_new: bool, is_withdrawn: bool
) -> None:
    """Noor knows where she stands. In mid-commit her read meets another epoch, and until the end nobody tells her where she stands."""
    one = await given(installation, "first", OfferedNode("Person", "REG-0", {"displayName": "Tijs"}, OPEN))
    if not is_new:
        await given(installation, "other", OfferedNode("Person", "REG-1", {"displayName": "Teun"}, STRICT))
    assert "Tijs" in json.dumps(await sees(installation.guard, NOOR, one))
    halt, secret = Halt(monkeypatch), {"displayName": "Tijs Geheim"}
    if is_withdrawn:
        batch = Contribution("own-desk", (OfferedNode("Person", "REG-0", secret, STRICT, "2", withdrawn=True),))
        corrected = task_of(installation.guard.intake.contribute(SAAR, batch, "second"))
    else:
        corrected = task_of(given(installation, "second", Correction("Person", one, dict(secret), marking=STRICT)))
    reached = task_of(halt.reached.wait())
    await asyncio.wait({reached, corrected}, return_when=asyncio.FIRST_COMPLETED)
    assert halt.reached.is_set(), corrected
    reading = task_of(sees(installation.guard, NOOR, one))
    await waits(installation.endpoint, reading)
    halt.free.set()
    await corrected
    assert "Geheim" not in json.dumps(await reading)
    assert raw(installation.endpoint, "MATCH (n {id: $id}) RETURN n.displayName AS name", id=one) == [{"name": "Tijs Geheim"}]


async def test_a_stricter_version_sends_away_nobody_who_writes(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """It leaves the policies as they were: who is in the middle of a contribution goes on."""
    for key, marking in (("first", OPEN), ("second", STRICT), ("third", OPEN)):
        await given(installation, key, OfferedNode("Person", f"REG-{key}", {"displayName": "Tijs"}, marking))
    raised = Meanwhile(monkeypatch, installation.endpoint, control_statements.OPEN_GATE, RAISED)
    await given(installation, "fourth", OfferedNode("Person", "REG-0", {"displayName": "Teun"}, OPEN))
    assert raised.runs == 1
    moved = Meanwhile(monkeypatch, installation.endpoint, control_statements.OPEN_GATE, RAISE)
    await given(installation, "fifth", OfferedNode("Person", "REG-1", {"displayName": "Teun"}, OPEN))
    assert moved.runs == 2


async def test_whoever_makes_a_record_stricter_is_sent_away_by_a_change_of_policy(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await given(installation, "first", OfferedNode("Person", "REG-0", {"displayName": "Tijs"}, OPEN))
    await given(installation, "second", OfferedNode("Person", "REG-1", {"displayName": "Tijs"}, STRICT))
    await given(installation, "third", OfferedNode("Person", "REG-2", {"displayName": "Tijs"}, OPEN))
    moved = Meanwhile(monkeypatch, installation.endpoint, REPLACE_NODES, RAISE)
    await given(installation, "fourth", Correction("Person", one, {"displayName": "Teun"}, marking=STRICT))
    assert moved.runs == 2


async def test_whoever_keeps_the_epoch_delays_a_stricter_version_and_ends_it_not(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who keeps it may be waiting for the same record: the contribution lets go of all, and comes again."""
    monkeypatch.setattr(contributing, "PATIENCE", 0.5)
    one = await given(installation, "first", OfferedNode("Person", "REG-0", {"displayName": "Tijs"}, OPEN))
    await given(installation, "second", OfferedNode("Person", "REG-1", {"displayName": "Tijs"}, STRICT))
    replaced = Meanwhile(monkeypatch, installation.endpoint, REPLACE_NODES)
    async with holding(installation.endpoint, "MATCH (epoch:PolicyEpoch) SET epoch._lock = true") as held:
        task = task_of(given(installation, "third", Correction("Person", one, {"displayName": "Teun"}, marking=STRICT)))
        while replaced.runs < 2:
            assert not task.done()
            await asyncio.sleep(0.02)
        await (await held.run("MATCH (node {id: $id}) SET node._lock = true REMOVE node._lock", id=one)).consume()
    assert await task == one


async def test_more_at_once_than_there_are_connections_all_get_their_turn(installation: Installation) -> None:
    people = [OfferedNode("Person", f"REG-{n}", {"displayName": "Tijs"}, OPEN) for n in range(60)]
    batch = Contribution("own-desk", (*people, OfferedNode("Person", "REG-x", {"displayName": "Teun"}, STRICT)), by_hand=True)
    ids = [effect.id for effect in (await installation.guard.intake.contribute(SAAR, batch, "all")).effects.nodes[:60]]
    stricter = [Correction("Person", id_, {"displayName": "Thom"}, marking=STRICT) for id_ in ids]
    done = await asyncio.gather(*(given(installation, one.id, one) for one in stricter))
    assert done == ids


async def test_a_version_of_the_same_class_moves_no_epoch(installation: Installation) -> None:
    one = await given(installation, "first", OfferedNode("Person", "REG-0", {"displayName": "Tijs"}, OPEN))
    before = raw(installation.endpoint, EPOCH)
    await given(installation, "second", Correction("Person", one, {"displayName": "Teun"}))
    await given(installation, "third", Correction("Person", one, {"displayName": "Thom"}, marking=OPEN))
    assert raw(installation.endpoint, EPOCH) == before
