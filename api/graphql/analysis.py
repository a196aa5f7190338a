"""Analyses of one's own view. Findings name records by id; the records themselves are read back, all in one statement."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Any

import strawberry
from strawberry import Info

from access_policies.guard.analyses import Analysed
from api.graphql.errors import RequestError
from api.graphql.execution import Execution
from api.graphql.schema import types
from graph_model.analysis import ANALYSES, Terms
from graph_model.analysis.catalogue import MOST_DAYS, MOST_HOPS
from graph_model.analysis.report import parameters, report

MOST = 20
"""Findings of one answer."""
_NAMED = 5
"""Records that are named beside each, so that all of them can be read back at once."""

_RECORDS: Any = list[types()["Record"]]  # type: ignore[misc]  # noqa: F821  # a class that is made from the ontology
_KINDS: Any = Enum("AnalysisKind", {name: name for name in ANALYSES})  # type: ignore[misc]  # members come from the analyses
AnalysisKind: Any = strawberry.enum(
    _KINDS,
    description="\n".join(f"{name}: {analysis.question[0]} {analysis.method[0]}" for name, analysis in ANALYSES.items()),
)
_LANGUAGES: Any = Enum("Language", {"EN": "EN", "NL": "NL"})  # type: ignore[misc]  # a private name
Language: Any = strawberry.enum(_LANGUAGES, description="The language of an answer's sentences.")
Asking = Info[Execution, None]
About = Annotated[strawberry.ID | None, strawberry.argument(description="A record, where a kind is about one.")]
Days = Annotated[
    int | None, strawberry.argument(description=f"1 to {MOST_DAYS}: ITEMS_NEAR_PROTECTED (else 30), EVENTS_AHEAD (else 14).")
]
Hops = Annotated[int | None, strawberry.argument(description=f"0 to {MOST_HOPS}: OPEN_THREATS (else 2), EVENTS_AHEAD (else 1).")]


@strawberry.type(description="What an analysis found, and why.")
class Finding:
    """A finding."""

    score: float
    reason: str
    records: list[strawberry.ID] = strawberry.field(
        description="what was found, and what it rests on; see `records` of the analysis"
    )


@strawberry.type(description="The strictest of all that the findings shown depend on: what a page that shows them is marked with.")
class HighestMarking:
    """Parts of markings; nothing of it is a marking of its own."""

    level: str
    compartments: list[str]
    handling: list[str]


async def _records(root: "Analysis", info: Asking) -> Any:
    return await info.context.read_back_all(info, root.named, root.as_known)


@strawberry.type(description="An analysis of your view, and of nothing else.")
class Analysis:
    """An answer; its records are read back as known when it is of."""

    named: strawberry.Private[list[str]]
    as_known: strawberry.Private[datetime | None]
    question: str
    explanation: str = strawberry.field(description="how it was found, in words that can stand in a report")
    parameters: str = strawberry.field(description="the parameters, in words")
    report: list[str] = strawberry.field(
        description="paragraphs that can stand in a report, without names: question, method, parameters, extent, result"
    )
    network_records: int = strawberry.field(description="records of the network")
    network_relationships: int
    is_complete: bool = strawberry.field(description="false when your view is larger than what is analysed")
    highest: HighestMarking
    found: int = strawberry.field(description="how many findings there are in all")
    findings: list[Finding]
    records: Any = strawberry.field(
        resolver=_records, graphql_type=_RECORDS, description="the records that findings name, each once"
    )


async def _analysis(
    info: Asking,
    kind: AnalysisKind,
    about: About = None,
    days: Days = None,
    hops: Hops = None,
    first: int = 10,
    language: Language = Language.EN,
) -> Analysis:
    terms = terms_of(kind, about, days, hops)
    if not 1 <= first <= MOST:
        raise RequestError("BAD_ARGUMENT")
    execution = info.context
    analysed = await execution.guard.analyses.analyse(execution.asked, kind.value, terms, first)
    return told(kind.value, terms, analysed, language.value, execution.asked.as_known)


def terms_of(kind: Any, about: str | None, days: int | None, hops: int | None) -> Terms:
    """The parameters. Raises RequestError when they are not those of the kind, or outside their bounds."""
    terms = ANALYSES[kind.value].terms(about, days, hops)
    if terms is None:
        raise RequestError("BAD_ARGUMENT")
    return terms


def told(kind: str, terms: Terms, analysed: Analysed, language: Any, as_known: datetime | None) -> Analysis:
    """The answer: the first findings, in words."""
    analysis, at, extent, highest = ANALYSES[kind], language == "NL", analysed.extent, analysed.highest
    findings = [
        Finding(score=one.score, reason=one.told.text(language), records=[strawberry.ID(id_) for id_ in one.records[:_NAMED]])
        for one in analysed.findings
    ]
    return Analysis(
        named=list(dict.fromkeys(id_ for finding in findings for id_ in finding.records)),
        as_known=as_known,
        question=analysis.question[at],
        explanation=analysis.method[at],
        parameters=parameters(kind, terms, language),
        report=report(kind, terms, extent, analysed.found, language),
        network_records=extent.records,
        network_relationships=extent.relationships,
        is_complete=extent.is_complete,
        highest=HighestMarking(level=highest.level, compartments=list(highest.compartments), handling=list(highest.handling)),
        found=analysed.found,
        findings=findings,
    )


@strawberry.type
class AnalysisQuery:
    """The question for an analysis."""

    analysis: Analysis = strawberry.field(
        resolver=_analysis,
        description="An analysis of your view, in an operation of its own; `about` names a record where a kind is about one. With"
        " `@asOf` it is of what was known then, under the rights of now.",
    )
