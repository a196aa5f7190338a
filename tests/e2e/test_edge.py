"""The outermost layer, met with whatever a client may send: one answer for each thing that is wrong, and never more than it."""

import asyncio
import json
import os
import re
import signal

import httpx
import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.graphql.errors import MESSAGES as GRAPHQL_MESSAGES
from api.http.errors import MESSAGES as HTTP_MESSAGES
from graph_model.local.server import Endpoint
from graph_model.ontology import ONTOLOGY
from tests.e2e.conftest import Service

SECURITY = {
    "cache-control": "no-store",
    "content-security-policy": None,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": None,
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-request-id": None,
}
_DECLARED = {declared.name for record in ONTOLOGY.types.values() for declared in record.properties}
_SCHEMA = {*ONTOLOGY.types, *(record.plural for record in ONTOLOGY.types.values()), *_DECLARED, "neighbourhood", "edges"}
SCHEMA_WORDS = _SCHEMA - set(re.findall(r"\w+", " ".join([*GRAPHQL_MESSAGES.values(), *HTTP_MESSAGES.values()])))
"""Words of the schema that no constant text of an error happens to use."""


@pytest.mark.parametrize(
    "path", ["/graphql", "/livez", "/readyz", "/version", "/metrics", "/nothing", "/.well-known/oauth-protected-resource"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "DELETE"])
async def test_every_answer_carries_the_headers_that_keep_it_where_it_belongs(service: Service, method: str, path: str) -> None:
    answer = await service.client.request(method, path)
    for name, value in SECURITY.items():
        assert name in answer.headers
        assert value is None or answer.headers[name] == value
    assert "server" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers


async def test_what_is_not_there_gets_one_answer_whatever_it_is_called(service: Service) -> None:
    paths = [
        "/nothing",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/graphql/",
        "/GRAPHQL",
        "/graphql/schema",
        "/%2e%2e/etc/passwd",
        "/" + "a" * 5000,
    ]
    paths += [
        "/graphql%00",
        "/livez/../graphql/x",
        "/static/../api/app.py",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/demo",
        "/demo/issuer",
    ]
    answers = [await service.client.get(path) for path in paths]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}, [
        (str(a.url), a.status_code, a.text[:90]) for a in answers
    ]
    assert "location" not in "".join(name for answer in answers for name in answer.headers)


@pytest.mark.parametrize("host", ["x/livez?x=", "evil.example", "127.0.0.1:1", "x/graphql", "[::1]", ""])
async def test_a_forged_host_changes_nothing(service: Service, host: str) -> None:
    refused = await service.client.post("/graphql", json={"query": "{ __typename }"}, headers={"Host": host})
    assert refused.status_code == 401
    assert "evil" not in str(refused.headers)
    for path in ("/graphql/", "/livez", "/.well-known/oauth-protected-resource", "/nothing"):
        answer = await service.client.get(path, headers={"Host": host})
        usual = await service.client.get(path)
        assert (answer.status_code, answer.content) == (usual.status_code, usual.content)


async def test_options_says_what_is_answered_and_lets_no_other_origin_in(service: Service) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = await service.client.options("/graphql", headers=headers)
    assert (answer.status_code, answer.headers["allow"]) == (204, "POST")
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert (await service.client.head("/livez")).status_code == 200


@pytest.mark.parametrize(
    "brought, kept",
    [
        ("a1b2c3d4", True),
        ("A" * 64, True),
        ("short", False),
        ("A" * 65, False),
        ("a b c d e f", False),
        ("x\ty\tz\tabc", False),
        ("-abcdefgh", False),
    ],
)
async def test_a_request_id_of_the_client_is_kept_when_it_is_well_formed(service: Service, brought: str, kept: bool) -> None:
    answer = await service.client.get("/livez", headers={"X-Request-Id": brought})
    assert (answer.headers["x-request-id"] == brought) is kept
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}", answer.headers["x-request-id"])


def _schema_words(text: str) -> set[str]:
    return set() if text.startswith("<") else {word for word in SCHEMA_WORDS if re.search(rf"\b{word}\b", text)}


@pytest.fixture
def unforeseen(service: Service):
    """Fails the test when an error that nobody foresaw was counted in it."""

    async def count() -> float:
        text = (await service.client.get("/metrics")).text
        return float(re.search(r"^kring_unforeseen_errors_total (\S+)", text, re.MULTILINE)[1])

    return count


TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["{ __typename }", "{ persons }", "query A { a } query A { a }", "\x00", "{ node(id: 3) { id }", "{" * 50]),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.fixed_dictionaries({"query": TEXTS | VALUES}, optional={"variables": VALUES, "operationName": VALUES, "extensions": VALUES}),
)
NAMES = st.sampled_from(
    [
        "Accept",
        "Content-Type",
        "Content-Encoding",
        "Kring-Purpose",
        "Kring-Case",
        "Authorization",
        "Host",
        "X-Request-Id",
        "Origin",
        "Expect",
        "Range",
        "If-Match",
        "Cookie",
    ]
)
HEADERS = st.lists(st.tuples(NAMES, st.text(st.characters(min_codepoint=0x21, max_codepoint=0xFF), max_size=40)), max_size=4)
METHODS = st.sampled_from(["GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "TRACE"])
PATHS = st.sampled_from(
    [
        "/graphql",
        "/graphql",
        "/graphql",
        "/livez",
        "/version",
        "/demo/issuer/token",
        "/demo/issuer/authorize",
        "/nothing",
        "/static/x",
    ]
)


async def test_no_request_whatever_it_is_gets_an_error_that_nobody_foresaw(service: Service, unforeseen) -> None:
    own = await service.headers("u-daan", "THREAT_ASSESSMENT")
    before = await unforeseen()
    loop = asyncio.get_running_loop()

    async def send(method: str, path: str, headers: list[tuple[str, str]], body: object, signed: bool) -> httpx.Response:
        names = {name.lower() for name, _ in headers}
        headers = list({name: (name, value) for name, value in headers}.values())
        whole = [(name.encode(), value.encode("latin-1")) for name, value in headers]
        whole += [(name.encode(), value.encode()) for name, value in own.items() if signed and name.lower() not in names]
        if isinstance(body, bytes):
            return await service.client.request(method, path, content=body, headers=whole)
        content = json.dumps(body).encode()
        usual = [] if "content-type" in names else [(b"content-type", b"application/json")]
        return await service.client.request(method, path, content=content, headers=[*whole, *usual])

    @settings(max_examples=400, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(METHODS, PATHS, HEADERS, BODIES, st.booleans())
    def fuzz(method: str, path: str, headers: list[tuple[str, str]], body: object, signed: bool) -> None:
        answer = asyncio.run_coroutine_threadsafe(send(method, path, headers, body, signed), loop).result(30)
        assert answer.status_code < 500
        assert answer.status_code == 200 or not _schema_words(answer.text)

    await asyncio.to_thread(fuzz)
    assert await unforeseen() == before


async def test_raw_bytes_on_the_wire_break_nothing(service: Service) -> None:
    host, port = service.client.base_url.host, service.client.base_url.port
    for sent in (
        b"\x00" * 100,
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
        b"GET /" + b"a" * 100_000,
    ):
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(sent)
        writer.write_eof()
        answer = await asyncio.wait_for(reader.read(4096), 10)
        writer.close()
        assert not answer.startswith(b"HTTP/1.1 5")
        assert not answer.startswith(b"HTTP/1.1 2")
    assert (await service.client.get("/livez")).status_code == 200


async def test_a_body_over_the_limit_is_given_up(service: Service) -> None:
    headers = await service.headers("u-noor", "THREAT_ASSESSMENT") | {"Content-Type": "application/json"}
    answer = await service.client.post("/graphql", content=b" " * 200_000, headers=headers)
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["code"] == "BODY_TOO_LARGE"


def _database(neo4j: Endpoint) -> psutil.Process:
    port = int(neo4j.uri.rpartition(":")[2])
    return next(
        psutil.Process(c.pid)
        for c in psutil.net_connections("tcp")
        if c.laddr and c.laddr.port == port and c.status == "LISTEN" and c.pid
    )


async def _in_flight(service: Service) -> float:
    return float(re.search(r"^kring_requests_in_flight (\S+)", (await service.client.get("/metrics")).text, re.MULTILINE)[1])


async def test_nobody_works_on_for_a_client_who_left_and_nobody_waits_for_a_database_that_stands_still(
    service: Service, neo4j: Endpoint
) -> None:
    headers = await service.headers("u-noor", "THREAT_ASSESSMENT")
    database = _database(neo4j)
    body = {"query": "{ reports(first: 3) { edges { node { id } } } }"}
    database.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(httpx.ReadTimeout):
            await service.client.post("/graphql", json=body, headers=headers, timeout=0.5)
        for _ in range(100):
            if await _in_flight(service) == 1:
                break
            await asyncio.sleep(0.02)
        assert await _in_flight(service) == 1, "the abandoned request is still being worked on"
        assert (await service.client.get("/readyz")).json() == {"status": "not ready", "causes": ["store"]}
        answer = await service.client.post("/graphql", json=body, headers=headers)
        assert answer.status_code == 503
        assert answer.json()["errors"][0]["extensions"]["code"] in ("TOO_MUCH_WORK", "UNAVAILABLE")
    finally:
        os.kill(database.pid, signal.SIGCONT)
    for _ in range(100):
        if (await service.client.post("/graphql", json=body, headers=headers)).status_code == 200:
            break
        await asyncio.sleep(0.1)
    assert (await service.client.get("/readyz")).status_code == 200
