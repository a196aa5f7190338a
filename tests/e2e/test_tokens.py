"""One 401 for everything that is wrong with a token, wherever a token is taken, and each of them on record."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from api.explorer.cookies import Cookies
from api.http.media_type import EVENTS
from api.identity.code_client import Tokens
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Service
from tests.e2e.tokens import Forge

BODY = {"query": "{ persons(first: 3) { edges { node { id } } } }"}
FOLLOW = {"query": "subscription { changes { kind } }"}
VARYING = {"date", "x-request-id"}
Told = tuple[int, bytes, tuple[tuple[str, str], ...]]


def _told(answer: httpx.Response) -> Told:
    kept = tuple(sorted((name, value) for name, value in answer.headers.items() if name not in VARYING))
    return answer.status_code, answer.content, kept


async def _ask(service: Service, authorization: list[str], body: Any = BODY, **fields: str) -> Told:
    headers = [("Kring-Purpose", "THREAT_ASSESSMENT"), *(("Authorization", value) for value in authorization), *fields.items()]
    encoded = [(name.encode(), value.encode("utf-8")) for name, value in headers]
    async with service.client.stream("POST", "/graphql", json=body, headers=encoded) as answer:
        if answer.status_code != 200:
            await answer.aread()
            return _told(answer)
        return 200, b"", ()


async def by_request(service: Service, authorization: list[str]) -> Told:
    """A question by POST."""
    return await _ask(service, authorization)


async def by_stream(service: Service, authorization: list[str]) -> Told:
    """A subscription as server-sent events."""
    return await _ask(service, authorization, FOLLOW, Accept=EVENTS)


async def by_socket(service: Service, authorization: list[str]) -> Told:
    """A subscription over a WebSocket, whose one field holds what a header says once."""
    said = {"Kring-Purpose": "THREAT_ASSESSMENT"} | ({"Authorization": authorization[0]} if len(authorization) == 1 else {})
    async with connect(
        service.url.replace("http", "ws") + "/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]
    ) as socket:
        for message in ({"type": "connection_init", "payload": said}, {"type": "subscribe", "id": "1", "payload": FOLLOW}):
            await socket.send(json.dumps(message))
        assert json.loads(await socket.recv()) == {"type": "connection_ack"}
        last = await socket.recv()
    return (401 if "UNAUTHENTICATED" in str(last) else 200), str(last).encode(), ()


async def by_session(service: Service, authorization: list[str]) -> Told:
    """A page of somebody's whose session rests on such a token of the issuer's."""
    assert service.parts.sign_in is not None
    token = " ".join(authorization).removeprefix("Bearer ")
    cookie, session = service.parts.sign_in.sessions.begin("u-noor", Tokens(token, None, 0))
    name = Cookies(service.url)._name("session")
    headers = {"Cookie": f"{name}={cookie}", "Kring-Session": session.seal, "Kring-Purpose": "THREAT_ASSESSMENT"}
    return _told(await service.client.post("/explorer/graphql", json=BODY, headers=headers))


def _denied(service: Service) -> int:
    entries = read_entries(service.home / "audit" / "one")
    return sum(entry["outcome"] in ("UNAUTHENTICATED", "UnknownSubject") and not entry["organisation"] for entry in entries)


@pytest.mark.parametrize("ask", [by_request, by_stream, by_socket, by_session])
async def test_every_spoilt_token_gets_the_same_bytes_and_is_on_record(
    service: Service, ask: Callable[[Service, list[str]], Awaitable[Told]]
) -> None:
    forge = Forge.of(service)
    good = forge.token()
    assert (await ask(service, [f"Bearer {good}"]))[0] == 200
    spoilt = [*forge.bad_forms(), *forge.bad_headers(), *forge.bad_claims()]
    values = [[f"Bearer {token}"] for token in spoilt]
    values += [
        [],
        [""],
        ["Bearer"],
        ["bearer"],
        [f"Basic {good}"],
        [f"DPoP {good}"],
        [f"Bearer  {good}"],
        [f"Bearer {good} {good}"],
        [f"Bearer {good}", f"Bearer {good}"],
    ]
    values += [[good]] if ask is not by_session else []
    assert len(values) >= 100
    before = _denied(service)
    answers = [answer for some in _tens(values) for answer in await asyncio.gather(*(ask(service, value) for value in some))]
    assert set(answers) == {answers[0]}, [value for value, answer in zip(values, answers, strict=True) if answer != answers[0]]
    assert answers[0][0] == 401
    assert _denied(service) - before == len(values)


def _tens(values: list[list[str]]) -> list[list[list[str]]]:
    return [values[first : first + 10] for first in range(0, len(values), 10)]


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
