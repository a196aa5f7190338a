"""One trial: a random world, somebody who asks, operations, and the properties that every answer must have.

Agreement: the product's answer is the reference's. Two-run: after changes that the asker cannot see, every byte is the same.
Canaries: no token and no id of anything outside the view stands in an answer.
"""

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.oracle.answer import Refused, answer
from tests.oracle.decision import Raw, instant
from tests.oracle.view import Statement, View
from tests.properties.changes import hidden_changes
from tests.properties.comparison import Cursors, difference, is_empty
from tests.properties.installation import Observed
from tests.properties.operations import ROOT_LISTS, Document, variables
from tests.properties.strategies import Asker, WorldMaker
from tests.properties.timelines import drawn

CANARY = re.compile(r"kq[0-9a-f]{10}")
ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
TOO_BUSY = 503
OF_ONE_POOL = 60
"""So many worlds are asked the same timelines, since a database plans each new text anew."""


class Product(Protocol):
    """What is on trial: the installation on Neo4j, or the evaluation in memory."""

    async def load(self, world: Raw, bumps: int = 0) -> None:
        """Hold this world and nothing else."""

    async def ask(self, asker: Asker, document: str, variables: dict[str, Any]) -> Observed:
        """Answer."""


@dataclass(frozen=True)
class Question:
    """A document with its variables."""

    document: str
    variables: dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """A property that does not hold: which, where, and all that shows it again."""

    law: str
    detail: str
    world: Raw
    asker: Asker
    questions: tuple[Question, ...]
    other: Raw | None = None


@dataclass
class Tally:
    """How much was tried, and how telling it was."""

    agreement: int = 0
    two_run: int = 0
    filled: int = 0
    deciding: int = 0
    changes: int = 0
    forms: dict[str, int] = field(default_factory=dict)

    def share(self, part: int) -> float:
        """A part of the agreement cases, as a fraction."""
        return part / max(1, self.agreement)


class EverythingSeen(View):
    """The view of nobody: what an answer would be if nothing were hidden. Tells which cases are decided by hiding."""

    def _may(self, action: str, field_class: str | None, statement: Statement) -> bool:
        return True


class Sitting:
    """One asker's questions in one world: each answer is judged by the reference as it comes."""

    def __init__(self, product: Product, world: Raw, asker: Asker, tally: Tally) -> None:
        self.product, self.world, self.asker, self.tally = product, world, asker, tally
        self.view = View(world, asker.who, asker.purpose, asker.at)
        self._views: dict[str | None, tuple[View, View]] = {}
        self.cursors = Cursors()
        self.asked: list[tuple[Question, Observed]] = []
        self.places = sorted([*self.view.nodes, *(id_ for link in self.view.links for id_ in (link.start, link.end))])

    async def ask(self, question: Question) -> tuple[Finding | None, Any]:
        """Ask and judge: (what is wrong, data)."""
        observed = await patiently(self.product, self.asker, question)
        self.asked.append((question, observed))
        self.tally.agreement += 1
        wrong, data = self.judge(question, observed)
        if wrong is None:
            return None, data
        return Finding("agreement", wrong, self.world, self.asker, tuple(q for q, _ in self.asked)), data

    def views(self, question: Question) -> tuple[View, View]:
        """What the asker sees at the instant that a question names, and what there would be to see."""
        known = question.variables.get("asOf")
        if known not in self._views:
            given = (self.world, self.asker.who, self.asker.purpose, self.asker.at, instant(known) if known else None)
            self._views[known] = View(*given), EverythingSeen(*given)
        return self._views[known]

    def judge(self, question: Question, observed: Observed) -> tuple[str | None, Any]:
        """(what is wrong with an answer, its data)."""
        view, _ = self.views(question)
        known = _canaries(view) | {s.id for s in (*view.nodes.values(), *view.links)}
        if strangers := (set(CANARY.findall(observed.body.decode())) | set(ID.findall(observed.body.decode()))) - known:
            return f"canary: {sorted(strangers)[:3]} stands in {observed.body[:300]!r}", None
        try:
            expected = answer(view, question.document, question.variables, self.cursors.read)
        except Refused as refused:
            code = _code(observed)
            return (None if code == str(refused) else f"expected the refusal {refused}, got {observed.body[:300]!r}"), None
        got = json.loads(observed.body)
        if observed.status != 200 or list(got) != ["data"]:
            return f"expected data, got {observed.status} {observed.body[:300]!r}", None
        self._count(question, expected)
        return difference(expected, got["data"], self.cursors), got["data"]

    def _count(self, question: Question, expected: Any) -> None:
        self.tally.filled += not is_empty(expected)
        try:
            unhidden = answer(self.views(question)[1], question.document, question.variables, self.cursors.read)
        except Refused:
            return
        self.tally.deciding += unhidden != expected


