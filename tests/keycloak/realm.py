"""A realm as an installation of Kring needs it: who is in it, which clients, and what their tokens are (docs/how-to/sign-in.md)."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from joserfc.jwk import ECKey, KeySet

from api.identity.code_client import WAY_BACK
from api.identity.own_key import public
from tests.keycloak.server import Keycloak

PAGES, SYSTEM = "kring-pages", "nctv-system"


def new_key() -> ECKey:
    """The key of a client."""
    key = ECKey.generate_key("P-256", private=True)
    key.ensure_kid()
    return key


@dataclass
class Realm:
    """One realm for a Kring at `url`: the keys of its clients, the passwords of its people, their subjects by directory key."""

    keycloak: Keycloak
    url: str
    people: tuple[str, ...]
    system_is: str = "u-noor"
    name: str = field(default_factory=lambda: f"kring-{secrets.token_hex(4)}")
    keys: dict[str, ECKey] = field(default_factory=lambda: {PAGES: new_key(), SYSTEM: new_key()})
    password: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    accounts: dict[str, str] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        """Its name in tokens."""
        return f"{self.keycloak.url}/realms/{self.name}"

    @property
    def jwks(self) -> str:
        """Where its keys are."""
        return f"{self.issuer}/protocol/openid-connect/certs"

    def make(self) -> None:
        """Found it, and learn the subjects of its people and of the system."""
        clients = [
            self._client(PAGES, standardFlowEnabled=True, redirectUris=[self.url + WAY_BACK]),
            self._client(SYSTEM, standardFlowEnabled=False, serviceAccountsEnabled=True),
        ]
        realm = {
            "realm": self.name, "enabled": True, "accessTokenLifespan": 300, "clients": clients,
            "users": [self._person(user) for user in self.people],
        }  # fmt: skip
        self.keycloak.ask("POST", "/realms", realm)
        self.new_signing_key(100)
        for user in self.keycloak.ask("GET", f"/realms/{self.name}/users").json():
            self.accounts[user["id"]] = user["username"]
        (system,) = self.keycloak.ask("GET", f"/realms/{self.name}/clients?clientId={SYSTEM}").json()
        account = self.keycloak.ask("GET", f"/realms/{self.name}/clients/{system['id']}/service-account-user").json()
        self.accounts[account["id"]] = self.system_is

    def new_signing_key(self, priority: int) -> None:
        """Another ES256 key; the highest priority signs."""
        of = self.keycloak.ask("GET", f"/realms/{self.name}").json()["id"]
        config = {"ecdsaEllipticCurveKey": ["P-256"], "priority": [str(priority)], "active": ["true"], "enabled": ["true"]}
        kind = {"providerId": "ecdsa-generated", "providerType": "org.keycloak.keys.KeyProvider"}
        body = {"name": f"es256-{priority}", "parentId": of, "config": config, **kind}
        self.keycloak.ask("POST", f"/realms/{self.name}/components", body)

    def without_key(self, priority: int) -> None:
        """That key is shown no longer."""
        for component in self.keycloak.ask("GET", f"/realms/{self.name}/components?name=es256-{priority}").json():
            self.keycloak.ask("DELETE", f"/realms/{self.name}/components/{component['id']}")

    def _person(self, user: str) -> dict[str, Any]:
        return {
            "username": user, "enabled": True, "email": f"{user}@example.org", "emailVerified": True, "firstName": user,
            "lastName": "Example", "credentials": [{"type": "password", "value": self.password}],
        }  # fmt: skip

    def _client(self, name: str, **options: Any) -> dict[str, Any]:
        shown = json.dumps(KeySet([public(self.keys[name])]).as_dict())
        audience = {"included.custom.audience": self.url, "access.token.claim": "true", "id.token.claim": "false"}
        mapper = {"name": "audience", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper", "config": audience}
        attributes = {
            "pkce.code.challenge.method": "S256" if name == PAGES else "",
            "token.endpoint.auth.signing.alg": "ES256",
            "use.jwks.string": "true",
            "jwks.string": shown,
            "access.token.signed.response.alg": "ES256",
            "access.token.header.type.rfc9068": "true",
        }
        return {
            "clientId": name, "enabled": True, "protocol": "openid-connect", "publicClient": False,
            "clientAuthenticatorType": "client-jwt", "directAccessGrantsEnabled": False, "fullScopeAllowed": False,
            "defaultClientScopes": ["basic"], "optionalClientScopes": [], "attributes": attributes, "protocolMappers": [mapper],
        } | options  # fmt: skip
