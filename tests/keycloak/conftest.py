"""A Keycloak for the run, and for each test a realm of its own with a Kring that trusts it and nothing else."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.explorer.door import SignIn
from api.explorer.sessions import Sessions
from api.identity import asking
from api.identity.code_client import WAY_BACK, CodeClient
from api.identity.issuers import TrustedIssuer
from api.identity.key_source import KeySource
from api.identity.verifier import TokenVerifier
from tests.conftest import KRING_HOME
from tests.e2e.conftest import Service, running, service
from tests.keycloak.realm import PAGES, Realm
from tests.keycloak.server import Keycloak, keycloak

__all__ = ["running", "service"]


@pytest.fixture(scope="session")
def issuer() -> Iterator[Keycloak]:
    """The one Keycloak."""
    with keycloak(KRING_HOME / "keycloak") as found:
        yield found


@dataclass
class Clock:
    """Seconds for whoever keeps keys; tests put it on."""

    past: float = 0.0

    def now(self) -> float:
        return self.past


@dataclass
class Trusting:
    """A Kring whose one issuer is a realm, and a browser at it."""

    realm: Realm
    client: httpx.AsyncClient
    clock: Clock = field(default_factory=Clock)

    async def ask(self, token: str) -> httpx.Response:
        """Ask with an access token."""
        headers = {"Authorization": f"Bearer {token}", "Kring-Purpose": "THREAT_ASSESSMENT"}
        body: dict[str, Any] = {"query": "{ reports(first: 50) { totalCount } }"}
        return await self.client.post("/graphql", json=body, headers=headers)


@pytest.fixture
async def trusting(service: Service, issuer: Keycloak, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Trusting]:
    """Such a Kring, with the invented world."""
    monkeypatch.setattr(asking, "SECONDS", 30.0)  # whether an answer is right is asked here, and not how soon it comes
    realm, clock = Realm(issuer, service.url, ("u-noor", "u-daan", "u-nobody")), Clock()
    realm.make()
    keys = KeySource(realm.jwks, "ES256", clock.now)
    verifier = TokenVerifier(service.url, [TrustedIssuer(realm.issuer, "ES256", keys, realm.accounts.get)])
    pages = CodeClient(realm.issuer, PAGES, realm.keys[PAGES], service.url + WAY_BACK)
    parts = replace(service.parts, demo=None, verifier=verifier, sign_in=SignIn(pages, Sessions()))
    transport = httpx.ASGITransport(create_app(parts))
    async with httpx.AsyncClient(transport=transport, base_url=service.url, timeout=60) as client:
        yield Trusting(realm, client, clock)
