"""The stories over HTTP and GraphQL: each step sees exactly what the plain reference says."""

from typing import Any

from access_policies.guard import Asked
from graph_model.instant import parse
from graph_model.ontology import ONTOLOGY
from loaders.scenario.world import read_world
from tests.access_policies.questions import ASKABLE, handles
from tests.e2e.conftest import Service
from tests.invented import invented_raw

RAW = invented_raw()
PLURALS = {name: record.plural for name, record in ONTOLOGY.types.items()}
TYPES = {node["key"]: node["type"] for node in RAW["nodes"]}


def document(question: dict[str, Any], ids: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """The GraphQL of a step."""
    id_ = ids.get(question.get("id", ""), "0" * 32)
    match question["op"]:
        case "node":
            return "query($id: ID!) { found: node(id: $id) { id } }", {"id": id_}
        case "fields":
            kind = TYPES[question["id"]]
            names = " ".join(declared.name for declared in ONTOLOGY.types[kind].properties)
            return f"query($id: ID!) {{ found: node(id: $id) {{ id ... on {kind} {{ {names} }} }} }}", {"id": id_}
        case "entity":
            return "query($id: ID!) { found: entity(id: $id) { records { id } } }", {"id": id_}
        case "neighbourhood":
            return "query($id: ID!, $r: Int!) { found: neighbourhood(id: $id, radius: $r) { records { id } } }", {
                "id": id_,
                "r": question["radius"],
            }
        case "paths":
            text = "query($a: ID!, $b: ID!, $n: Int!) { found: paths(from: $a, to: $b, maxHops: $n) { hops nodes { id } } }"
            ends = (ids.get(question["from"], "0" * 32), ids.get(question["to"], "0" * 32))
            return text, {"a": ends[0], "b": ends[1], "n": question["max_hops"]}
        case "search":
            return "query($t: String!) { found: search(text: $t, first: 100) { edges { node { id } } } }", {"t": question["text"]}
    if "case" in question:
        text = "query($id: ID!, $types: [RecordType!]) { case: node(id: $id) { ... on Case { found: inCaseOf(first: 100, types: $types)"
        text += " { edges { node { id } } } } } }"
        return text, {"id": ids[RAW["cases"][question["case"]]["node"]], "types": question["types"]}
    return "{ " + " ".join(f"{PLURALS[name]}(first: 100) {{ edges {{ node {{ id }} }} }}" for name in question["types"]) + " }", {}


async def test_every_step_over_http_sees_what_the_reference_sees(service: Service) -> None:
    await service.guard.directory.register(read_world(whole_history=True).register)
    for story in RAW["stories"]:
        bodies: dict[int, bytes] = {}
        for number, step in enumerate(story["steps"], 1):
            if step["query"]["op"] not in ASKABLE:
                continue
            service.clock.set(parse(step["at"]))
            answer = await service.ask(step["who"], step["purpose"], *document(step["query"], service.world.ids))
            where = f"({story['key']}) {number}: {answer.text[:300]}"
            assert answer.status_code == 200, where
            bodies[number] = answer.content
            data = answer.json()["data"]
            seen = handles(step["query"], data, service.world.ids)
            assert seen == (step["sees"] if step["query"]["op"] == "paths" else sorted(step["sees"])), where
            if same := step.get("same_as_step"):
                assert bodies[same] == answer.content, where


async def test_the_story_of_the_grant_that_ends_while_somebody_reads(service: Service) -> None:
    query = "{ reports(first: 100) { edges { node { id } } } }"
    service.clock.set(parse("2026-03-16T10:19:59Z"))
    before = await service.ask("u-hugo", "THREAT_ASSESSMENT", query)
    service.clock.set(parse("2026-03-16T10:20:00Z"))
    await service.guard.administration.revoke(
        Asked("u-fenna", "GRANT_ADMINISTRATION", "revoke"), "G-hugo-c2", "another investigation"
    )
    after = await service.ask("u-hugo", "THREAT_ASSESSMENT", query)
    assert len(before.json()["data"]["reports"]["edges"]) == 10
    assert len(after.json()["data"]["reports"]["edges"]) == 3
    assert before.headers["kring-epoch"] != after.headers["kring-epoch"]
