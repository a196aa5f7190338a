"""Recording what an analysis found: an assessment with the join of all that the finding depends on (access-model.md 3; 7, W2).

The analysis is done anew in the writer's view: what is recorded is what is found, and nobody states what it rests on.
"""

from dataclasses import dataclass

from access_policies.guard.analyses import Analyses, Worked
from access_policies.guard.asked import Asked
from access_policies.guard.batch import Batch, Piece
from access_policies.guard.outcome import Outcome
from access_policies.guard.stating import Stated
from access_policies.guard.writes import Writes
from graph_model.analysis import Finding, Language, Terms
from graph_model.analysis.report import report
from graph_model.intake.contribution import Effect, Inputs, OfferedNode
from graph_model.ontology import ONTOLOGY

OWN_SYSTEM = "kring"
NOBODY = ""
"""The id of no record: what is not found rests on nothing that is there."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Which finding of which analysis is to be recorded, by its records in their order; as which kind, in which language."""

    analysis: str
    terms: Terms
    records: tuple[str, ...]
    kind: str
    language: Language
    marking: Stated | None = None


class Conclusions:
    """The way of the guard for what analysts conclude."""

    def __init__(self, analyses: Analyses, writes: Writes) -> None:
        self._analyses, self._writes = analyses, writes

    async def record(self, asked: Asked, conclusion: Conclusion, key: str) -> Outcome[tuple[Effect, ...]]:
        """What became of it. A finding that is not there is refused like a record that is not there.

        With the same key and question there is one effect and one answer. Raises PolicyError or StoreError.
        """
        worked = await self._analyses.worked(asked, conclusion.analysis, conclusion.terms)
        wanted = conclusion.records
        found = next((one for one in worked.findings if wanted and one.records[: len(wanted)] == wanted), None)
        node = _assessed(conclusion, worked, found) if found else OfferedNode("Assessment", "", {}, cites=(NOBODY,))
        return await self._writes.write(asked, Batch(OWN_SYSTEM, (Piece(node, conclusion.marking),), repr(conclusion)), key)


def _assessed(conclusion: Conclusion, worked: Worked, found: Finding) -> OfferedNode:
    network, language = worked.network, conclusion.language
    records, links = worked.inputs(found)
    types = network.types
    cites = tuple(id_ for id_ in found.records if ("Assessment", types[id_]) in ONTOLOGY.relationships["BASED_ON"].ends)
    assesses = tuple(id_ for id_ in found.records if ("Assessment", types[id_]) in ONTOLOGY.relationships["ASSESSES"].ends)
    question, method, *extent, _ = report(conclusion.analysis, conclusion.terms, network.extent, 1, language)
    said = f"{found.told.text(language)} ({found.score:g}): {', '.join(found.records)}"
    properties: dict[str, str | int | float | bool | list[str]] = {
        "kind": conclusion.kind,
        "issuedAt": network.now[:10],
        "question": question,
        "scenarios": [said],
        "assumptions": [method, *extent],
    }
    inputs = Inputs(tuple(sorted(records)), frozenset(worked.classes[id_] for id_ in links), assesses)
    return OfferedNode("Assessment", "", properties, cites=cites, inputs=inputs)
