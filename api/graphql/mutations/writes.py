"""The mutations that write statements. A resolver makes values of what was asked, and the guard does the rest."""

from dataclasses import replace
from typing import Annotated

import strawberry
from strawberry import Info

from access_policies.guard.batch import Batch, Piece
from api.graphql.execution import Execution
from api.graphql.mutations.inputs import (
    CorrectInput,
    CreateInput,
    DeriveInput,
    EndInput,
    MarkingInput,
    RelateInput,
    RelationshipType,
    StatementInput,
    WithdrawInput,
)
from api.graphql.mutations.payloads import BatchWritten, Written, batch_written, written
from graph_model.intake.contribution import Known, OfferedLink, OfferedPointer, OfferedRelease, PointerWithdrawal

OWN_SYSTEM = "kring"
"""The source system of what people write here."""
SourceSystem = Annotated[str, strawberry.argument(name="sourceSystem", description="Where external ids come from.")]
ForAll = Annotated[MarkingInput | None, strawberry.argument(description="The marking of each statement that states none.")]
Asking = Info[Execution, None]


async def _create(info: Asking, statement: CreateInput, source_system: SourceSystem = OWN_SYSTEM) -> Written:
    return await write_one(info, statement.piece(""), source_system)


async def _derive(info: Asking, statement: DeriveInput, source_system: SourceSystem = OWN_SYSTEM) -> Written:
    return await write_one(info, statement.derived(""), source_system)


async def _correct(info: Asking, statement: CorrectInput) -> Written:
    return await write_one(info, statement.piece(""))


async def _withdraw(info: Asking, statement: WithdrawInput) -> Written:
    return await write_one(info, statement.piece(""))


async def _relate(info: Asking, statement: RelateInput, source_system: SourceSystem = OWN_SYSTEM) -> Written:
    return await write_one(info, statement.piece(""), source_system)


async def _same_as(info: Asking, one: strawberry.ID, other: strawberry.ID, marking: MarkingInput | None = None) -> Written:
    stated = RelateInput(type=RelationshipType.SAME_AS, start=EndInput(id=one), end=EndInput(id=other), marking=marking)
    return await write_one(info, stated.piece(""))


async def write_one(info: Asking, piece: Piece, source_system: str = OWN_SYSTEM) -> Written:
    """One statement; of a relationship, its start is what is read back, and of a pointer nothing."""
    execution = info.context
    outcome = await execution.guard.writes.write(execution.asked, Batch(source_system, (piece,)), execution.key)
    match piece.statement:
        case OfferedLink(start=Known(id_)):
            return written(outcome, shown=id_)
        case OfferedLink() | OfferedPointer() | PointerWithdrawal() | OfferedRelease():
            return written(outcome, shown="")
        case _:
            return written(outcome)


async def _write_all(
    info: Asking, statements: list[StatementInput], marking: ForAll = None, source_system: SourceSystem = OWN_SYSTEM
) -> BatchWritten:
    pieces = [one.piece(f"statements[{place}].") for place, one in enumerate(statements)]
    if marking is not None:
        pieces = [piece if piece.marking else replace(piece, marking=marking.stated()) for piece in pieces]
    execution = info.context
    return batch_written(await execution.guard.writes.write(execution.asked, Batch(source_system, tuple(pieces)), execution.key))


@strawberry.type
class Writes:
    """Each takes the header Idempotency-Key: with the same key and the same input it has one effect and one answer."""

    create: Written = strawberry.mutation(resolver=_create, description="Record something.")
    derive: Written = strawberry.mutation(
        resolver=_derive, description="Record an assessment or decision that rests on other records."
    )
    correct: Written = strawberry.mutation(
        resolver=_correct, description="Correct a record of your own; the former version is kept."
    )
    withdraw: Written = strawberry.mutation(resolver=_withdraw, description="Take back a statement of your own.")
    relate: Written = strawberry.mutation(resolver=_relate, description="State a relationship between two records that you see.")
    same_as: Written = strawberry.mutation(
        resolver=_same_as, name="sameAs", description="State that two records that you see are about the same; nothing is merged."
    )
    write: BatchWritten = strawberry.mutation(
        resolver=_write_all, description="Write up to 1,000 statements in one transaction: all of them, or none."
    )
