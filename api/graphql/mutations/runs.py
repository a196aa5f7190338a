"""The mutations that begin and end an analysis that takes its time."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import strawberry

from api.graphql.analysis import About, AnalysisKind, Asking, Days, Hops, terms_of
from api.graphql.analysis_runs import AnalysisRun, told_run
from api.graphql.errors import RequestError

Then = Annotated[datetime | None, strawberry.argument(description="Of what was recorded by then, as `@asOf` is for a query.")]


async def _start(
    info: Asking, kind: AnalysisKind, about: About = None, days: Days = None, hops: Hops = None, as_of: Then = None
) -> AnalysisRun:
    execution = info.context
    asked = replace(execution.asked, as_known=as_of)
    run = await execution.guard.runs.start(asked, kind.value, terms_of(kind, about, days, hops))
    if run is None:
        raise RequestError("TOO_MUCH_WORK")
    return told_run(run)


async def _cancel(info: Asking, id_: Annotated[strawberry.ID, strawberry.argument(name="id")]) -> AnalysisRun | None:
    execution = info.context
    run = await execution.guard.runs.cancel(execution.asked, id_)
    return told_run(run) if run else None


@strawberry.type
class RunWrites:
    """Four of a person at once; one begins when the one before it is over."""

    start_analysis: AnalysisRun = strawberry.mutation(
        resolver=_start, description="Begin an analysis that may take longer than a request; ask `analysisRun` how it stands."
    )
    cancel_analysis: AnalysisRun | None = strawberry.mutation(
        resolver=_cancel, description="End one of yours; null for any other id. What was found is thrown away."
    )
