"""The way into the graph: markings are judged at the door, and what is refused gets one constant answer (access-model.md 7)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from access_policies.directory import Directory
from access_policies.errors import PolicyError, PolicyInFlux
from access_policies.guard.asked import Asked
from access_policies.guard.birth import Birth, require_admitted
from access_policies.guard.contributing import Contributing, Offer
from access_policies.guard.epoch import EpochMoved
from access_policies.guard.recorder import Begun, Recorder, ends
from access_policies.guard.standing import KEPT, Standing, Standings
from access_policies.register import Register
from graph_model.cypher.control_statements import READ_HELD, READ_HELD_LINKS
from graph_model.errors import GraphError, OutcomeUnknown, StoreUnavailable
from graph_model.instant import to_text
from graph_model.intake.check import require_lawful
from graph_model.intake.contribution import Contribution, Effects, body_hash, fingerprints
from graph_model.intake.dates import as_stored
from graph_model.statement import NodeStatement, RelationshipStatement
from graph_model.store import Store
from graph_model.writer import StatementWriter

BATCH = 2_000
"""Statements that go into one transaction."""
TRIES = 5
PAUSE = 0.2
"""Seconds before a second try; twice as long before each further one."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a contribution; its audit entry is on disk."""

    effects: Effects
    receipt: str


class Intake:
    """Takes statements in."""

    def __init__(self, store: Store, directory: Directory, standings: Standings, recorder: Recorder) -> None:
        self._store, self._directory = store, directory
        self._standings, self._recorder = standings, recorder
        self._contributing = Contributing(store)
        self._rights: dict[tuple[str, str, str | None], _Right] = {}

    async def found(
        self, register: Register, nodes: Sequence[NodeStatement], relationships: Sequence[RelationshipStatement]
    ) -> None:
        """Fill an installation that holds nothing yet. Raises NotAccepted before anything is written.

        Markings are checked as at every door; there is no writer whose view a relationship's ends could be outside of.
        """
        markings = [*(node.marking for node in nodes), *(link.marking for link in relationships)]
        for marking in set(markings):
            require_admitted(marking, register.table)
        writer = StatementWriter(self._store)
        await writer.intern(markings)
        for start in range(0, len(nodes), BATCH):
            await writer.write(nodes[start : start + BATCH], [])
        for start in range(0, len(relationships), BATCH):
            await writer.write([], relationships[start : start + BATCH])
        await self._directory.register(register)

    async def contribute(self, asked: Asked, contribution: Contribution, key: str, body: str = "") -> Accepted:
        """Take a batch of statements in, all of it or nothing (access-model.md 7, W1 to W8).

        `key` makes a repeat safe: with the same contribution it has one effect and one answer, also after a restart and after
        OutcomeUnknown; `body` is a hash of what was asked, where that says more than the contribution.
        Raises NotAccepted, KeyReused, EndsMissing, Misfit, ModelError, PolicyError or StoreError, each after its own audit entry
        and with nothing written; OutcomeUnknown says: ask again with the same key. AuditUnavailable comes without an entry.
        """
        begun: list[Begun] = []
        try:
            standing, effects = await self._take(asked, contribution, key, body, begun)
        except (PolicyError, GraphError) as fault:
            await self._recorder.note(asked, None, "contribute", type(fault).__name__, b"", detail=ends(begun))
            raise
        answer = effects.to_text().encode()
        receipt = await self._recorder.note(asked, standing, "contribute", "accepted", answer, detail=ends(begun))
        return Accepted(effects, receipt)

    async def held(self, asked: Asked, source_system: str, of: str, after: str, first: int = 10_000) -> list[str]:
        """External ids of the writer's own live `records`, or relationships of type `of`, from a source system, in its view.

        A page in order, of those that come after `after`. Raises PolicyError or StoreError.
        """
        standing = await self._standings.of(asked, self._standings.context(asked))
        parameters = {
            "originator": standing.policy.subject.organisation,
            "system": source_system,
            "after": after,
            "first": first,
            "see": standing.classes.masks["see"],
        }
        text = READ_HELD if of == "records" else READ_HELD_LINKS[of]
        keys = [row["key"] for row in await self._store.run(text, **parameters)]
        await self._recorder.note(asked, standing, "held", "released", "\n".join(keys).encode())
        return keys

    async def _take(
        self, asked: Asked, contribution: Contribution, key: str, body: str, begun: list[Begun]
    ) -> tuple[Standing, Effects]:
        require_lawful(contribution)
        contribution = as_stored(contribution)
        prints = fingerprints(contribution)
        body = body or body_hash(contribution, prints)
        pause = PAUSE
        fault: PolicyError | GraphError | None = None
        for attempt in range(TRIES):
            context = self._standings.context(asked)
            standing = await self._standings.of(asked, context, anew=attempt > 0)
            right = self._right(asked, standing)
            offer = Offer(asked.subject, key, right.birth.marked(contribution), prints, body, to_text(context.at))
            if not begun:
                begun.append(await self._recorder.begin(asked, "contribute", (), standing, body.encode()))
            try:
                return standing, await self._contributing.take(offer, standing, right.birth, right.write)
            except EpochMoved:
                fault = PolicyInFlux("the policies changed during every try; ask again")
            except (OutcomeUnknown, StoreUnavailable) as unsure:
                # The next try begins by looking for the key, behind the gate that an unfinished commit still holds.
                fault = unsure
                await asyncio.sleep(pause)
                pause *= 2
        raise fault or AssertionError("the loop above returns or has a fault")

    def _right(self, asked: Asked, standing: Standing) -> "_Right":
        """What the caller may write, decided once for a standing."""
        name = (asked.subject, asked.purpose, asked.case)
        known = self._rights.get(name)
        if known is None or known.standing is not standing:
            birth = Birth(standing.policy, standing.context)
            if len(self._rights) >= KEPT:
                self._rights.pop(next(iter(self._rights)))
            known = self._rights[name] = _Right(standing, birth, birth.writable())
        return known


@dataclass(frozen=True, slots=True)
class _Right:
    standing: Standing
    birth: Birth
    write: bytes
