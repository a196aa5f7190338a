"""One 401 for everything that is wrong with a token, on every protected endpoint, and each of them on record."""

import asyncio

import httpx
import pytest

from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Service
from tests.e2e.tokens import Forge

PROTECTED = ("/graphql",)
BODY = {"query": "{ persons(first: 3) { edges { node { id } } } }"}
VARYING = {"date", "x-request-id"}


async def _ask(service: Service, path: str, authorization: list[str]) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    headers = [("Kring-Purpose", "THREAT_ASSESSMENT"), *(("Authorization", value) for value in authorization)]
    encoded = [(name.encode(), value.encode("utf-8")) for name, value in headers]
    answer = await service.client.post(path, json=BODY, headers=encoded)
    kept = tuple(sorted((name, value) for name, value in answer.headers.items() if name not in VARYING))
    return answer.status_code, answer.content, kept


def _denied(service: Service) -> int:
    entries = read_entries(service.home / "audit" / "one")
    return sum(entry["outcome"] in ("UNAUTHENTICATED", "UnknownSubject") and not entry["organisation"] for entry in entries)


@pytest.mark.parametrize("path", PROTECTED)
async def test_every_spoilt_token_gets_the_same_bytes_and_is_on_record(service: Service, path: str) -> None:
    forge = Forge.of(service)
    assert (await _ask(service, path, [f"Bearer {forge.token()}"]))[0] == 200
    spoilt = [*forge.bad_forms(), *forge.bad_headers(), *forge.bad_claims()]
    values = [[f"Bearer {token}"] for token in spoilt]
    good = forge.token()
    values += [
        [],
        [""],
        ["Bearer"],
        ["bearer"],
        [f"Basic {good}"],
        [good],
        [f"Bearer  {good}"],
        [f"Bearer {good} {good}"],
        [f"Bearer {good}", f"Bearer {good}"],
    ]
    assert len(values) >= 100
    before = _denied(service)
    answers = await asyncio.gather(*(_ask(service, path, value) for value in values))
    assert set(answers) == {answers[0]}, [value for value, answer in zip(values, answers, strict=True) if answer != answers[0]]
    assert answers[0][0] == 401
    assert _denied(service) - before == len(values)


async def test_the_401_says_where_to_get_a_token(service: Service) -> None:
    answer = await service.client.post("/graphql", json=BODY)
    scheme, _, where = answer.headers["www-authenticate"].partition(" ")
    assert scheme == "Bearer"
    metadata = (await service.client.get(where.split('"')[1].removeprefix(service.url))).json()
    assert metadata["resource"] == service.url
    assert metadata["authorization_servers"] == [f"{service.url}/demo/issuer"]


async def test_a_good_token_stays_good_for_its_own_user_only(service: Service) -> None:
    forge = Forge.of(service)
    noor, tess = forge.token(), forge.token(sub="u-tess")
    for _ in range(2):
        for token, expected in ((noor, 3), (tess, 0)):
            headers = {"Authorization": f"Bearer {token}", "Kring-Purpose": "THREAT_ASSESSMENT"}
            answer: httpx.Response = await service.client.post("/graphql", json=BODY, headers=headers)
            assert len(answer.json()["data"]["persons"]["edges"]) == expected
