"""The two cookies: whose session this is, and which sign-in is under way. HttpOnly both; Secure wherever there is TLS."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from api.explorer.sessions import LONGEST

UNDER_WAY = 600
"""Seconds that a sign-in may take."""


@dataclass(frozen=True, slots=True)
class Cookies:
    """The cookies of the service at one address.

    Plain http is for the loopback address only. There a cookie cannot be `__Host-`, and browsers do not tell ports apart, so the
    port is part of the name: two demos beside each other do not sign each other's people out.
    """

    url: str

    @property
    def _is_secure(self) -> bool:
        return urlsplit(self.url).scheme == "https"

    def _name(self, what: str) -> str:
        return f"__Host-kring-{what}" if self._is_secure else f"kring-{what}-{urlsplit(self.url).port or 80}"

    def session(self, request: Request) -> str | None:
        """The value that names the caller's session."""
        return request.cookies.get(self._name("session"))

    def sign_in(self, request: Request) -> str | None:
        """The value that names the sign-in that this browser began."""
        return request.cookies.get(self._name("sign-in"))

    def keep_session(self, answer: Response, value: str) -> None:
        """Strict: no other site's link or form brings it along."""
        self._set(answer, "session", value, LONGEST, "strict")

    def keep_sign_in(self, answer: Response, value: str) -> None:
        """Lax: it comes along on the way back from the issuer, which is another site."""
        self._set(answer, "sign-in", value, UNDER_WAY, "lax")

    def forget_session(self, answer: Response) -> None:
        """Take it away."""
        self._set(answer, "session", "", 0, "strict")

    def forget_sign_in(self, answer: Response) -> None:
        """Take it away."""
        self._set(answer, "sign-in", "", 0, "lax")

    def _set(self, answer: Response, what: str, value: str, age: int, site: Literal["strict", "lax"]) -> None:
        answer.set_cookie(self._name(what), value, max_age=age, path="/", secure=self._is_secure, httponly=True, samesite=site)
