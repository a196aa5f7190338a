"""The hunt for planted faults: worlds are loaded one after another, and in each every fault still at large is tried.

A fault is caught by the first answer that the reference does not give, or that differs after hidden changes.
"""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import cast

from access_policies.guard import Guard
from api.graphql.answering import GraphQL
from api.graphql.cursors import CursorSeal
from tests.oracle.view import View
from tests.properties.changes import hidden_changes
from tests.properties.faults import OTHERS, REWRITES, Place, argued, places, rewritten, without
from tests.properties.installation import Installation
from tests.properties.memory import KEY
from tests.properties.operations import Document, basics, variables
from tests.properties.strategies import Asker, WorldMaker
from tests.properties.timelines import BAD, timelines
from tests.properties.trial import Question, Sitting, Tally, compare

Plant = Callable[[], AbstractContextManager[None]]


@dataclass
class Suspect:
    """A fault, the documents that could show it, and by what it was caught."""

    name: str
    plant: Plant
    documents: list[Document]
    argued: str = ""
    caught: str = ""

    @property
    def at_large(self) -> bool:
        """True when nothing caught it, and nobody argued that it changes nothing."""
        return not self.caught and not self.argued


@dataclass
class Scene:
    """A loaded world with somebody who asks, and what each of them answers when nothing is wrong."""

    maker: WorldMaker
    world: dict[str, object]
    asker: Asker
    tally: Tally = field(default_factory=Tally)


def suspects() -> list[Suspect]:
    """Every fault: one for each place of a predicate, one for each rewriting, one for each slip in the Python around."""
    room = GraphQL(cast(Guard, None), KEY)
    touched: dict[Place, list[Document]] = {}
    for document in basics():
        if "Int!" in document.text and dict(document.wants).get("v0") == "bad first":
            continue
        plan = room.plan_of(document.text, None, _any(document), CursorSeal(KEY, ""))
        for place in places(plan.query, True) | places(plan.query, False):
            touched.setdefault(place, []).append(document)
    touched |= _of_timelines(room, touched)
    found = [Suspect(f"no predicate: {place}", _at(place), docs, argued(place)) for place, docs in sorted(touched.items(), key=str)]
    found += [Suspect(name, _sent(name), _about(name)) for name in REWRITES]
    return found + [Suspect(name, plant, basics()) for name, plant in OTHERS.items()]


def _of_timelines(room: GraphQL, elsewhere: Collection[Place]) -> dict[Place, list[Document]]:
    """Places that only timelines have, so that what catches a fault elsewhere is still drawn from the same documents."""
    touched: dict[Place, list[Document]] = {}
    for document in timelines():
        if BAD not in document.text:
            plan = room.plan_of(document.text, None, _any(document), CursorSeal(KEY, ""))
            for place in (places(plan.query, True) | places(plan.query, False)) - set(elsewhere):
                touched.setdefault(place, []).append(document)
    return touched


def _any(document: Document) -> dict[str, object]:
    kinds = {"id": "x", "first": 1, "few": 1, "word": "x", "flag": True, "after": None, "asOf": "2026-01-01T00:00:00Z"}
    return {name: kinds[kind.partition(" ")[0]] for name, kind in document.wants}


def _at(place: Place) -> Plant:
    return lambda: without(place)


def _sent(name: str) -> Plant:
    return lambda: rewritten(REWRITES[name])


def _about(name: str) -> list[Document]:
    """The documents that a rewriting is about, by the first word of its name."""
    words = {
        "entity": "entity(",
        "neighbourhood": "neighbourhood(",
        "reached": "limit:",
        "paths": "paths(",
        "search": "search(",
        "page": "persons(",
        "order": "orderBy:",
    }
    if name.startswith("timeline:"):
        return timelines()
    word = words.get(name.partition(":")[0], "")
    return [document for document in basics() if word in document.text]


async def hunt(installation: Installation, wanted: Iterable[Suspect], seeds: Iterable[int], asked: int) -> None:
    """Try each suspect in each world until it is caught."""
    at_large = [suspect for suspect in wanted if suspect.at_large]
    for seed in seeds:
        if not at_large:
            return
        maker = WorldMaker(seed)
        world = maker.world()
        await installation.load(world)
        asker = maker.asker(world)
        if len(View(world, asker.who, asker.purpose, asker.at).nodes) < 3:
            continue
        for suspect in at_large:
            suspect.caught = await _tried(installation, suspect, Scene(WorldMaker(seed + 1), world, asker), asked)
        at_large = [suspect for suspect in at_large if suspect.at_large]


async def _tried(installation: Installation, suspect: Suspect, scene: Scene, asked: int) -> str:
    """What caught the suspect in this world, or nothing."""
    with suspect.plant():
        if suspect.name in OTHERS:
            installation.forget()  # else what was decided before the fault would stand
        caught = await _asked(installation, suspect, scene, asked)
    if suspect.name in OTHERS:
        installation.forget()
    return caught


async def _asked(installation: Installation, suspect: Suspect, scene: Scene, asked: int) -> str:
    if suspect.name.startswith("digest"):
        return await _by_two_runs(installation, scene)
    if suspect.name.startswith(("standing", "cursor")):
        return await _by_two_askers(installation, suspect, scene, asked)
    sitting = Sitting(installation, scene.world, scene.asker, scene.tally)
    for number in range(asked):
        if wrong := await _wrong(scene, sitting, suspect.documents[number % len(suspect.documents)]):
            return wrong
    return ""


async def _wrong(scene: Scene, sitting: Sitting, document: Document) -> str:
    cursors = sitting.cursors.by_field()
    question = Question(document.text, variables(scene.maker.rng, document, scene.world, sitting.places, cursors))
    finding, _ = await sitting.ask(question)
    return f"{finding.law} {finding.detail[:160]}" if finding else ""


async def _by_two_askers(installation: Installation, suspect: Suspect, scene: Scene, asked: int) -> str:
    """Two who ask in turn, in one process; each tries the cursors of the other."""
    one = Sitting(installation, scene.world, scene.asker, scene.tally)
    others = [scene.maker.asker(scene.world), Asker(scene.asker.who, "INFORM", scene.asker.at, scene.asker.tense)]
    others += [Asker(scene.asker.who, scene.asker.purpose, scene.maker.moment(), scene.asker.tense)]
    for other in others:
        two = Sitting(installation, scene.world, other, scene.tally)
        if (other.who, other.purpose) == (scene.asker.who, scene.asker.purpose):
            two.cursors = one.cursors
        for number in range(asked):
            document = suspect.documents[number % len(suspect.documents)]
            for sitting, given in ((one, two), (two, one)):
                cursors = sitting.cursors.by_field() | given.cursors.by_field()
                values = variables(scene.maker.rng, document, scene.world, sitting.places or one.places, cursors)
                finding, _ = await sitting.ask(Question(document.text, values))
                if finding:
                    return f"{finding.law} {finding.detail[:160]}"
    return ""


async def _by_two_runs(installation: Installation, scene: Scene) -> str:
    sitting = Sitting(installation, scene.world, scene.asker, scene.tally)
    await sitting.ask(Question("{ __typename }", {}))
    try:
        for _ in range(4):
            other = hidden_changes(scene.maker, scene.world, scene.asker)
            await installation.load(other)
            if finding := await compare(installation, sitting, other, scene.tally):
                return f"{finding.law} {finding.detail[:160]}"
        return ""
    finally:
        await installation.load(scene.world)
