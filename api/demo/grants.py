"""The three ways to a token: a person's code with PKCE, a partner system's own credentials, the command line for a demo user."""

import time
from dataclasses import dataclass
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError, UnauthorizedClientError, grants
from authlib.oauth2.rfc6749.grants import BaseGrant, TokenEndpointMixin
from authlib.oauth2.rfc7636 import CodeChallenge

from api.demo.clients import Client
from api.demo.names import DEMO_USER, TOKEN_EXCHANGE

CODE_LIFETIME = 60
"""Seconds (FAPI 2.0)."""
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105  # the name of a kind of token


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the directory who signed in."""

    key: str

    def get_user_id(self) -> str:
        """The directory's key."""
        return self.key


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code that was given out."""

    person: Person
    client: str
    redirect: str
    code_challenge: str
    expires: float
    code_challenge_method: str = "S256"

    def get_redirect_uri(self) -> str:
        """The address it was sent to."""
        return self.redirect

    def get_scope(self) -> str:
        """None to speak of."""
        return ""


class Codes:
    """The codes that are out, each good for one use. Kept in memory: a restart ends them."""

    def __init__(self) -> None:
        self._out: dict[str, Code] = {}

    def put(self, value: str, code: Code) -> None:
        """Give one out."""
        now = time.monotonic()
        self._out = {known: kept for known, kept in self._out.items() if kept.expires > now}
        self._out[value] = code

    def take(self, value: str, client: str) -> Code | None:
        """Use one up, right or wrong: whoever guesses with a stolen code spends it."""
        code = self._out.pop(value, None)
        return code if code and code.client == client and code.expires > time.monotonic() else None


class CodeGrant(grants.AuthorizationCodeGrant):
    """Authorization code, for pages. PKCE proves who asked; the explorer, whose server can keep a key, proves itself as well."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("none", "private_key_jwt")

    def create_authorization_response(self, redirect_uri: str, grant_user: Person) -> tuple[int, str, list[tuple[str, str]]]:
        """The way back to the page, with the issuer's name (RFC 9207): no other issuer's answer can be taken for ours."""
        status, body, headers = super().create_authorization_response(redirect_uri, grant_user)
        issuer = [("iss", self.server.issuer)]
        return status, body, [(name, add_params_to_uri(value, issuer)) for name, value in headers]

    def save_authorization_code(self, code: str, request: Any) -> None:
        """Keep what the code stands for."""
        challenge = request.payload.data["code_challenge"]
        expires = time.monotonic() + CODE_LIFETIME
        self.server.codes.put(code, Code(request.user, request.client.id, request.payload.redirect_uri, challenge, expires))

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        """What a code stands for; this uses it up."""
        taken: Code | None = self.server.codes.take(code, client.id)
        return taken

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """It was used up when it was looked at."""

    def authenticate_user(self, authorization_code: Code) -> Person:
        """Who signed in."""
        return authorization_code.person


class RequiredChallenge(CodeChallenge):
    """PKCE with S256 and nothing less, from the first request on."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: BaseGrant, redirect_uri: str) -> None:
        """Raises InvalidRequestError without a challenge."""
        data = grant.request.payload.data
        if not data.get("code_challenge") or data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("A code_challenge with S256 is needed.")
        super().validate_code_challenge(grant, redirect_uri)


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a refresh token stands for."""

    person: str
    client: str

    def check_client(self, client: Client) -> bool:
        """True for the client it was given to."""
        return client.id == self.client

    def get_scope(self) -> str:
        """None to speak of."""
        return ""


class RenewalGrant(grants.RefreshTokenGrant):
    """Refresh, for the explorer's server. A person who has left the directory is not renewed."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("private_key_jwt",)

    def authenticate_refresh_token(self, refresh_token: str) -> Renewal | None:
        """What it stands for."""
        found: Renewal | None = self.server.renewals.get(refresh_token)
        return found

    def authenticate_user(self, refresh_token: Renewal) -> Person | None:
        """Who signed in, while they are in the directory."""
        return Person(refresh_token.person) if refresh_token.person in self.request.people else None

    def revoke_old_credential(self, refresh_token: Renewal) -> None:
        """It stays: its client proves itself each time, so nobody else can use it."""


class SystemGrant(grants.ClientCredentialsGrant):
    """Client credentials, for the systems of partners."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("private_key_jwt",)


class DemoUserGrant(BaseGrant, TokenEndpointMixin):
    """Token exchange (RFC 8693), for the command line: whoever holds its key may be any of the demo's users."""

    GRANT_TYPE = TOKEN_EXCHANGE
    TOKEN_ENDPOINT_AUTH_METHODS = ("private_key_jwt",)

    def validate_token_request(self) -> None:
        """Raises OAuth2Error when the client may not, or the user is nobody."""
        client = self.authenticate_token_endpoint_client()
        if not client.check_grant_type(self.GRANT_TYPE):
            raise UnauthorizedClientError
        form = self.request.form
        if form.get("subject_token_type") != DEMO_USER:
            raise InvalidRequestError("The subject token is the key of a demo user.")
        if form.get("subject_token") not in self.request.people:
            raise InvalidGrantError("The demo has no such user.")
        self.request.client = client
        self.request.user = Person(form["subject_token"])

    def create_token_response(self) -> tuple[int, dict[str, Any], Any]:
        """Status, token and headers."""
        token = self.generate_token(user=self.request.user, scope="", include_refresh_token=False)
        return 200, {**token, "issued_token_type": ACCESS_TOKEN}, self.TOKEN_RESPONSE_HEADER
