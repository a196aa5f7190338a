"""Authlib's authorization server, fitted to requests of Starlette: forms come in as plain texts, answers go out as responses."""

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Payload, OAuth2Request
from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator
from joserfc.jwk import ECKey, KeySet
from starlette.responses import Response

from api.demo.assertion import ClientAssertion
from api.demo.clients import Client
from api.demo.grants import CodeGrant, Codes, DemoUserGrant, Renewal, RenewalGrant, RequiredChallenge, SystemGrant

LIFETIME = 600
"""Seconds that an access token lives."""
LOOPBACK = "http://127.0.0.1"
"""Authlib asks of an address only that it is https or loopback, which the demo always is."""


class FormPayload(OAuth2Payload):
    """The fields of a form or a query, in order, as often as they came."""

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        self._lists: defaultdict[str, list[str]] = defaultdict(list)
        for name, value in fields:
            self._lists[name].append(value)

    @property
    def data(self) -> dict[str, str]:
        """The first of each."""
        return {name: values[0] for name, values in self._lists.items()}

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        """All of each."""
        return self._lists


class FormRequest(OAuth2Request):
    """A request whose fields were read already; `people` are the keys of those who can sign in."""

    def __init__(self, method: str, fields: list[tuple[str, str]], people: frozenset[str]) -> None:
        super().__init__(method, LOOPBACK)
        self.payload = FormPayload(fields)
        self.people = people

    @property
    def args(self) -> dict[str, str]:
        """The fields."""
        return self.payload.data

    @property
    def form(self) -> dict[str, str]:
        """The fields."""
        return self.payload.data


class AccessTokens(JWTBearerTokenGenerator):
    """Access tokens as RFC 9068 has them, for one audience."""

    def __init__(self, issuer: str, audience: str, key: ECKey) -> None:
        super().__init__(issuer, "ES256", lambda **_: secrets.token_urlsafe(32), lambda client, grant: LIFETIME)
        self._audience, self._keys = audience, KeySet([key])

    def get_jwks(self) -> KeySet:
        """The key that signs, in a set, so that its id goes into the header."""
        return self._keys

    def get_audiences(self, client: Client, user: Any, scope: str) -> str:
        """This Kring."""
        return self._audience


class DemoServer(AuthorizationServer):
    """The authorization server of the demo."""

    def __init__(self, issuer: str, audience: str, key: ECKey, clients: dict[str, Client]) -> None:
        super().__init__()
        self.issuer, self.codes = issuer, Codes()
        self.renewals: dict[str, Renewal] = {}
        self._clients = clients
        self.register_token_generator("default", AccessTokens(issuer, audience, key))
        self.register_client_auth_method("private_key_jwt", ClientAssertion(issuer))
        self.register_grant(CodeGrant, [RequiredChallenge(required=True)])
        self.register_grant(RenewalGrant)
        self.register_grant(SystemGrant)
        self.register_grant(DemoUserGrant)

    def query_client(self, client_id: str) -> Client | None:
        """The client of an id."""
        return self._clients.get(client_id)

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """A token says itself all there is to know; of one that renews it, whom it is for. In memory: a restart ends them."""
        if "refresh_token" in token:
            self.renewals[token["refresh_token"]] = Renewal(request.user.key, request.client.id)

    def create_oauth2_request(self, request: FormRequest) -> FormRequest:
        """The request as it is."""
        return request

    def handle_response(self, status: int, body: Any, headers: Iterable[tuple[str, str]]) -> Response:
        """An answer."""
        content = json.dumps(body) if isinstance(body, dict) else body
        return Response(content, status, dict(headers))

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""
