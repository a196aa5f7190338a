"""The demo's issuer whole: its name, keys and clients, the server over them, and what its discovery document says."""

from pathlib import Path
from typing import Any

from joserfc.jwk import KeySet

from api.demo.clients import demo_clients
from api.demo.names import EXPLORER, PARTNER_SYSTEMS, PATH, TOKEN_EXCHANGE
from api.demo.server import DemoServer
from api.identity.code_client import WAY_BACK, CodeClient
from api.identity.issuers import TrustedIssuer
from api.identity.key_source import KeySource
from api.identity.own_key import own_key, public

ALGORITHM = "ES256"


class DemoIssuer:
    """Signs access tokens for the demo's people and partner systems; `url` is the address of the service."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url, self.name = url, f"{url}{PATH}"
        self._clients = folder / "clients"
        key = own_key(folder / "signing.pem")
        self.keys = KeySet([public(key)])
        self.server = DemoServer(self.name, url, key, demo_clients(self._clients, f"{url}/graphiql", f"{url}{WAY_BACK}"))

    def trusted(self) -> TrustedIssuer:
        """This issuer as the verifier sees it: by its JWKS over HTTP, like any other."""
        return TrustedIssuer(self.name, ALGORITHM, KeySource(f"{self.name}/jwks.json", ALGORITHM), _account)

    def explorer(self) -> CodeClient:
        """The explorer as a client of this issuer, like one of any other."""
        return CodeClient(self.name, EXPLORER, own_key(self._clients / f"{EXPLORER}.pem"), f"{self.url}{WAY_BACK}")

    def discovery(self) -> dict[str, Any]:
        """The document that tells clients where everything is (RFC 8414)."""
        return {
            "issuer": self.name,
            "authorization_endpoint": f"{self.name}/authorize",
            "token_endpoint": f"{self.name}/token",
            "jwks_uri": f"{self.name}/jwks.json",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials", TOKEN_EXCHANGE],
            "token_endpoint_auth_methods_supported": ["private_key_jwt", "none"],
            "token_endpoint_auth_signing_alg_values_supported": [ALGORITHM],
            "code_challenge_methods_supported": ["S256"],
            "subject_types_supported": ["public"],
            "authorization_response_iss_parameter_supported": True,
        }


def _account(subject: str) -> str:
    """A partner's system is the user it is registered as; people are their own keys."""
    return PARTNER_SYSTEMS.get(subject, subject)
