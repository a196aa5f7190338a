"""Analyses are those of the reference's view, of now and of a past day, and what is hidden changes no byte of them (leaks.md L11)."""

import json
from datetime import datetime
from typing import Any

import pytest

from graph_model.analysis import ANALYSES, Link, Network, Terms
from graph_model.analysis.report import parameters, report
from graph_model.instant import to_text
from graph_model.marking import LEVELS
from tests.oracle.view import View
from tests.properties.changes import hidden_changes
from tests.properties.installation import Installation, Observed
from tests.properties.strategies import AS_OF, Asker, WorldMaker

WHEN = tuple(zip((1, 5, 9, 21, 22), (*AS_OF, AS_OF[1]), strict=True))
"""Worlds by their seeds, each asked of an instant too. In 1, 21 and 22 the clock of the product is one that nobody sets by hand, so that
what is known now and what was known then are read by other predicates; there 1 and 22 are of the past, and 22 sees much that is gone.
"""
FOUND = """analysis(kind: $kind, about: $about, first: 20) {
  question explanation parameters report found highest { level compartments handling } networkRecords networkRelationships isComplete findings { score reason records } records { id __typename }
}"""
QUERY = f"query($kind: AnalysisKind!, $about: ID) {{ {FOUND} }}"
THEN = f"query($kind: AnalysisKind!, $about: ID, $asOf: String!) @asOf(recorded: $asOf) {{ {FOUND} }}"
Question = tuple[str, str, datetime | None]


def _network(view: View) -> Network:
    types = {id_: node.type for id_, node in view.nodes.items()}
    kinds = {link.id: str(view.readable(link).get("kind") or "") or None for link in view.links}
    links = tuple(Link(link.id, link.type, link.start, link.end, kinds[link.id]) for link in view.links)
    facts = {id_: view.readable(node) | node.parts for id_, node in view.nodes.items()}
    return Network(types, links, True, facts, to_text(view.known), view.known < view.at)


def _highest(network: Network, view: View, named: list[str], reach: int | None) -> dict[str, Any]:
    records, links = network.around(tuple(named), reach)
    statements = [view.nodes[id_] for id_ in records] + [link for link in view.links if link.id in links]
    found = [statement.marking_as_seen for statement in statements]
    return {
        "level": max((one["level"] for one in found), key=LEVELS.index, default="NONE"),
        "compartments": sorted({name for one in found for name in one["compartments"]}),
        "handling": sorted({name for one in found for name in one["handling"]}),
    }


def _expected(kind: str, view: View, about: str) -> dict[str, Any]:
    network, analysis = _network(view), ANALYSES[kind]
    terms = analysis.terms(about if analysis.about == "ALWAYS" else None, None, None)
    assert isinstance(terms, Terms)
    found = analysis.find(network, terms)
    findings = [{"score": one.score, "reason": one.reason, "records": list(one.records[:5])} for one in found[:20]]
    named = list(dict.fromkeys(id_ for finding in findings for id_ in finding["records"]))
    return {
        "question": analysis.question[0],
        "explanation": analysis.method[0],
        "parameters": parameters(kind, terms, "EN"),
        "report": report(kind, terms, network.extent, len(found), "EN"),
        "highest": _highest(network, view, [id_ for one in found[:20] for id_ in one.records], analysis.reach),
        "found": len(found),
        "networkRecords": len(view.nodes),
        "networkRelationships": len(view.links),
        "isComplete": True,
        "findings": findings,
        "records": [{"id": id_, "__typename": view.nodes[id_].type} for id_ in named],
    }


async def _asked(installation: Installation, asker: Asker, question: Question) -> Observed:
    kind, about, known = question
    variables = {"kind": kind, "about": about if ANALYSES[kind].about == "ALWAYS" else None}
    if known is None:
        return await installation.ask(asker, QUERY, variables)
    return await installation.ask(asker, THEN, variables | {"asOf": to_text(known)})


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("seed", "then"), WHEN)
async def test_every_analysis_is_of_the_view_alone(installation: Installation, seed: int, then: datetime) -> None:
    maker = WorldMaker(seed)
    world = maker.world()
    asker = maker.asker(world)
    await installation.load(world)
    views = {known: View(world, asker.who, asker.purpose, asker.at, known) for known in (None, then)}
    about = maker.rng.choice(sorted(views[None].nodes) or ["nobody"])
    hidden = sorted({node["id"] for node in world["nodes"]} - set(views[None].nodes) - set(views[then].nodes))
    past = list(ANALYSES)[WHEN.index((seed, then)) % 2 :: 2]
    questions: list[Question] = [(kind, about, None) for kind in ANALYSES] + [(kind, about, then) for kind in past]
    questions += [("SIMILAR", id_, None) for id_ in (*hidden[:1], "nobody")]
    observed = [await _asked(installation, asker, question) for question in questions]
    for (kind, near, known), one in zip(questions, observed, strict=True):
        assert json.loads(one.body)["data"]["analysis"] == _expected(kind, views[known], near), (kind, known)
    await installation.load(hidden_changes(maker, world, asker), bumps=2)
    assert [await _asked(installation, asker, question) for question in questions] == observed
