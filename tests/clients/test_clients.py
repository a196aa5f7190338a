"""Clients that partners use, real ones: the schema is one they accept, and what they ask is answered as it is to everybody."""

import asyncio
import json
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from cli.npm import node
from graph_model.local.server import Endpoint
from tests.clients.conftest import NPM, PYPI, ROOT, by_node, started, told
from tests.e2e.conftest import Running, Service
from tests.e2e.following import another_process
from tests.e2e.test_issuers import Issuer, _key, issuer

__all__ = ["issuer"]
SDL = ROOT / "docs" / "reference" / "schema.graphql"
PAGE = (ROOT / "docs" / "reference" / "graphql.md").read_text()
REPORTS = (PYPI / "reports.graphql").read_text()
PURPOSE = "THREAT_ASSESSMENT"


@pytest.fixture(scope="module")
async def service(neo4j: Endpoint, running: Running) -> Service:
    """One service for all: they only read."""
    return await running.untouched(neo4j)


async def questions(service: Service) -> list[dict[str, Any]]:
    """Questions of the page about GraphQL, but for streams and what a busy machine may not plan in time, about records that Daan sees."""
    seen = await service.ask(
        "u-daan", PURPOSE, "{ cases(first: 1) { edges { node { id } } } reports(first: 2) { edges { node { id } } } }"
    )
    ids = [edge["node"]["id"] for one in seen.json()["data"].values() for edge in one["edges"]]
    values = {"case": ids[0], "id": ids[1], "other": ids[2], "before": None, "without": [], "then": "2026-03-01T00:00:00Z"}
    values |= {"watch": "of nobody"}
    blocks = re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL)
    documents = [block for block in blocks if not re.search("subscription|analysis|neighbourhood", block)]
    return [{"query": one, "variables": {name: values[name] for name in re.findall(r"\$(\w+):", one)}} for one in documents]


async def plain(service: Service, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers to the same without any client."""
    found = [(await service.ask("u-daan", PURPOSE, one["query"], one["variables"])).json() for one in asked]
    assert all(set(answer) == {"data"} for answer in found), found
    return found


async def four_reports(service: Service) -> list[dict[str, Any]]:
    """What the generated clients page through."""
    answer = (await service.ask("u-noor", PURPOSE, REPORTS, {"first": 4})).json()
    return [{name: value for name, value in edge["node"].items() if name != "id"} for edge in answer["data"]["reports"]["edges"]]


def bare(value: Any) -> Any:
    """Without the type names that a client with a cache asks for."""
    if isinstance(value, list):
        return [bare(one) for one in value]
    if isinstance(value, dict):
        return {name: bare(one) for name, one in value.items() if name != "__typename"}
    return value


async def test_relay_compiles_the_schema_and_pages_with_what_it_made(service: Service, modules: Path, tmp_path: Path) -> None:
    shutil.copytree(NPM / "relay", tmp_path / "source")
    shutil.copyfile(SDL, tmp_path / "schema.graphql")
    (tmp_path / "made").mkdir()
    config = {
        "src": "source",
        "schema": "schema.graphql",
        "language": "javascript",
        "artifactDirectory": "made",
        "eagerEsModules": False,
    }
    (tmp_path / "relay.config.json").write_text(json.dumps(config))
    await told(node(), modules / "relay-compiler" / "cli.js", "relay.config.json", folder=tmp_path)
    headers = json.dumps(await service.headers("u-noor", PURPOSE))
    found = await by_node("relay.mjs", modules, tmp_path / "made", f"{service.url}/graphql", headers)
    assert found["reports"] == await four_reports(service)
    assert found["totalCount"] > 4


async def test_ariadne_generates_a_typed_client_that_is_answered(service: Service, programs: Path, tmp_path: Path) -> None:
    queries = PYPI / "reports.graphql"
    settings = {"schema_path": str(SDL), "queries_path": str(queries), "target_package_name": "partner_client"}
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    (tmp_path / "client.toml").write_text("\n".join(["[tool.ariadne-codegen]", *lines]))
    await told(programs / "ariadne-codegen", "--config", "client.toml", folder=tmp_path)
    shutil.copyfile(PYPI / "generated.py", tmp_path / "generated.py")
    headers = json.dumps(await service.headers("u-noor", PURPOSE))
    found = await told(programs / "python", "generated.py", f"{service.url}/graphql", headers, folder=tmp_path)
    assert found == await four_reports(service)


async def test_gql_and_urql_get_what_the_documentation_asks_and_follow_changes(
    service: Service, modules: Path, programs: Path
) -> None:
    asked = await questions(service)
    whole = {"queries": asked, "subscription": "subscription { changes { kind cursor } }"}
    url, headers = f"{service.url}/graphql", json.dumps(await service.headers("u-daan", PURPOSE))
    expected = await plain(service, asked)
    by_urql, by_gql = await asyncio.gather(
        by_node("urql.mjs", modules, url, headers, asked=whole),
        told(programs / "python", PYPI / "asking.py", url, headers, asked=whole),
    )
    assert len(asked) >= 5
    assert by_gql["answers"] == expected
    assert bare(by_urql["answers"]) == bare(expected)
    assert [found["event"]["changes"]["kind"] for found in (by_gql, by_urql)] == ["STARTED"] * 2


async def test_who_guesses_names_in_production_is_told_the_same_of_one_that_is_there_and_one_that_is_not(
    service: Service, programs: Path, issuer: Issuer, tmp_path: Path
) -> None:
    key, names = _key(), ("reports", "rabbits")
    issuer.show(key)
    issuer.now = time.time()
    headers = {"Authorization": issuer.token(key), "Kring-Purpose": PURPOSE}
    fields = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    async with another_process(service, demo=None, sign_in=None, production=True, verifier=issuer.verifier()) as client:

        async def guessed(name: str) -> str:
            (tmp_path / name).write_text(name)
            process = await started(programs / "clairvoyance", f"{client.base_url}/graphql", *fields, "-w", tmp_path / name)
            _, said = await process.communicate()
            assert process.returncode == 1, said.decode()
            return re.findall(r"EndpointError: (.*)", said.decode())[-1].replace(name, "NAME")

        known = await client.post("/graphql", json={"query": "{ reports(first: 1) { totalCount } }"}, headers=headers)
        assert known.json()["data"]["reports"]["totalCount"] > 0, "whoever knows the schema is answered"
        of_one, of_other = await asyncio.gather(*map(guessed, names))
    assert of_one == of_other
    assert "Unable to get TypeRef" in of_one
