"""The public keys of one issuer, from its JWKS and from nowhere else; kept, fetched again, and never asked for too often.

An issuer that is down stops nobody whose key is known: known keys go on to a limit. An unknown key id is worth one look, and
however many of them arrive, looks are PAUSE seconds apart.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey, import_key

from api.identity.asking import get_json

FRESH, PAUSE, KEPT = 600.0, 10.0, 24 * 3600.0
"""Seconds after which keys are fetched anew, between two looks, and that keys go on when the issuer does not answer."""
SMALLEST_RSA = 2048
_log = structlog.get_logger()


class KeySource:
    """Keys by key id, for one algorithm, of the JWKS at one address."""

    def __init__(self, address: str, algorithm: str, now: Callable[[], float] = time.monotonic) -> None:
        self._address, self._algorithm, self._now = address, algorithm, now
        self._keys: dict[str, Key] = {}
        self._fetched = self._looked = float("-inf")
        self._looking = asyncio.Lock()
        self._renewal: asyncio.Task[None] | None = None

    def holds(self, kid: str) -> bool:
        """True while the key is one of the issuer's, as far as is known."""
        return kid in self._keys and self._now() - self._fetched < KEPT

    async def key(self, kid: str) -> Key | None:
        """The key of an id. None when the issuer does not show it, or has not answered for too long."""
        if not self.holds(kid):
            await self._look()
        elif self._now() - self._fetched > FRESH and (self._renewal is None or self._renewal.done()):
            self._renewal = asyncio.create_task(self._look())
        return self._keys[kid] if self.holds(kid) else None

    async def _look(self) -> None:
        async with self._looking:
            if self._now() - self._looked < PAUSE:
                return
            self._looked = self._now()
            try:
                self._keys = keys_for(self._algorithm, await get_json(self._address))
                self._fetched = self._now()
            except (httpx.HTTPError, ValueError, RecursionError) as fault:
                _log.warning("issuer's keys not fetched", kind=type(fault).__name__)


def keys_for(algorithm: str, jwks: Any) -> dict[str, Key]:
    """The keys of a set that may sign with an algorithm. What is private, weak, for another use or twice there is left out."""
    shown = jwks.get("keys") if isinstance(jwks, dict) else None
    if not isinstance(shown, list):
        raise ValueError("not a JWKS")
    kids = [entry.get("kid") for entry in shown if isinstance(entry, dict)]
    found = {}
    for entry in shown:
        kid = entry.get("kid") if isinstance(entry, dict) else None
        if isinstance(kid, str) and kids.count(kid) == 1 and (key := public_key(algorithm, entry)):
            found[kid] = key
    return found


def public_key(algorithm: str, entry: dict[str, Any]) -> Key | None:
    """The key of a JWK, where it is a public one that may check signatures by an algorithm, and is strong enough."""
    if entry.get("use", "sig") != "sig" or entry.get("alg", algorithm) != algorithm:
        return None
    try:
        key = import_key(entry)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    match key:
        case RSAKey() if algorithm == "PS256" and not key.is_private:
            return key if key.raw_value.key_size >= SMALLEST_RSA else None
        case ECKey() if algorithm == "ES256" and not key.is_private:
            return key if key.curve_name == "P-256" else None
        case OKPKey() if algorithm == "EdDSA" and not key.is_private:
            return key if entry.get("crv") == "Ed25519" else None
    return None
