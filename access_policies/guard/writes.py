"""Writing by hand: a batch of statements, all of it or nothing, through the one write door (access-model.md 7).

What is wrong with a batch and was to be expected comes back as refusals with their places. None tells more than the writer sees:
hidden, absent, another's and of another type are one `NOT_FOUND`, and what the door does not take is one `NOT_ACCEPTED`.
"""

from collections.abc import Iterator
from itertools import islice

from access_policies.errors import KeyReused, NotAccepted, PolicyError
from access_policies.guard.asked import Asked
from access_policies.guard.batch import KINDS, Batch
from access_policies.guard.intake import Intake
from access_policies.guard.outcome import Outcome
from access_policies.guard.recorder import Recorder
from access_policies.guard.standing import Standings
from access_policies.refusals import Refusal, Refused
from graph_model.errors import EndsMissing, GraphError, Misfit, ModelError
from graph_model.intake.contribution import Effect

TOLD = 50
"""Refusals that are told of one batch: the first tell enough."""


class Writes:
    """What people and their programs write, a statement or a batch at a time."""

    def __init__(self, intake: Intake, standings: Standings, recorder: Recorder) -> None:
        self._intake, self._standings, self._recorder = intake, standings, recorder

    async def write(self, asked: Asked, batch: Batch, key: str) -> Outcome[tuple[Effect, ...]]:
        """What became of each statement, in their order.

        With the same key and batch there is one effect and one answer. Raises PolicyError or StoreError after its own audit entry.
        """
        if refusals := tuple(islice(batch.faults(key), TOLD)):
            return await self._refused(asked, refusals)
        try:
            standing = await self._standings.of(asked, self._standings.context(asked))
            contribution = batch.contribution(standing.policy.subject.organisation, asked.purpose)
        except Refused as fault:
            return await self._refused(asked, fault.refusals)
        except (PolicyError, GraphError) as fault:
            await self._recorder.note(asked, None, "contribute", type(fault).__name__, b"")
            raise
        try:
            accepted = await self._intake.contribute(asked, contribution, key, batch.body(asked))
        except (NotAccepted, KeyReused, EndsMissing, Misfit, ModelError) as fault:
            return Outcome(None, tuple(_refusals(fault, batch)), "")
        effects = {name: iter(getattr(accepted.effects, name)) for name in KINDS.values()}
        return Outcome(tuple(next(effects[piece.kind]) for piece in batch.pieces), (), accepted.receipt)

    async def _refused(self, asked: Asked, refusals: tuple[Refusal, ...]) -> Outcome[tuple[Effect, ...]]:
        receipt = await self._recorder.note(asked, None, "contribute", refusals[0].code, b"")
        return Outcome(None, refusals, receipt)


def _refusals(fault: Exception, batch: Batch) -> Iterator[Refusal]:
    """What the writer is told of a fault that the door found, and has put on record."""
    match fault:
        case NotAccepted():
            yield Refusal("NOT_ACCEPTED")
        case KeyReused():
            yield Refusal("KEY_REUSED", "idempotencyKey")
        case EndsMissing():
            links = dict(enumerate(batch.of("links")))
            yield from (Refusal("NOT_FOUND", _whole(links[place].place) if place in links else "") for place in fault.places[:TOLD])
        case Misfit():
            place = batch.of(fault.of)[fault.place].place
            code = "NOT_FOUND" if fault.kind == "MISSING" else fault.kind
            yield Refusal(code, f"{place}marking.{fault.part}" if fault.part else _whole(place))
        case _:
            yield Refusal("INVALID")


def _whole(place: str) -> str:
    """The place of a statement, from the prefix of its fields."""
    return place.removesuffix(".")
