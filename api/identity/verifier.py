"""The resource server's check of an access token (RFC 9068, api.md). Every failure is one and the same error."""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from api.identity.errors import IssuerInvalid, TokenRefused
from api.identity.issuers import TrustedIssuer
from api.identity.possession import Possession, Presented
from api.identity.signature import is_signed
from api.identity.token_form import LONGEST, TokenForm, token_form

LIFETIME, SKEW = 600, 10
"""Seconds: the longest life of a token, and how far its clock may be from ours."""
REMEMBERED = 10_000
THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")
ELSEWISE = frozenset({"jwk", "jwe", "kid", "jku", "x5t#S256"})
"""Other ways to bind a token (RFC 7800, RFC 8705), which nobody here can prove. Other members are an issuer's notes."""


@dataclass(frozen=True, slots=True)
class _Verified:
    """A token that was checked, for as long as it and its key hold; `thumbprint` is that of the key it is bound to, if any."""

    user: str
    starts: int
    expires: int
    issuer: TrustedIssuer
    kid: str
    thumbprint: str | None

    def holds(self, now: float) -> bool:
        return self.starts - SKEW <= now <= self.expires + SKEW and self.issuer.keys.holds(self.kid)


class TokenVerifier:
    """Checks tokens of some issuers for one audience: this resource."""

    def __init__(self, audience: str, issuers: Iterable[TrustedIssuer], now: Callable[[], float] = time.time) -> None:
        self.audience, self._now = audience, now
        self._issuers = {issuer.name: issuer for issuer in issuers}
        self._verified: dict[bytes, _Verified] = {}
        self._possession = Possession()
        if not self._issuers:
            raise IssuerInvalid("no issuer is trusted, so nobody could sign in")

    @property
    def issuers(self) -> list[str]:
        """The names of the issuers, for whoever wants to know where to get a token."""
        return list(self._issuers)

    @property
    def is_bound(self) -> bool:
        """True when every issuer's tokens must be bound to a key."""
        return all(issuer.bound for issuer in self._issuers.values())

    async def user(self, presented: Presented) -> str:
        """The directory's user for a token as it is presented. Raises TokenRefused, whatever is wrong.

        A token that is bound to a key counts with a proof of that key and never as a bearer's, and one that is not, never with one.
        """
        scheme, _, token = (presented.authorization or "").partition(" ")
        known = await self._known(token)
        if known.thumbprint is None:
            if scheme.lower() != "bearer" or known.issuer.bound:
                raise TokenRefused
        elif scheme.lower() != "dpop":
            raise TokenRefused
        else:
            self._possession.require(presented, token, known.thumbprint, known.user, self._now())
        return known.user

    async def vouched(self, token: str) -> str:
        """The user of a token that Kring got from an issuer itself, and never lets go of. Raises TokenRefused."""
        known = await self._known(token)
        if known.thumbprint is not None:
            raise TokenRefused
        return known.user

    async def _known(self, token: str) -> _Verified:
        """What is known of a token. Raises TokenRefused."""
        if not token or len(token) > LONGEST or not token.isascii():
            raise TokenRefused
        digest = sha256(token.encode()).digest()
        known = self._verified.get(digest)
        if known is None or not known.holds(self._now()):
            known = await self._check(token)
            if len(self._verified) >= REMEMBERED:
                self._verified.pop(next(iter(self._verified)))
            self._verified[digest] = known
        return known

    async def _check(self, token: str) -> _Verified:
        form = token_form(token)
        issuer = self._issuers.get(form.issuer)
        if issuer is None or form.algorithm != issuer.algorithm:
            raise TokenRefused
        key = await issuer.keys.key(form.kid)
        if key is None or not is_signed(token, key, issuer.algorithm):
            raise TokenRefused
        starts, expires = self._life(form)
        user = issuer.account_of(_text(form.claims.get("sub")))
        if user is None or form.claims.get("aud") != self.audience:
            raise TokenRefused
        return _Verified(user, starts, expires, issuer, form.kid, _thumbprint(form.claims))

    def _life(self, form: TokenForm) -> tuple[int, int]:
        """From when until when a token is good; now is within."""
        now = self._now()
        issued, expires = _seconds(form.claims.get("iat")), _seconds(form.claims.get("exp"))
        starts = max(issued, _seconds(form.claims.get("nbf", issued)))
        if not 0 < expires - issued <= LIFETIME or not starts - SKEW <= now <= expires + SKEW:
            raise TokenRefused
        return starts, expires


def _thumbprint(claims: dict[str, Any]) -> str | None:
    """The key that a token is bound to (RFC 9449, 6.1). One that is bound in another way, or in another way too, is refused."""
    if "cnf" not in claims:
        return None
    confirmed = claims["cnf"]
    if not isinstance(confirmed, dict) or not ELSEWISE.isdisjoint(confirmed):
        raise TokenRefused
    thumbprint = _text(confirmed.get("jkt"))
    if not THUMBPRINT.fullmatch(thumbprint):
        raise TokenRefused
    return thumbprint


def _seconds(value: Any) -> int:
    if type(value) is not int:
        raise TokenRefused
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TokenRefused
    return value
