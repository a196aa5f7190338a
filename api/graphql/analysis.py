"""Analyses of one's own view. Findings name records by id; the records themselves are read back, all in one statement."""

from enum import Enum
from typing import Any

import strawberry
from strawberry import Info

from access_policies.guard.analyses import Analysed
from api.graphql.errors import RequestError
from api.graphql.execution import Execution
from api.graphql.schema import types
from graph_model.analysis import ANALYSES

MOST = 20
"""Findings of one answer."""
_NAMED = 5
"""Records that are named beside each, so that all of them can be read back at once."""

_RECORDS: Any = list[types()["Record"]]  # type: ignore[misc]  # noqa: F821  # a class that is made from the ontology
_KINDS: Any = Enum("AnalysisKind", {name: name for name in ANALYSES})  # type: ignore[misc]  # members come from the analyses
AnalysisKind: Any = strawberry.enum(
    _KINDS, description="\n".join(f"{name}: {analysis.explanation}" for name, analysis in ANALYSES.items())
)


@strawberry.type(description="What an analysis found, and why.")
class Finding:
    """A finding."""

    score: float
    reason: str
    records: list[strawberry.ID] = strawberry.field(
        description="what was found, and what it rests on; see `records` of the analysis"
    )


async def _records(root: "Analysis", info: Info[Execution, None]) -> Any:
    return await info.context.read_back_all(info, root.named)


@strawberry.type(description="An analysis of your view, and of nothing else.")
class Analysis:
    """An answer."""

    named: strawberry.Private[list[str]]
    explanation: str = strawberry.field(description="how it was found, in words that can stand in a report")
    network_records: int = strawberry.field(description="records of the network")
    network_relationships: int
    is_complete: bool = strawberry.field(description="false when your view is larger than what is analysed")
    findings: list[Finding]
    records: Any = strawberry.field(
        resolver=_records, graphql_type=_RECORDS, description="the records that findings name, each once"
    )


async def _analysis(
    info: Info[Execution, None], kind: AnalysisKind, about: strawberry.ID | None = None, first: int = 10
) -> Analysis:
    if not 1 <= first <= MOST or ANALYSES[kind.value].is_about is not (about is not None):
        raise RequestError("BAD_ARGUMENT")
    execution = info.context
    return _told(kind.value, await execution.guard.analyses.analyse(execution.asked, kind.value, about or "", first))


def _told(kind: str, found: Analysed) -> Analysis:
    findings = [
        Finding(score=one.score, reason=one.reason, records=[strawberry.ID(id_) for id_ in one.records[:_NAMED]])
        for one in found.findings
    ]
    return Analysis(
        named=list(dict.fromkeys(id_ for finding in findings for id_ in finding.records)),
        explanation=ANALYSES[kind].explanation,
        network_records=found.records,
        network_relationships=found.relationships,
        is_complete=found.is_complete,
        findings=findings,
    )


@strawberry.type
class AnalysisQuery:
    """The question for an analysis."""

    analysis: Analysis = strawberry.field(
        resolver=_analysis,
        description="An analysis of your view, in an operation of its own; `about` names a record where a kind is about one.",
    )
