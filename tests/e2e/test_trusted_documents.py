"""Trusted documents: asked by their ids with one's own rights; what is not registered is one answer, whatever it is."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.graphql.served import served_schema
from api.graphql.trusted import DocumentsInvalid, read_trusted
from api.http.media_type import GRAPHQL
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Service

PERSONS = "{ persons(first: 2) { edges { node { id } } } }"
TWO = "query One($i: ID!) { node(id: $i) { id } }\nquery Other { reports(first: 1) { totalCount } }"
ACTORS = "{ actors(first: 2) { edges { node { id } } } }"


def id_of(text: str) -> str:
    """The id of a document, made apart from the product."""
    return "sha256:" + sha256(text.encode()).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Documents of two organisations."""
    for organisation, name, text in (("NCTV", "persons", PERSONS), ("NCTV", "two", TWO), ("POL", "actors", ACTORS)):
        (tmp_path / organisation).mkdir(exist_ok=True)
        (tmp_path / organisation / f"{name}.graphql").write_text(text)
    return tmp_path


@asynccontextmanager
async def registered(service: Service, folder: Path, only: bool = False) -> AsyncIterator[httpx.AsyncClient]:
    """The same service with a folder of documents."""
    app = create_app(replace(service.parts, trusted=read_trusted(folder, served_schema(), only)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=service.url, headers={"Accept": GRAPHQL}) as client:
        yield client


async def ask(service: Service, client: httpx.AsyncClient, who: str, **body: Any) -> httpx.Response:
    """Send a body as somebody."""
    return await client.post("/graphql", json=body, headers=await service.headers(who, "THREAT_ASSESSMENT"))


async def test_a_registered_document_is_answered_as_its_text_is_and_is_on_record_by_its_id(service: Service, folder: Path) -> None:
    shown = service.world.ids["P-zwaluw.POL"]
    async with registered(service, folder) as client:
        by_text = await ask(service, client, "u-noor", query=PERSONS)
        by_id = await ask(service, client, "u-noor", documentId=id_of(PERSONS))
        assert (by_id.status_code, by_id.content) == (200, by_text.content)
        assert by_id.json()["data"]["persons"]["edges"]
        named = await ask(service, client, "u-noor", documentId=id_of(TWO), operationName="One", variables={"i": shown})
        assert named.json() == {"data": {"node": {"id": shown}}}
    entries = read_entries(service.parts.audit.folder)[-3:]
    assert [f"sha256:{entry['operation']}" for entry in entries] == [id_of(PERSONS), id_of(PERSONS), id_of(TWO)]


@pytest.mark.parametrize("only", [False, True])
async def test_what_is_not_registered_for_the_caller_is_one_answer(service: Service, folder: Path, only: bool) -> None:
    ids = (id_of(ACTORS), id_of("{ nonsense }"), "sha256:", "", "x" * 5000, id_of(PERSONS).upper(), id_of(PERSONS)[7:], "\u00e9")
    async with registered(service, folder, only) as client:
        refused = [await ask(service, client, "u-noor", documentId=one) for one in ids]
        assert (await ask(service, client, "u-daan", documentId=id_of(ACTORS))).status_code == 200
    assert {(answer.status_code, answer.content) for answer in refused} == {(400, refused[0].content)}
    assert refused[0].json()["errors"][0]["extensions"]["code"] == "DOCUMENT_UNKNOWN"


async def test_where_nothing_else_may_be_asked_a_text_is_answered_only_if_it_is_registered(service: Service, folder: Path) -> None:
    async with registered(service, folder, only=True) as client:
        assert (await ask(service, client, "u-noor", query=PERSONS)).status_code == 200
        refused = [
            await ask(service, client, "u-noor", query=text)
            for text in (PERSONS + " ", ACTORS, "{ nonsense }", "{", "{ __typename }")
        ]
    assert {answer.json()["errors"][0]["extensions"]["code"] for answer in refused} == {"DOCUMENT_UNKNOWN"}
    assert len({answer.content for answer in refused}) == 1


async def test_a_document_and_an_id_together_are_no_request(service: Service, folder: Path) -> None:
    async with registered(service, folder) as client:
        for body in ({"query": PERSONS, "documentId": id_of(PERSONS)}, {"documentId": 3}, {"documentId": None}):
            answer = await ask(service, client, "u-noor", **body)
            assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST", json.dumps(body)
    assert (await service.ask("u-noor", "THREAT_ASSESSMENT", PERSONS)).status_code == 200


def test_a_folder_that_cannot_be_registered_is_refused_whole_with_every_place(folder: Path) -> None:
    (folder / "NCTV" / "wrong.graphql").write_text("{ persoon }")
    (folder / "POL" / "open.graphql").write_text("{ __schema { queryType { name } } }")
    (folder / "POL" / "torn.graphql").write_bytes(b"{ persons \xff")
    (folder / "POL" / "large.graphql").write_text("#" * 70_000)
    with pytest.raises(DocumentsInvalid) as fault:
        read_trusted(folder, served_schema(), only=True)
    assert str(fault.value) == (
        "NCTV/wrong.graphql: GRAPHQL_VALIDATION_FAILED; POL/large.graphql: DOCUMENT_TOO_LARGE;"
        " POL/open.graphql: GRAPHQL_VALIDATION_FAILED; POL/torn.graphql: UnicodeDecodeError"
    )
    with pytest.raises(DocumentsInvalid):
        read_trusted(folder / "NCTV", served_schema(), only=True)
