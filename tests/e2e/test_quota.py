"""Quotas: told in headers, spent by what is asked and never by what is found, and no channel between people beyond their own organisation."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.http.media_type import GRAPHQL
from api.http.quota import Quotas
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Service

NODE = "query($i: ID!) { node(id: $i) { id } }"
PAGE = "{ persons(first: 50) { edges { node { id } } } }"


@asynccontextmanager
async def counted(service: Service, **quotas: int) -> AsyncIterator[httpx.AsyncClient]:
    """The same service with quotas; a window is an hour, so that none ends within a test."""
    app = create_app(replace(service.parts, quotas=Quotas(window=3600, **quotas)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=service.url, headers={"Accept": GRAPHQL}) as client:
        yield client


async def ask(service: Service, client: httpx.AsyncClient, who: str, query: str = NODE, **more: Any) -> httpx.Response:
    """Ask as somebody."""
    body = {"query": query, "variables": {"i": "0" * 32} if query == NODE else {}} | more
    return await client.post("/graphql", json=body, headers=await service.headers(who, "THREAT_ASSESSMENT"))


def left(answer: httpx.Response) -> int:
    """What is left of the person's quota."""
    name, rest = answer.headers["ratelimit"].split(";r=")
    assert name == '"person"'
    return int(rest.partition(";")[0])


async def test_headers_tell_the_policy_and_what_is_left(service: Service) -> None:
    async with counted(service, person=1000, organisation=5000) as client:
        first = await ask(service, client, "u-noor")
        second = await ask(service, client, "u-noor", PAGE)
    assert first.headers["ratelimit-policy"] == '"person";q=1000;w=3600, "organisation";q=5000;w=3600'
    assert (left(first), left(second)) == (998, 947)
    assert second.headers["ratelimit"].endswith((";t=3600", ";t=3599"))


async def test_a_document_that_is_refused_counts_as_a_request_and_an_alias_as_the_record_it_asks_for(service: Service) -> None:
    async with counted(service, person=1000) as client:
        refused = await ask(service, client, "u-noor", "{ nonsense }")
        aliases = " ".join(f'a{n}: node(id: "{n}") {{ id }}' for n in range(40))
        probes = await ask(service, client, "u-noor", f"{{ {aliases} }}")
    assert refused.status_code == 400
    assert (left(refused), left(probes)) == (999, 958)


async def test_what_is_spent_is_refused_on_record_until_the_window_ends(service: Service) -> None:
    async with counted(service, person=60) as client:
        assert (await ask(service, client, "u-noor", PAGE)).status_code == 200
        spent = await ask(service, client, "u-noor", PAGE)
        small = await ask(service, client, "u-noor")
        other = await ask(service, client, "u-daan", PAGE)
    assert spent.status_code == 429
    assert spent.json() == {
        "errors": [
            {
                "message": "The quota of this window is spent. Ask again when the next one begins.",
                "extensions": {"code": "QUOTA_SPENT"},
            }
        ]
    }
    assert int(spent.headers["retry-after"]) in (3599, 3600)
    assert spent.headers["ratelimit"].startswith('"person";r=0;t=')
    assert small.status_code == 200, "what was refused has spent one, and nothing of what it asked for"
    assert other.status_code == 200
    entries = read_entries(service.parts.audit.folder)
    assert [entry["outcome"] for entry in entries if entry["subject"] == "u-noor"][-2] == "QUOTA_SPENT"


@pytest.mark.parametrize("who", ["u-noor", "u-daan"])
async def test_what_is_left_and_what_it_cost_never_depend_on_what_was_found(service: Service, who: str) -> None:
    """The record is seen by one of the two, and there are many of the type and none that was found."""
    shown = service.world.ids["P-zwaluw.POL"]
    told = []
    for id_ in (shown, "0" * 32, "nonsense"):
        async with counted(service, person=1000) as client:
            answer = await ask(service, client, who, variables={"i": id_}, extensions={"cost": True})
            told.append((left(answer), answer.json()["extensions"]))
    assert told == [(998, {"cost": {"requested": 1, "limit": 20000}})] * 3


async def test_cost_is_told_where_it_is_asked_for_of_reads_and_of_what_is_executed(service: Service) -> None:
    administration = "{ administration { myGrants { id } notices { kind } } }"
    async with counted(service) as client:
        read = await ask(service, client, "u-noor", PAGE, extensions={"cost": True})
        executed = await ask(service, client, "u-noor", administration, extensions={"cost": True})
        plain = await ask(service, client, "u-noor", PAGE, extensions={"cost": 1})
    assert read.json()["extensions"]["cost"]["requested"] == 50
    assert executed.json()["extensions"]["cost"]["requested"] == 200
    assert "extensions" not in plain.json()
    assert "ratelimit" not in plain.headers


async def test_an_organisation_shares_its_quota_and_nobody_else_learns_of_it(service: Service) -> None:
    async with counted(service, person=1000, organisation=100) as client:
        before = left(await ask(service, client, "u-yfke"))
        assert (await ask(service, client, "u-noor", PAGE)).status_code == 200
        after = left(await ask(service, client, "u-yfke"))
        spent = await ask(service, client, "u-yfke", PAGE)
        elsewhere = await ask(service, client, "u-daan", PAGE)
    assert (before, after) == (998, 996), "of a colleague's requests nothing shows while there is enough"
    assert spent.status_code == 429
    assert spent.headers["ratelimit"].startswith('"organisation";r=0;t=')
    assert elsewhere.status_code == 200


async def test_those_who_are_protected_share_nothing_with_one_another(service: Service) -> None:
    persons = [user.key for user in service.world.register.users if user.organisation == "PERS"][:2]
    assert len(persons) == 2
    async with counted(service, person=100, organisation=60) as client:
        answers = [await ask(service, client, who, PAGE) for who in persons]
    assert [answer.status_code for answer in answers] == [200, 200]