def _code(observed: Observed) -> str:
    if observed.status != 400:
        return str(observed.status)
    return str(json.loads(observed.body)["errors"][0]["extensions"]["code"])


def _canaries(view: View) -> set[str]:
    statements = (*view.nodes.values(), *view.links)
    return set(CANARY.findall(json.dumps([list(view.readable(s).values()) for s in statements], ensure_ascii=False)))


async def patiently(product: Product, asker: Asker, question: Question) -> Observed:
    """Ask again when the machine was too busy: no world is the cause of that."""
    for _ in range(3):
        observed = await product.ask(asker, question.document, question.variables)
        if observed.status != TOO_BUSY:
            return observed
    return observed


async def trial(product: Product, seed: int, pool: Sequence[Document], questions: int, tally: Tally) -> Finding | None:
    """One world: an asker with some questions, a second one in between, and the asker again after hidden changes."""
    maker = WorldMaker(seed)
    world = maker.world()
    await product.load(world)
    asker = maker.asker(world)
    sitting, second = Sitting(product, world, asker, tally), Sitting(product, world, maker.asker(world), tally)
    if (second.asker.who, second.asker.purpose) == (asker.who, asker.purpose):
        second.cursors = sitting.cursors
    for number in range(questions):
        found = await _one(maker.rng, sitting, maker.rng.choice(pool), sitting.cursors)
        if not found and number % 4 == 0 and second.asker != asker:
            found = await _one(maker.rng, second, maker.rng.choice(pool), sitting.cursors)
        if found:
            return found
    return await _timelines(sitting, seed) or await _again(product, maker, sitting, tally)


async def _timelines(sitting: Sitting, seed: int) -> Finding | None:
    """Questions of time, with draws of their own (`tests.properties.timelines`); asked again with all others."""
    rng, pool = random.Random(f"about timelines {seed}"), drawn(seed // OF_ONE_POOL, 2)
    for document in [*pool, *pool[:2]]:
        question = Question(document.text, variables(rng, document, sitting.world, sitting.places, {}))
        found, _ = await sitting.ask(question)
        if found:
            return found
    return None


async def _one(rng: random.Random, sitting: Sitting, document: Document, given: Cursors) -> Finding | None:
    """One document, its pages walked to the end now and then; `given` are the cursors tried on lists, another's perhaps."""
    cursors = {k: v for k, v in sitting.cursors.by_field().items() if k not in ROOT_LISTS}
    cursors |= {k: v for k, v in given.by_field().items() if k in ROOT_LISTS}
    question = Question(document.text, variables(rng, document, sitting.world, sitting.places, cursors))
    found, data = await sitting.ask(question)
    names = [name for name, kind in document.wants if kind.partition(" ")[2] in ROOT_LISTS]
    while not found and data and len(names) == 1 and (after := _next(data)) and rng.random() < 0.7:
        question = Question(question.document, question.variables | {names[0]: after})
        found, data = await sitting.ask(question)
    return found


def _next(data: dict[str, Any]) -> str | None:
    """The cursor to go on after, when the first root field is a page that is not the last."""
    page = next(iter(data.values()))
    info = page.get("pageInfo") if isinstance(page, dict) else None
    return info.get("endCursor") if isinstance(info, dict) and info.get("hasNextPage") else None


async def _again(product: Product, maker: WorldMaker, sitting: Sitting, tally: Tally) -> Finding | None:
    other = hidden_changes(maker, sitting.world, sitting.asker)
    await product.load(other, bumps=maker.rng.randint(0, 3))
    return await compare(product, sitting, other, tally)


async def compare(product: Product, sitting: Sitting, other: Raw, tally: Tally) -> Finding | None:
    """Ask everything again in the other world, which is loaded: every byte must be the same."""
    for place, (question, observed) in enumerate(sitting.asked):
        tally.two_run += 1
        again = await patiently(product, sitting.asker, question)
        if again != observed:
            detail = f"{_apart(observed, again)} for {question.document[:200]} {question.variables}"
            asked = tuple(q for q, _ in sitting.asked[: place + 1])
            return Finding("two-run", detail, sitting.world, sitting.asker, asked, other)
    return None


def _apart(one: Observed, two: Observed) -> str:
    if one.status != two.status or one.body != two.body:
        return f"{one.status} {one.body[:300]!r} became {two.status} {two.body[:300]!r}"
    return f"headers {sorted(set(one.headers) ^ set(two.headers))}"
