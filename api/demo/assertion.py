"""private_key_jwt (RFC 7523): a client proves who it is with a short-lived assertion, signed with its own key, used once."""

import time
from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from joserfc import jwt
from joserfc.errors import JoseError

from api.demo.clients import Client

LIFETIME, SKEW = 60, 10
"""Seconds."""


class ClientAssertion(JWTBearerClientAssertion):
    """Authlib's check, made stricter: one algorithm, the issuer alone as audience, at most a minute, each id once."""

    CLIENT_AUTH_METHOD = "private_key_jwt"

    def __init__(self, issuer: str) -> None:
        super().__init__(validate_jti=True, leeway=SKEW)
        self._issuer = issuer
        self._used: dict[str, int] = {}

    def get_audiences(self) -> list[str]:
        """The issuer, and not its token endpoint: one name, so that no other server's assertion fits."""
        return [self._issuer]

    def extract_assertion(self, assertion: str) -> Any:
        """Header and claims, before anything is believed. Raises InvalidClientError."""
        try:
            return super().extract_assertion(assertion)
        except RecursionError:
            raise InvalidClientError from None

    def process_assertion_claims(self, assertion: str, resolve_key: Any) -> dict[str, Any]:
        """The claims of a good assertion. Raises InvalidClientError."""
        try:
            claims = jwt.decode(assertion, resolve_key, algorithms=["ES256"]).claims
        except (JoseError, ValueError, TypeError, RecursionError):
            raise InvalidClientError from None
        issued, expires = claims.get("iat"), claims.get("exp")
        if type(issued) is not int or type(expires) is not int or not 0 < expires - issued <= LIFETIME:
            raise InvalidClientError(description="An assertion lives at most a minute.")
        if claims.get("aud") != self._issuer:
            raise InvalidClientError(description="The audience is the issuer, as a text.")
        self.verify_claims(claims)
        return dict(claims)

    def validate_jti(self, claims: dict[str, Any], jti: Any) -> bool:
        """True the first time that an id is seen."""
        now = int(time.time())
        self._used = {known: until for known, until in self._used.items() if until >= now}
        key = f"{claims['sub']} {jti}"
        if not isinstance(jti, str) or not jti or key in self._used:
            return False
        self._used[key] = claims["exp"] + SKEW
        return True

    def resolve_client_public_key(self, client: Client) -> Any:
        """The registered key; an assertion brings none."""
        if client.key is None:
            raise InvalidClientError
        return client.key
