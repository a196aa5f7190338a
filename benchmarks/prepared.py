"""The questions as the product sends them to the database: planned, built for the caller, with the caller's masks."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from access_policies.audit import AuditLog
from access_policies.clock import SystemClock
from access_policies.guard import Asked, Guard
from access_policies.guard.reading import class_by_class
from api.graphql.answering import GraphQL
from api.graphql.cursors import CursorSeal
from api.graphql.plan import Bound
from benchmarks.need2know import CALLER, PURPOSE
from benchmarks.questions import Question
from benchmarks.services import KEY
from graph_model.cypher.builder import build, required
from graph_model.store import Store


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question as it is asked in this run: its plan, its statement, its parameters, the caller's own and visible markings."""

    question: Question
    bound: Bound
    text: str
    parameters: dict[str, Any]
    own: dict[str, Any]
    markings: dict[str, Any]


async def prepared(store: Store, folder: Path, questions: list[Question]) -> list[Prepared]:
    """The statements the product will send, with the masks and lists that its guard makes for the caller."""
    guard = Guard(store, SystemClock(), AuditLog(folder / "audit" / "plan"))
    room = GraphQL(guard, KEY)
    return [await _prepared(guard, room, question) for question in questions]


async def _prepared(guard: Guard, room: GraphQL, question: Question) -> Prepared:
    bound = room.plan_of(question.document, None, question.variables, CursorSeal(KEY, f"{CALLER} {PURPOSE}"))
    asked = Asked(CALLER, PURPOSE, sha256(question.document.encode()).hexdigest())
    context = guard.reading._standings.context(asked)
    standing = await guard.reading._standings.of(asked, context)
    text = build(bound.query, False, class_by_class(standing, as_known=False))
    own = standing.masks(required(text), context.at)
    return Prepared(question, bound, text, bound.parameters, own, standing.classes.markings)
