"""A question for export sees a view inside the view: the one that the plain reference allows, and nothing of any other."""

import json
from typing import Any

import pytest

from graph_model.ontology import ONTOLOGY
from loaders.scenario.world import World
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Service
from tests.invented import invented_raw
from tests.oracle.export import ExportView
from tests.oracle.view import View, identified

RAW = invented_raw()
FOUND = "query($ids: [ID!]!) @forExport { nodes(ids: $ids) { id } }"
KINDS = ("Person", "Report", "Measure", "Assessment", "Item")
COUNTED = f"query @forExport {{ {' '.join(f'{ONTOLOGY.types[name].plural}(first: 1) {{ totalCount }}' for name in KINDS)} }}"
EXPORTERS = [
    ("u-noor", "THREAT_ASSESSMENT", True),
    ("u-saar", "THREAT_ASSESSMENT", True),
    ("u-hugo", "THREAT_ASSESSMENT", True),
    ("u-daan", "THREAT_ASSESSMENT", False),
    ("u-hadewych", "OVERSIGHT", False),
]
"""Who asks, for what, and whether anything may leave."""


def reference(world: World) -> Any:
    """The world file with the ids that this reading of it gave out."""
    raw = json.loads(json.dumps(RAW, default=str))
    for node in raw["nodes"]:
        node["id"] = world.ids[node["key"]]
    numbers = iter(range(1 << 20))
    return identified(raw, lambda: f"link {next(numbers)}")


@pytest.mark.parametrize(("who", "purpose", "may"), EXPORTERS)
async def test_an_export_finds_and_counts_what_the_reference_lets_go(service: Service, who: str, purpose: str, may: bool) -> None:
    world = reference(service.world)
    view, whole = ExportView(world, who, purpose, service.world.now), View(world, who, purpose, service.world.now)
    assert bool(view.nodes) is may
    assert set(view.nodes) < set(whole.nodes)
    found = set()
    ids = list(service.world.ids.values())
    for start in range(0, len(ids), 100):
        answer = (await service.ask(who, purpose, FOUND, {"ids": ids[start : start + 100]})).json()
        found |= {record["id"] for record in answer["data"]["nodes"] if record}
    assert found == set(view.nodes)
    counted = (await service.ask(who, purpose, COUNTED)).json()["data"]
    types = [node.type for node in view.nodes.values()]
    assert counted == {ONTOLOGY.types[name].plural: {"totalCount": types.count(name)} for name in KINDS}


async def test_no_view_that_is_kept_for_one_kind_of_question_answers_the_other(service: Service) -> None:
    asked = [f"query {directive} {{ persons(first: 100) {{ edges {{ node {{ id }} }} }} }}" for directive in ("", "@forExport")]
    plain, export, *again = [(await service.ask("u-daan", "THREAT_ASSESSMENT", text)).json() for text in (*asked, *asked)]
    assert again == [plain, export]
    assert plain["data"]["persons"]["edges"]
    assert export["data"]["persons"]["edges"] == []


@pytest.mark.parametrize("document", ["query @forExport { pointers(first: 1) { id } }", "mutation @forExport { __typename }"])
async def test_nothing_but_a_read_is_asked_for_export(service: Service, document: str) -> None:
    answer = (await service.ask("u-noor", "THREAT_ASSESSMENT", document)).json()
    assert answer["errors"][0]["extensions"]["code"] in {"BAD_ARGUMENT", "GRAPHQL_VALIDATION_FAILED"}
    assert "data" not in answer


async def test_an_export_is_on_record_as_one_with_the_grants_that_let_it_go(service: Service) -> None:
    asked = await service.ask("u-saar", "THREAT_ASSESSMENT", "query @forExport { persons(first: 100) { edges { node { id } } } }")
    receipt = asked.headers["Audit-Receipt"].partition(":")[0]
    entry = next(entry for entry in read_entries(service.home / "audit" / "one") if entry["receipt"] == receipt)
    assert (entry["kind"], entry["action"], entry["subject"]) == ("READ", "export", "u-saar")
    assert {grant for served in entry["served"] for grant in served["grants"]} == {"G-own-pol-drio"}
