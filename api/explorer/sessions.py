"""Who is signed in at the explorer: sessions of this process, in memory only. A cookie names one; its tokens never leave here."""

import hmac
import secrets
import time
from asyncio import Lock
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from api.identity.code_client import Tokens

LONGEST, IDLE = 8 * 3600, 30 * 60
"""Seconds that a session lasts at most (a working day), and without a request."""
MOST = 5_000
"""Sessions at once; beyond them whoever was away longest signs in anew."""


@dataclass(slots=True)
class Session:
    """One person's session. `seal` is known to the page and goes with each request; the cookie is known to the browser only."""

    user: str
    tokens: Tokens
    ends: float
    seen: float
    seal: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    renewing: Lock = field(default_factory=Lock)

    def is_sealed_by(self, seal: str | None) -> bool:
        """True when a page says that it is in this session."""
        return seal is not None and hmac.compare_digest(seal.encode(), self.seal.encode())


class Sessions:
    """Sessions by the digest of their cookie: a dump of this memory signs nobody in by cookie."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self._open: dict[bytes, Session] = {}

    def begin(self, user: str, tokens: Tokens) -> tuple[str, Session]:
        """A new session and the value of its cookie."""
        now = self.now()
        self._open = {key: one for key, one in self._open.items() if self._holds(one, now)}
        if len(self._open) >= MOST:
            del self._open[min(self._open, key=lambda key: self._open[key].seen)]
        cookie = secrets.token_urlsafe(32)
        session = self._open[_digest(cookie)] = Session(user, tokens, now + LONGEST, now)
        return cookie, session

    def find(self, cookie: str | None) -> Session | None:
        """The session of a cookie, seen now; None when there is none any more."""
        now = self.now()
        session = self._open.get(_digest(cookie)) if cookie else None
        if session is None or not self._holds(session, now):
            return None
        session.seen = now
        return session

    def end(self, cookie: str | None) -> Session | None:
        """End the session of a cookie, and give it when there was one."""
        return self._open.pop(_digest(cookie), None) if cookie else None

    @staticmethod
    def _holds(session: Session, now: float) -> bool:
        return now < session.ends and now - session.seen < IDLE


def _digest(cookie: str) -> bytes:
    return sha256(cookie.encode(errors="replace")).digest()
