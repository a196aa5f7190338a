"""The mutation that records what an analysis found. The guard finds it anew; nobody states what it rests on."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from access_policies.guard.conclusions import Conclusion
from api.graphql.analysis import About, AnalysisKind, Asking, Days, Hops, Language, terms_of
from api.graphql.mutations.inputs import MarkingInput
from api.graphql.mutations.payloads import Written, written
from graph_model.ontology import ONTOLOGY

_ASSESSMENTS: Any = Enum(  # type: ignore[misc]  # members come from the ontology
    "AssessmentKind", {name: name for name in ONTOLOGY.property("Assessment", "kind").values}
)
AssessmentKind: Any = strawberry.enum(_ASSESSMENTS, description="Kinds of assessment.")


async def _record_finding(
    info: Asking,
    kind: AnalysisKind,
    records: Annotated[list[strawberry.ID], strawberry.argument(description="The finding, by its records in their order.")],
    about: About = None,
    days: Days = None,
    hops: Hops = None,
    assessment: AssessmentKind = AssessmentKind.DA,
    marking: MarkingInput | None = None,
    language: Language = Language.EN,
) -> Written:
    stated = marking.stated() if marking else None
    terms = terms_of(kind, about, days, hops)
    conclusion = Conclusion(kind.value, terms, tuple(records), assessment.value, language.value, stated)
    execution = info.context
    return written(await execution.guard.conclusions.record(execution.asked, conclusion, execution.key))


@strawberry.type
class FindingWrites:
    """What analysts conclude."""

    record_finding: Written = strawberry.mutation(
        resolver=_record_finding,
        description="Record a finding as an assessment. It is found anew, and marked no less strictly than all that it depends on.",
    )
