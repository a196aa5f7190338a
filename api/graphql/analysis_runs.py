"""How it stands with an analysis that takes its time, and what it found when it is done."""

from enum import Enum
from typing import Annotated, Any, get_args

import strawberry

from access_policies.guard.runs import Run, State
from api.graphql.analysis import MOST, Analysis, Asking, Language, told
from api.graphql.errors import RequestError

_STATES: Any = Enum("AnalysisState", {name: name for name in get_args(State)})  # type: ignore[misc]  # members come from the guard
AnalysisState: Any = strawberry.enum(
    _STATES,
    description="READING and WORKING go on; DONE has a result. RIGHTS_CHANGED: what was found was thrown away, since your rights"
    " or your view changed; begin anew. TOO_MUCH_WORK: it took more time or memory than one may.",
)


def _result(root: "AnalysisRun", first: int = 10, language: Language = Language.EN) -> Analysis | None:
    if not 1 <= first <= MOST:
        raise RequestError("BAD_ARGUMENT")
    run = root.run
    return told(run.kind, run.terms, run.result.first(first), language.value, run.as_known) if run.result else None


@strawberry.type(description="An analysis that takes its time. It is yours, for the purpose and case that it was begun for.")
class AnalysisRun:
    """How it stands."""

    run: strawberry.Private[Run]
    id: strawberry.ID
    state: AnalysisState
    result: Analysis | None = strawberry.field(resolver=_result, description="What was found, when it is done.")


def told_run(run: Run) -> AnalysisRun:
    """As it is told."""
    return AnalysisRun(run=run, id=strawberry.ID(run.id), state=AnalysisState[run.state])


async def _run(info: Asking, id_: Annotated[strawberry.ID, strawberry.argument(name="id")]) -> AnalysisRun | None:
    execution = info.context
    run = await execution.guard.runs.look(execution.asked, id_)
    return told_run(run) if run else None


@strawberry.type
class RunQuery:
    """The question how it stands."""

    analysis_run: AnalysisRun | None = strawberry.field(
        resolver=_run, description="How it stands with an analysis that you began; null for any other id."
    )
