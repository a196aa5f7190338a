"""TAXII 2.1 with the client that others have: collections by one's own grants, pages, filters, and one answer for what is not there."""

import asyncio
import json
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
from taxii2client.v21 import ApiRoot, Collection, Server, as_pages

from api.app import create_app
from api.graphql.trusted import TrustedDocuments
from api.http.errors import MESSAGES
from api.taxii.media import TAXII
from api.taxii.resources import collection_id
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Service
from tests.e2e.test_export import EXPORTERS, reference
from tests.e2e.test_quota import counted, left
from tests.e2e.tokens import Forge
from tests.oracle import stix
from tests.oracle.export import ExportView, export_purposes

PURPOSE = "THREAT_ASSESSMENT"
COLLECTIONS = "/taxii2/kring/collections/"
MINE = f"{COLLECTIONS}{collection_id(PURPOSE)}/"
HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "taxii.md"
ACCEPT = {"Accept": TAXII}


class Bearer(requests.auth.AuthBase):
    """A stock client's way to send an access token."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


async def with_client(service: Service, who: str, act: Callable[[ApiRoot], Any]) -> Any:
    """What a stock client of somebody does, in a thread of its own."""
    auth = Bearer(await service.token(who))

    def run() -> Any:
        with Server(f"{service.url}/taxii2/", auth=auth) as server:
            assert server.default is server.api_roots[0]
            return act(server.default)

    return await asyncio.to_thread(run)


async def fetch(service: Service, who: str, path: str, **query: str) -> httpx.Response:
    """An answer as it is."""
    headers = ACCEPT | {"Authorization": f"Bearer {await service.token(who)}"}
    return await service.client.get(path, headers=headers, params=query)


def _everything(collection: Collection, **filters: Any) -> list[dict[str, Any]]:
    return [raw for page in as_pages(collection.get_objects, per_request=40, **filters) for raw in page.get("objects", ())]


def _one(root: ApiRoot) -> Collection:
    return next(one for one in root.collections if one.title == PURPOSE)


@pytest.mark.parametrize(("who", "purpose", "may"), EXPORTERS)
async def test_a_stock_client_finds_the_collections_of_ones_own_grants(service: Service, who: str, purpose: str, may: bool) -> None:
    offered = await with_client(service, who, lambda root: [one.title for one in root.collections])
    assert offered == export_purposes(reference(service.world), who, service.world.now)
    assert (purpose in offered) is may


async def test_two_partners_page_what_the_reference_lets_each_export(service: Service) -> None:
    found = {}
    for who in ("u-noor", "u-saar"):
        pages = await with_client(service, who, lambda root: _everything(_one(root)))
        found[who] = {raw["id"]: raw for raw in pages}
        assert len(pages) == len(found[who]) > 40
        view = ExportView(reference(service.world), who, PURPOSE, service.world.now)
        # the reference gives relationships of the world file no ids of the product's: they are compared by what they say
        expected = {id_: raw for id_, raw in stix.objects(view).items() if raw["type"] != "relationship"}
        assert {id_: raw for id_, raw in found[who].items() if raw["type"] != "relationship"} == expected
        assert _said(found[who]) == _said(stix.objects(view))
    shared = found["u-noor"].keys() & found["u-saar"].keys()
    assert shared
    assert found["u-noor"].keys() - shared
    assert found["u-saar"].keys() - shared


def _said(objects: dict[str, dict[str, Any]]) -> list[str]:
    links = [raw for raw in objects.values() if raw["type"] == "relationship"]
    return sorted(json.dumps({name: value for name, value in raw.items() if name != "id"}, sort_keys=True) for raw in links)


async def test_the_how_to_fetches_as_it_stands(service: Service) -> None:
    (text,) = re.findall(r"```python\n(.*?)```", HOW_TO.read_text(), re.DOTALL)
    page: dict[str, Any] = {}
    exec(compile(text, HOW_TO.name, "exec"), page)
    given = service.url, await service.token("u-saar"), PURPOSE
    whole = await asyncio.to_thread(lambda: list(page["fetched"](*given)))
    later = await asyncio.to_thread(lambda: list(page["fetched"](*given, since="2026-01-01T00:00:00Z")))
    assert {raw["id"] for raw in later} < {raw["id"] for raw in whole}


async def test_filters_and_the_manifest_keep_to_what_is_asked(service: Service) -> None:
    def act(root: ApiRoot) -> Any:
        collection = _one(root)
        every = _everything(collection)
        manifest = [row for page in as_pages(collection.get_manifest, per_request=50) for row in page["objects"]]
        assert [row["id"] for row in manifest] == [raw["id"] for raw in every]
        middle = manifest[len(manifest) // 2]["date_added"]
        later = {row["id"] for row in manifest if row["date_added"] > middle}
        assert {raw["id"] for raw in _everything(collection, added_after=middle)} == later
        reports = [raw for raw in every if raw["type"] in ("report", "kring-case")]
        assert _everything(collection, type=["report", "kring-case"]) == reports
        named = [reports[0]["id"], every[0]["id"], "report--00000000-0000-4000-8000-000000000000"]
        assert {raw["id"] for raw in collection.get_objects(id=named)["objects"]} == set(named[:2])
        assert collection.get_object(reports[0]["id"])["objects"] == reports[:1]
        assert collection.object_versions(reports[0]["id"])["versions"] == [reports[0]["modified"]]
        assert collection.get_objects(id=named[0], version=reports[0]["modified"])["objects"] == reports[:1]
        for nothing in ({"spec_version": "2.0"}, {"version": "2001-01-01T00:00:00Z"}, {"type": "malware"}):
            assert collection.get_objects(**nothing) == {"more": False}
        return every

    assert await with_client(service, "u-saar", act)


async def test_a_page_is_on_record_with_the_grants_and_all_that_it_tells_of(service: Service) -> None:
    page = await fetch(service, "u-saar", f"{MINE}objects/", limit="60")
    receipt = page.headers["Audit-Receipt"].partition(":")[0]
    entry = next(entry for entry in read_entries(service.home / "audit" / "one") if entry["receipt"] == receipt)
    told = {name: entry[name] for name in ("kind", "action", "channel", "subject", "purpose", "outcome")}
    assert told == {
        "kind": "READ", "action": "export", "channel": "taxii", "subject": "u-saar", "purpose": PURPOSE, "outcome": "released",
    }  # fmt: skip
    assert {grant for served in entry["served"] for grant in served["grants"]} == {"G-own-pol-drio"}
    served = {stix.number(id_) for one in entry["served"] for id_ in one["records"]}
    objects = [raw for raw in page.json()["objects"] if "created_by_ref" in raw and raw["type"] not in stix.ENVELOPE]
    refs = (
        ref for raw in objects for ref in (raw["id"], raw.get("source_ref"), raw.get("target_ref"), *raw.get("object_refs", ()))
    )
    named = {ref.partition("--")[2] for ref in refs if ref and ref not in {raw["created_by_ref"] for raw in objects}}
    links = (await fetch(service, "u-saar", f"{MINE}objects/", limit="1000", **{"match[type]": "relationship"})).json()["objects"]
    mentions = {raw["id"].partition("--")[2] for raw in links if raw["relationship_type"] == "mentions"}
    assert named
    around = [raw for raw in page.json()["objects"] if raw not in objects]
    assert named <= served
    assert len(served - named - mentions) <= len(around), "of what stands around, the first statement that it tells of"
    assert page.headers["X-TAXII-Date-Added-Last"].endswith("Z")
    assert page.headers["Content-Type"] == TAXII


async def test_what_stands_around_is_on_record_by_the_first_statement_that_it_tells_of(service: Service) -> None:
    everything = {raw["id"]: raw for raw in (await fetch(service, "u-saar", f"{MINE}objects/", limit="1000")).json()["objects"]}
    for list_ in ("objects", "manifest"):
        page = await fetch(service, "u-saar", f"{MINE}{list_}/", limit="1000", **{"match[type]": "marking-definition"})
        receipt = page.headers["Audit-Receipt"].partition(":")[0]
        (entry,) = (entry for entry in read_entries(service.home / "audit" / "one") if entry["receipt"] == receipt)
        served = {id_ for one in entry["served"] for id_ in one["records"]}
        marked = {ref for raw in everything.values() for ref in raw.get("object_marking_refs", ()) if raw["id"].partition("--")[2] in
                  {stix.number(id_) for id_ in served}}  # fmt: skip
        assert page.json()["objects"]
        assert {raw["id"] for raw in page.json()["objects"] if raw["id"] in marked}
        assert served


async def test_the_ends_whose_date_a_relationship_may_have_are_on_record_with_it(service: Service) -> None:
    asked = {"match[type]": "relationship", "limit": "5"}
    page = await fetch(service, "u-saar", f"{MINE}manifest/", **asked)
    links = (await fetch(service, "u-saar", f"{MINE}objects/", **asked)).json()["objects"]
    receipt = page.headers["Audit-Receipt"].partition(":")[0]
    (entry,) = (entry for entry in read_entries(service.home / "audit" / "one") if entry["receipt"] == receipt)
    served = {stix.number(id_) for one in entry["served"] for id_ in one["records"]}
    assert [row["id"] for row in page.json()["objects"]] == [raw["id"] for raw in links]
    assert served == {raw[part].partition("--")[2] for raw in links for part in ("id", "source_ref", "target_ref")}


async def test_what_a_report_may_have_its_date_and_version_of_is_on_record_with_it(service: Service) -> None:
    objects = (await fetch(service, "u-saar", f"{MINE}objects/", limit="1000")).json()["objects"]
    report = next(raw for raw in objects if raw["type"] == "report" and raw["object_refs"] != [raw["created_by_ref"]])
    told = {ref.partition("--")[2] for ref in (report["id"], *report["object_refs"])}
    mentions = {raw["id"].partition("--")[2] for raw in objects if raw.get("source_ref") == report["id"]}
    for path, asked in ((f"{MINE}manifest/", {"match[id]": report["id"]}), (f"{MINE}objects/{report['id']}/versions/", {})):
        page = await fetch(service, "u-saar", path, **asked)
        receipt = page.headers["Audit-Receipt"].partition(":")[0]
        (entry,) = (entry for entry in read_entries(service.home / "audit" / "one") if entry["receipt"] == receipt)
        served = {stix.number(id_) for one in entry["served"] for id_ in one["records"]}
        assert told <= served
        assert served - told <= mentions
        assert len(served - told) == len(report["object_refs"])


async def test_what_is_not_there_or_not_ones_own_or_not_known_is_one_answer(service: Service) -> None:
    seen = await fetch(
        service, "u-noor", f"{MINE}objects/", **{"match[type]": "kring-measure,kring-case,report,identity", "limit": "1000"}
    )
    of_saar = (await fetch(service, "u-saar", f"{MINE}objects/", limit="1000")).json()["objects"]
    of_others = next(raw["id"] for raw in seen.json()["objects"] if raw["id"] not in {one["id"] for one in of_saar})
    nowhere = [
        ("u-saar", f"{MINE}objects/{of_others}/"),
        ("u-saar", f"{MINE}objects/{of_others}/versions/"),
        ("u-saar", f"{MINE}objects/nonsense/"),
        ("u-daan", f"{MINE}objects/"),
        ("u-daan", MINE),
        ("u-saar", f"{COLLECTIONS}{collection_id('OVERSIGHT')}/objects/"),
        ("u-saar", f"{COLLECTIONS}no-such-collection/manifest/"),
        ("u-saar", "/taxii2/kring/status/00000000-0000-4000-8000-000000000000/"),
    ]
    answers = [await fetch(service, who, path) for who, path in nowhere]
    assert {(one.status_code, one.content, one.headers["content-type"]) for one in answers} == {
        (404, b'{"title":"There is nothing here.","error_code":"NO_SUCH_PATH","http_status":"404"}', TAXII)
    }


async def test_every_bad_token_is_the_same_401(service: Service) -> None:
    forge = Forge.of(service)
    bad = ["Bearer", "Bearer nonsense", "Basic dTpw", f"Bearer {forge.token(aud='https://elsewhere')}"]
    answers = [await service.client.get(f"{MINE}objects/", headers=ACCEPT | {"Authorization": token}) for token in bad]
    answers.append(await service.client.get(f"{COLLECTIONS}nonsense/", headers=ACCEPT))
    assert len({(one.status_code, one.content, one.headers["www-authenticate"]) for one in answers}) == 1
    assert answers[0].status_code == 401


async def test_a_cursor_is_its_callers_and_its_lists_alone(service: Service) -> None:
    mine = (await fetch(service, "u-saar", f"{MINE}objects/", limit="5")).json()["next"]
    on = await fetch(service, "u-saar", f"{MINE}objects/", limit="5", next=mine)
    assert on.status_code == 200
    refused = [
        await fetch(service, "u-noor", f"{MINE}objects/", limit="5", next=mine),
        await fetch(service, "u-saar", f"{MINE}objects/", next=mine, **{"match[type]": "identity"}),
        await fetch(service, "u-saar", f"{MINE}objects/", next=f"{mine.partition('.')[0]}.WzEsMiwzXQ=="),
        await fetch(service, "u-saar", f"{MINE}objects/", next="nonsense"),
        await fetch(
            service, "u-saar", f"{MINE}objects/", limit="5", next=mine.partition(".")[0] + "." + b64encode(b"[" * 5_000).decode()
        ),
    ]
    assert {(one.status_code, one.json()["error_code"]) for one in refused} == {(400, "BAD_CURSOR")}
    assert len({one.content for one in refused}) == 1


BAD: list[dict[str, str]] = [
    {"limit": "0"}, {"limit": "-1"}, {"limit": "ten"}, {"limit": "9" * 30}, {"added_after": "yesterday"}, {"added_after": "2026-01-01"},
    {"match[version]": "newest"}, {"match[type]": ""}, {"match[name]": "van"}, {"match[id]": ",".join(map(str, range(101)))},
]  # fmt: skip


@pytest.mark.parametrize("query", BAD, ids=lambda query: next(iter(query)))
async def test_a_filter_that_cannot_be_read_is_refused_and_never_left_out(service: Service, query: dict[str, str]) -> None:
    answer = await fetch(service, "u-saar", f"{MINE}objects/", **query)
    assert (answer.status_code, answer.json()["title"]) == (400, MESSAGES["BAD_FILTER"])


async def test_nothing_is_written_and_no_other_media_type_is_spoken(service: Service) -> None:
    headers = ACCEPT | {"Authorization": f"Bearer {await service.token('u-saar')}"}
    written = await service.client.post(f"{MINE}objects/", headers=headers, content=b'{"objects": []}')
    deleted = await service.client.delete(f"{MINE}objects/report--x/", headers=headers)
    assert {(one.status_code, one.json()["error_code"]) for one in (written, deleted)} == {(403, "READ_ONLY")}
    elsewhere = await service.client.post(f"{COLLECTIONS}nonsense/objects/", headers=headers, content=b"{}")
    assert elsewhere.status_code == 404
    for accept, status in (
        ("application/json", 406),
        ("application/taxii+json;version=2.0", 406),
        ("application/taxii+json", 200),
        ("*/*", 200),
    ):
        for path in ("/taxii2/", "/taxii2/kring/", COLLECTIONS):
            answer = await service.client.get(path, headers=headers | {"Accept": accept})
            assert (answer.status_code, answer.headers["content-type"]) == (status, TAXII)


async def test_a_page_counts_its_listing_and_its_limit_and_what_is_spent_is_said_in_taxiis_form(service: Service) -> None:
    headers = ACCEPT | {"Authorization": f"Bearer {await service.token('u-saar')}"}
    async with counted(service, person=300) as client:
        first = await client.get(f"{MINE}objects/", headers=headers, params={"limit": "50"})
        refused = await client.get(f"{MINE}objects/", headers=headers)
    assert (first.status_code, left(first)) == (200, 149)
    assert (refused.status_code, refused.json()["error_code"], refused.headers["content-type"]) == (429, "QUOTA_SPENT", TAXII)
    assert int(refused.headers["retry-after"]) > 0


async def test_where_only_registered_documents_are_asked_there_is_no_taxii(service: Service) -> None:
    app = create_app(replace(service.parts, trusted=TrustedDocuments({}, only=True)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=service.url) as client:
        assert [(await client.get(path)).status_code for path in ("/taxii2/", f"{MINE}objects/")] == [404, 404]


async def test_figures_name_the_form_of_an_address_and_no_id(service: Service) -> None:
    for path in (f"{MINE}objects/", f"{MINE}objects/report--{'0' * 8}/", f"{COLLECTIONS}nobodys/manifest/", f"{MINE}objects/a/b/"):
        await fetch(service, "u-noor", path)
    text = (await service.client.get("/metrics")).text
    for outcome, route in (
        ("ok", "{collection}/objects/"),
        ("NO_SUCH_PATH", "{collection}/objects/{object}/"),
        ("NO_SUCH_PATH", "{collection}/manifest/"),
    ):
        assert f'kring_requests_total{{outcome="{outcome}",route="{COLLECTIONS}{route}"}}' in text
    assert collection_id(PURPOSE) not in text
    assert "nobodys" not in text


@pytest.mark.parametrize("cases", [["a", "b"], ["x" * 129]])
async def test_a_case_that_cannot_be_read_is_said_to_be_the_case(service: Service, cases: list[str]) -> None:
    headers = [
        ("Authorization", f"Bearer {await service.token('u-noor')}"),
        *ACCEPT.items(),
        *(("Kring-Case", one) for one in cases),
    ]
    answer = await service.client.get(f"{MINE}objects/", headers=headers)
    assert (answer.status_code, answer.json()["error_code"]) == (400, "BAD_CASE")
    assert "Kring-Case" in answer.json()["title"]
