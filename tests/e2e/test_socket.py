"""graphql-transport-ws with a real client: the same answers as over HTTP, under the same rights, and codes of the protocol for all else."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from api.http.departure import Departures
from api.identity.verifier import TokenVerifier
from graph_model.local.server import Endpoint
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Running, Service
from tests.e2e.following import CHANGES, PATIENCE, another_process
from tests.e2e.test_writes import CREATE, OPEN_C2, done, person

PERSONS = "{ persons(first: 2) { edges { node { id } } } }"


@pytest.fixture(scope="module")
async def service(neo4j: Endpoint, running: Running) -> Service:
    """One service for all: what one test records, no other minds."""
    return await running.untouched(neo4j)


@asynccontextmanager
async def opened(url: str, *protocols: str) -> AsyncIterator[ClientConnection]:
    """A socket that has said nothing yet."""
    named = [Subprotocol(one) for one in protocols or ("graphql-transport-ws",)]
    async with connect(url.replace("http", "ws") + "/graphql", subprotocols=named) as socket:
        yield socket


async def say(socket: ClientConnection, **message: Any) -> None:
    """Send a message."""
    await socket.send(json.dumps(message))


async def hear(socket: ClientConnection) -> Any:
    """The next message."""
    return json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))


@asynccontextmanager
async def talking(service: Service, who: str, url: str = "", purpose: str = "THREAT_ASSESSMENT") -> AsyncIterator[ClientConnection]:
    """A socket on which somebody may ask."""
    async with opened(url or service.url) as socket:
        await say(socket, type="connection_init", payload=await service.headers(who, purpose))
        assert await hear(socket) == {"type": "connection_ack"}
        yield socket


async def recorded(service: Service, name: str) -> str:
    """A person that daan sees."""
    made = await done(service, "u-saar", CREATE, s=person(name, marking=OPEN_C2))
    assert made["outcome"] == "CREATED"
    return str(made["id"])


async def test_what_is_asked_over_a_socket_is_answered_as_over_http_and_is_on_record(service: Service) -> None:
    plain = await service.ask("u-daan", "THREAT_ASSESSMENT", PERSONS)
    async with talking(service, "u-daan") as socket:
        await say(socket, type="ping")
        assert await hear(socket) == {"type": "pong"}
        await say(socket, type="subscribe", id="1", payload={"query": PERSONS})
        assert await hear(socket) == {"id": "1", "type": "next", "payload": plain.json()}
        assert await hear(socket) == {"id": "1", "type": "complete"}
        await say(socket, type="subscribe", id="1", payload={"query": "{ nonsense }"})
        error = await hear(socket)
    assert (error["id"], error["type"], error["payload"][0]["extensions"]["code"]) == ("1", "error", "GRAPHQL_VALIDATION_FAILED")
    one, other, refused = [entry for entry in read_entries(service.parts.audit.folder) if entry["subject"] == "u-daan"][-3:]
    assert (one["answer"], one["served"], one["operation"]) == (other["answer"], other["served"], other["operation"])
    assert refused["outcome"] == "GRAPHQL_VALIDATION_FAILED"


async def test_changes_are_followed_until_one_has_enough_or_the_token_ends(service: Service) -> None:
    late = [0.0]
    verifier = TokenVerifier(service.url, [service.issuer.trusted()], now=lambda: time.time() + late[0])
    async with another_process(service, verifier=verifier) as client, talking(service, "u-daan", str(client.base_url)) as socket:
        for name in ("one", "two"):
            await say(socket, type="subscribe", id=name, payload={"query": CHANGES})
            assert (await hear(socket))["payload"]["data"]["changes"]["kind"] == "STARTED"
        await say(socket, type="complete", id="one")
        made = await recorded(service, "Tijs Draad")
        told = await hear(socket)
        assert (told["id"], told["payload"]["data"]["changes"]["id"]) == ("two", made)
        late[0] = 700.0
        last = await hear(socket)
        assert (last["id"], last["payload"]["errors"][0]["extensions"]["code"]) == ("two", "UNAUTHENTICATED")
        assert await hear(socket) == {"id": "two", "type": "complete"}
        await say(socket, type="subscribe", id="two", payload={"query": PERSONS})
        assert (await hear(socket))["payload"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_one_person_follows_no_more_over_sockets_than_else_and_who_leaves_frees_it(service: Service) -> None:
    for _ in range(2):
        async with talking(service, "u-daan") as socket:
            for number in range(4):
                await say(socket, type="subscribe", id=str(number), payload={"query": CHANGES})
                assert (await hear(socket))["type"] == "next"
            await say(socket, type="subscribe", id="fifth", payload={"query": CHANGES})
            error = await hear(socket)
            assert (error["id"], error["payload"][0]["extensions"]["code"]) == ("fifth", "TOO_MANY_STREAMS")


async def test_many_at_once_are_no_more_than_one_after_the_other(service: Service) -> None:
    async with talking(service, "u-daan") as socket:
        for number in range(9):
            await say(socket, type="subscribe", id=str(number), payload={"query": CHANGES})
        kinds = [(await hear(socket))["type"] for _ in range(9)]
    assert sorted(kinds) == ["error"] * 5 + ["next"] * 4


async def test_whoever_ends_what_is_just_beginning_has_ended_it(service: Service) -> None:
    """Most of the time before the first event an answer waits for its departure: a stream that is ended then is ended."""
    async with another_process(service, departures=Departures(first=0.2)) as client:
        url = str(client.base_url)
        async with talking(service, "u-daan", url) as socket:
            for number in range(6):
                await say(socket, type="subscribe", id=str(number), payload={"query": CHANGES})
                await asyncio.sleep(0.13)
                await say(socket, type="complete", id=str(number))
            await say(socket, type="subscribe", id="last", payload={"query": CHANGES})
            assert (await hear(socket))["payload"]["data"]["changes"]["kind"] == "STARTED"


@pytest.mark.parametrize("fields", [{}, {"Authorization": "Bearer x.y.z", "Kring-Purpose": "THREAT_ASSESSMENT"}])
async def test_without_a_token_that_holds_nothing_is_answered(service: Service, fields: dict[str, str]) -> None:
    async with opened(service.url) as socket:
        await say(socket, type="connection_init", payload=fields)
        assert await hear(socket) == {"type": "connection_ack"}
        await say(socket, type="subscribe", id="1", payload={"query": PERSONS})
        assert (await hear(socket))["payload"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def all_said(socket: ClientConnection, messages: list[str | bytes]) -> None:
    """Send all of these, and listen to the end."""
    for message in messages:
        await socket.send(message)
    while True:
        await hear(socket)


@pytest.mark.parametrize(
    "messages, code",
    [
        (["nonsense"], 4400),
        ([b"\x00"], 4400),
        (["[" * 5000], 4400),
        (['{"type": 3}'], 4400),
        (['{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }"}}'], 4401),
        (['{"type": "connection_init"}', '{"type": "connection_init"}'], 4429),
        (['{"type": "connection_init", "payload": []}'], 4400),
        (['{"type": "connection_init", "payload": {"Authorization": 3}}'], 4400),
        (['{"type": "connection_init"}', '{"type": "speak"}'], 4400),
        (['{"type": "connection_init"}', '{"type": "subscribe", "id": "", "payload": {}}'], 4400),
        (['{"type": "connection_init"}', '{"type": "subscribe", "id": "%s"}' % ("x" * 129)], 4400),
        (["x" * 140_000], 1009),
    ],
)  # fmt: skip
async def test_what_is_no_message_of_the_protocol_closes_the_socket_and_says_nothing_of_it(
    service: Service, messages: list[str | bytes], code: int
) -> None:
    async with opened(service.url) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await all_said(socket, messages)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code
    assert "nonsense" not in closed.value.rcvd.reason


async def test_an_id_that_is_in_use_closes_the_socket(service: Service) -> None:
    async with talking(service, "u-daan") as socket:
        await say(socket, type="subscribe", id="1", payload={"query": CHANGES})
        await hear(socket)
        await say(socket, type="subscribe", id="1", payload={"query": CHANGES})
        with pytest.raises(ConnectionClosed) as closed:
            await hear(socket)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4409


async def test_another_protocol_or_path_is_not_spoken(service: Service) -> None:
    with pytest.raises(InvalidStatus):
        async with opened(service.url, "graphql-ws"):
            pass
    with pytest.raises(InvalidStatus):
        async with opened(service.url + "/explorer"):
            pass
