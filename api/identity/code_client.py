"""Kring as a client of an issuer, for its own pages: authorization code with PKCE (RFC 7636), private_key_jwt (RFC 7523), refresh.

The forms are Authlib's. What an issuer says about itself counts only when it says its own name.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7523 import private_key_jwt_sign
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.jwk import ECKey, KeySet

from api.identity.asking import get_json, post_form
from api.identity.errors import IssuerUnavailable, SignInRefused
from api.identity.own_key import public

WAY_BACK = "/explorer/signed-in"
"""Where people come back to, at the address of the service."""
ALGORITHM = "ES256"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 60
FRESH = 600.0
"""Seconds after which an issuer's metadata is read anew."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an issuer gave for somebody; the access token is good until `until`, in seconds since 1970."""

    access: str
    refresh: str | None
    until: float


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A sign-in that began: what only the browser that began it can show on its way back."""

    state: str
    verifier: str

    @classmethod
    def new(cls) -> "UnderWay":
        """One that nobody can guess."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(48))


class CodeClient:
    """Kring's pages as the client `id` of one issuer; `key` proves it, and `redirect` is where people come back to."""

    def __init__(self, issuer: str, id_: str, key: ECKey, redirect: str) -> None:
        self.issuer, self._id, self._key, self.redirect = issuer, id_, key, redirect
        self._metadata: dict[str, str] = {}
        self._read = float("-inf")

    def public_keys(self) -> dict[str, Any]:
        """The client's public key as a set, for the issuer."""
        return dict(KeySet([public(self._key)]).as_dict())

    async def way_there(self, began: UnderWay, hint: str | None) -> str:
        """Where a browser goes to sign in. Raises IssuerUnavailable."""
        return str(
            prepare_grant_uri(
                await self._address("authorization_endpoint"), self._id, "code", redirect_uri=self.redirect, state=began.state,
                code_challenge=create_s256_code_challenge(began.verifier), code_challenge_method="S256", login_hint=hint,
            )
        )  # fmt: skip

    async def redeem(self, answered: Mapping[str, str], began: UnderWay) -> Tokens:
        """The tokens for the way back of a sign-in. Raises SignInRefused or IssuerUnavailable."""
        await self._address("token_endpoint")
        names_itself = answered.get("iss", "" if self._metadata.get("names_itself") else self.issuer) == self.issuer
        if not secrets.compare_digest(answered.get("state", "").encode(), began.state.encode()) or not names_itself:
            raise SignInRefused
        if not answered.get("code"):
            raise SignInRefused
        return await self._tokens(
            "authorization_code", code=answered["code"], redirect_uri=self.redirect, code_verifier=began.verifier
        )

    async def renew(self, tokens: Tokens) -> Tokens:
        """New tokens for the same person. Raises SignInRefused or IssuerUnavailable."""
        if tokens.refresh is None:
            raise SignInRefused
        found = await self._tokens("refresh_token", refresh_token=tokens.refresh)
        return found if found.refresh else Tokens(found.access, tokens.refresh, found.until)

    async def _tokens(self, grant: str, **fields: str) -> Tokens:
        address = await self._address("token_endpoint")
        proof = private_key_jwt_sign(
            self._key, self._id, self.issuer, ALGORITHM, header={"kid": self._key.kid}, expires_in=ASSERTION_SECONDS
        )
        form = prepare_token_request(grant, client_id=self._id, client_assertion_type=ASSERTION, client_assertion=proof, **fields)
        try:
            status, given = await post_form(address, form)
        except (httpx.HTTPError, ValueError, RecursionError):
            raise IssuerUnavailable from None
        if status >= 500:
            raise IssuerUnavailable
        if status != 200 or not isinstance(given, dict) or not isinstance(given.get("access_token"), str):
            raise SignInRefused
        seconds, refresh = given.get("expires_in"), given.get("refresh_token")
        until = time.time() + (seconds if type(seconds) is int else 0)
        return Tokens(given["access_token"], refresh if isinstance(refresh, str) else None, until)

    async def _address(self, what: str) -> str:
        if time.monotonic() - self._read > FRESH:
            await self._read_metadata()
        return self._metadata[what]

    async def _read_metadata(self) -> None:
        try:
            shown = await get_json(f"{self.issuer}/.well-known/openid-configuration")
            if shown["issuer"] != self.issuer:
                raise ValueError("another issuer")
            found = {name: _safe(shown[name]) for name in ("authorization_endpoint", "token_endpoint")}
        except (httpx.HTTPError, ValueError, KeyError, TypeError, RecursionError):
            raise IssuerUnavailable from None
        said = shown.get("authorization_response_iss_parameter_supported") is True
        self._metadata, self._read = found | ({"names_itself": "yes"} if said else {}), time.monotonic()


def _safe(address: str) -> str:
    """An address that may be used: https, or this machine. Raises ValueError."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname == "127.0.0.1"):
        raise ValueError("not https")
    return address
