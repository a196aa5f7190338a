"""The product as the properties meet it: real Neo4j, real HTTP application, a world put in, a question asked, bytes back.

Everything that knows how the product is put together is in this file.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey

from access_policies.audit import AuditLog
from access_policies.guard import Guard, reading
from access_policies.register import PolicyTable, Register
from api.app import Parts, create_app
from api.graphql import answering
from api.http import graphql_route
from api.http.departure import Departures
from api.http.media_type import GRAPHQL
from api.http.patience import Patience
from api.identity.issuers import TrustedIssuer, directory_key
from api.identity.key_source import KeySource
from api.identity.verifier import LIFETIME, TokenVerifier
from api.taxii import routes as taxii_routes
from graph_model import store
from graph_model.cypher.control import BUMP_EPOCH
from graph_model.cypher.statement_text import ControlStatement
from graph_model.statement import NodeStatement, RelationshipStatement
from graph_model.store import Store
from loaders.scenario.world import World, make_world
from loaders.stix.writing.collection import STIX
from tests.oracle.decision import Raw
from tests.properties.strategies import NOW, PRESENT, Asker

URL = "http://kring.test"
WIPE = ControlStatement("MATCH (n) WHERE NOT n:SchemaVersion DETACH DELETE n")
BEGIN = ControlStatement("CREATE (:PolicyEpoch {value: 0}), (:CommitGate {number: 1})")
PATIENCE = 120.0
READ_ONCE = lru_cache(1_000)(answering.operation_of)
"""Reading a document and holding it against the schema, which all applications of a process share: the outcome depends on these two alone,
and was a fifth of the CPU of a run. Plans are made anew in each, since faults are planted where they are made."""
LEFT_OUT = {
    "audit-receipt": "a random number and a hash over it: differs between any two requests, whatever the database holds",
    "x-request-id": "a random number",
}
"""Headers that are not compared, each with the reason."""


class StandingClock:
    """A clock that stands; `by_hand` chooses the tense of reads."""

    def __init__(self) -> None:
        self.by_hand = True
        self.at = NOW

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at


@contextmanager
def unhurried() -> Iterator[None]:
    """Whether an answer is right is asked here, and not how soon it comes on a machine that others use too; no document is read twice."""
    patient = partial(Patience, seconds=PATIENCE)
    with patch.object(store, "DEADLINE", PATIENCE), patch.object(graphql_route, "Patience", patient):
        with patch.object(taxii_routes, "Patience", patient), patch.object(answering, "operation_of", READ_ONCE):
            yield


class Issuer(KeySource):
    """An issuer whose keys need not be fetched: this process has no second one to ask."""

    def __init__(self) -> None:
        super().__init__("", "ES256")
        self._key = ECKey.generate_key("P-256", private=True)
        self._key.ensure_kid()
        self._kid = str(self._key.kid)
        self._keys, self._fetched = {self._kid: self._key}, self._now()

    def trusted(self) -> TrustedIssuer:
        """As the verifier sees it."""
        return TrustedIssuer(URL, "ES256", self, directory_key)

    def token(self, who: str) -> str:
        """A token for ten minutes."""
        now = int(time.time())
        claims = {"iss": URL, "aud": URL, "sub": who, "iat": now, "exp": now + LIFETIME}
        return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": self._kid}, claims, self._key)


@dataclass(frozen=True)
class Observed:
    """All that a caller observes of one answer, but the time it took."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Installation:
    """One database, refilled for every world."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.clock = store, StandingClock()
        self.audit_folder = folder / "audit"
        self.audit = AuditLog(self.audit_folder)
        self.issuer = Issuer()
        self._tokens: dict[str, tuple[float, str]] = {}
        self.guard = Guard(store, self.clock, self.audit)
        self._client: httpx.AsyncClient | None = None

    async def load(self, world: Raw, bumps: int = 0) -> None:
        """Empty the database and put a world in. Statements go in under a table that shuts nothing out: what a register
        closes later must be hidden too.
        """
        made = make(world)
        await self.store.write((WIPE, {}), (BEGIN, {}))
        self.guard = Guard(self.store, self.clock, self.audit)
        await self.guard.intake.found(replace(made.register, table=_open(world, made.register)), made.nodes, made.relationships)
        await self.guard.directory.register(made.register)
        for _ in range(bumps):
            await self.store.write((BUMP_EPOCH, {}))
        self._serve()

    def forget(self) -> None:
        """Go on over the same world as a process does that has just started: what was decided before is forgotten."""
        self.guard = Guard(self.store, self.clock, self.audit)
        self._serve()

    def _serve(self) -> None:
        verifier = TokenVerifier(URL, [self.issuer.trusted()])
        parts = Parts(self.guard, self.store, self.audit, verifier, b"k" * 32, production=False, departures=Departures(first=0))
        app = create_app(replace(parts, taxii=STIX))
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=URL)

    async def ask(self, asker: Asker, document: str, variables: dict[str, Any]) -> Observed:
        """Send a document as somebody, at an instant, in a tense."""
        return await self.send(asker, {"query": document, "variables": variables})

    async def send(self, asker: Asker, body: Any, headers: dict[str, str] | None = None, path: str = "/graphql") -> Observed:
        """Send any body."""
        self.clock.by_hand, self.clock.at = asker.tense != PRESENT, asker.at
        with patch.object(reading, "FEW", _few(repr(body))):
            return await self._sent(asker, body, headers, path)

    async def _sent(self, asker: Asker, body: Any, headers: dict[str, str] | None, path: str) -> Observed:
        assert self._client is not None, "no world was loaded"
        given = {"Authorization": f"Bearer {self._token(asker.who)}", "Kring-Purpose": asker.purpose, "Accept": GRAPHQL} | (
            headers or {}
        )
        return _observed(await self._client.post(path, json=body, headers=given))

    async def fetch(self, asker: Asker, path: str, accept: str) -> Observed:
        """Get an address as somebody, at an instant, in a tense."""
        self.clock.by_hand, self.clock.at = asker.tense != PRESENT, asker.at
        assert self._client is not None, "no world was loaded"
        headers = {"Authorization": f"Bearer {self._token(asker.who)}", "Accept": accept}
        with patch.object(reading, "FEW", _few(path)):
            return _observed(await self._client.get(path, headers=headers))

    def logged(self) -> list[str]:
        """What stands in the audit log, file by file."""
        return [path.read_bytes().decode("latin-1") for path in sorted(self.audit_folder.rglob("*")) if path.is_file()]

    async def metrics(self) -> str:
        """What the service says about itself."""
        return "".join([(await self.get(path)).text for path in ("/metrics", "/livez", "/readyz", "/version")])

    async def get(self, path: str) -> httpx.Response:
        """Any other address of the service."""
        assert self._client is not None, "no world was loaded"
        return await self._client.get(path)

    def _token(self, who: str) -> str:
        made, token = self._tokens.get(who, (0.0, ""))
        if time.monotonic() - made > 300 or not token:
            token = self.issuer.token(who)
            self._tokens[who] = (time.monotonic(), token)
        return token


def _few(asked: str) -> int:
    """Worlds are small, so half of the questions are asked as somebody would who sees many classes."""
    return reading.FEW if crc32(asked.encode()) % 2 else -1


def _observed(answer: httpx.Response) -> Observed:
    kept = sorted((name, value) for name, value in answer.headers.items() if name not in LEFT_OUT)
    return Observed(answer.status_code, tuple(kept), answer.content)


def make(world: Raw) -> World:
    """The product's values for a world with ids, through the reader of the scenario."""
    statements = (*world["nodes"], *world["relationships"])
    ids: Iterator[str] = (statement["id"] for statement in statements)
    made = make_world(world, "world", lambda: next(ids), whole_history=True)
    valid = {s["id"]: {name: s.get(name) for name in ("valid_from", "valid_to")} for s in statements}

    def dated(statement: Any) -> Any:
        return replace(statement, provenance=replace(statement.provenance, **valid[statement.id]))

    nodes: tuple[NodeStatement, ...] = tuple(dated(node) for node in made.nodes)
    links: tuple[RelationshipStatement, ...] = tuple(dated(link) for link in made.relationships)
    return replace(made, nodes=nodes, relationships=links)


def _open(world: Raw, register: Register) -> PolicyTable:
    systems = tuple(sorted({marking["system"] for marking in world["markings"].values()}))
    regimes = {marking["regime"]: {} for marking in world["markings"].values()}
    return replace(register.table, admitted_systems=systems, closed_regimes=(), regimes=regimes)
