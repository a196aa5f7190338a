"""What is sent on the wire to hurt: slow, long, compressed, all at once. Nothing breaks, and nobody is waited for."""

import asyncio
import gzip
import json

import pytest

from api.http import connection
from tests.e2e.conftest import Service

ASKED = json.dumps({"query": "{ __typename }"}).encode()


async def _open(service: Service) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection(service.client.base_url.host, service.client.base_url.port)


async def _request(service: Service, body: bytes = ASKED) -> bytes:
    headers = await service.headers("u-noor", "THREAT_ASSESSMENT") | {"Content-Type": "application/json", "Host": "kring"}
    headers |= {"Accept": "application/graphql-response+json"}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /graphql HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.mark.parametrize("begun", [b"", b"POST /graphql?", b"POST /graphql HTTP/1.1\r\nHost: kring\r\nX-Slow: ", b"\r\n", None])
async def test_whoever_never_ends_a_head_is_hung_up_on(
    service: Service, monkeypatch: pytest.MonkeyPatch, begun: bytes | None
) -> None:
    """Also between the requests of a connection that is kept (None)."""
    monkeypatch.setattr(connection, "HEAD_WITHIN", 0.6)
    reader, writer = await _open(service)
    if begun is None:
        writer.write(await _request(service))
        assert (await asyncio.wait_for(reader.readuntil(b'"Query"}}'), 20)).startswith(b"HTTP/1.1 200")
    writer.write(begun or b"")

    async def drip() -> None:
        while not writer.is_closing():
            writer.write(b"\r\n" if begun in (b"\r\n", None) else b"a" if begun else b"")
            await asyncio.sleep(0.1)

    slow = asyncio.create_task(drip())
    assert await asyncio.wait_for(_rest(reader), 20) == b""
    slow.cancel()
    writer.close()


async def test_a_head_without_end_is_given_up(service: Service) -> None:
    reader, writer = await _open(service)
    writer.write(b"POST /graphql HTTP/1.1\r\nHost: kring\r\n")
    with pytest.raises(ConnectionError):
        await _poured(writer, 20_000)
    assert not (await asyncio.wait_for(_rest(reader), 20)).startswith(b"HTTP/1.1 5")
    writer.close()


async def _poured(writer: asyncio.StreamWriter, headers: int) -> None:
    for number in range(headers):
        writer.write(b"X-More-%d: %s\r\n" % (number, b"a" * 1_000))
        await asyncio.wait_for(writer.drain(), 20)


async def _rest(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionError:
        return b""


async def test_a_compressed_body_is_not_opened(service: Service) -> None:
    headers = await service.headers("u-noor", "THREAT_ASSESSMENT") | {"Content-Type": "application/json"}
    bomb = gzip.compress(b'{"query": "' + b" " * 20_000_000 + b'"}')
    for coding in ("gzip", "deflate", "br", "gzip, gzip"):
        answer = await service.client.post("/graphql", content=bomb, headers=headers | {"Content-Encoding": coding})
        assert answer.status_code == 415


async def test_requests_sent_all_at_once_are_answered_one_by_one(service: Service) -> None:
    reader, writer = await _open(service)
    writer.write(b"".join([await _request(service) for _ in range(5)]))
    writer.write(await _request(service, b'{"query": "{ nothing }"}'))
    seen = b""
    while b"GRAPHQL_VALIDATION_FAILED" not in seen:
        seen += await asyncio.wait_for(reader.read(65_536), 20)
    statuses = [seen[place + 9 : place + 12] for place in range(len(seen)) if seen.startswith(b"HTTP/1.1 ", place)]
    assert statuses == [b"200"] * 5 + [b"400"]
    assert seen.count(b'{"data":{"__typename":"Query"}}') == 5
    writer.close()


async def test_of_keys_said_twice_the_last_counts_for_everything(service: Service) -> None:
    """So what is limited, counted and answered is one and the same document."""
    twice = b'{"query": "{ nothing }", "query": "{ __typename }"}'
    headers = await service.headers("u-noor", "THREAT_ASSESSMENT") | {"Content-Type": "application/json"}
    assert (await service.client.post("/graphql", content=twice, headers=headers)).json() == {"data": {"__typename": "Query"}}
    again = await service.client.post("/graphql", content=twice.replace(b"nothing", b"a" * 70_000), headers=headers)
    assert again.status_code == 200
