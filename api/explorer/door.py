"""Who is at the explorer: from a request's cookie and seal to a user of the directory, by a token that is verified each time."""

from dataclasses import dataclass

from starlette.requests import Request

from api.explorer.cookies import Cookies
from api.explorer.sessions import Session, Sessions
from api.graphql.errors import RequestError
from api.http.credentials import SEAL
from api.identity.code_client import CodeClient
from api.identity.errors import IssuerUnavailable, SignInRefused, TokenRefused
from api.identity.verifier import TokenVerifier
from api.observability.traces import caller_is_known

EARLY = 30.0
"""Seconds before its end that a token is renewed."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How people sign in at Kring's own pages: the client of their issuer, and the sessions that are open."""

    client: CodeClient
    sessions: Sessions


class Door:
    """Tells who a request of the explorer is from. A session holds as long as its issuer vouches for the person, and no longer."""

    def __init__(self, sign_in: SignIn, verifier: TokenVerifier, cookies: Cookies) -> None:
        self._client, self._sessions = sign_in.client, sign_in.sessions
        self._verifier, self._cookies = verifier, cookies

    async def session(self, request: Request) -> Session:
        """The session of a request that only reads who is there. Raises TokenRefused, or RequestError when nobody can tell now."""
        cookie = self._cookies.session(request)
        session = self._sessions.find(cookie)
        if session is None:
            raise TokenRefused
        try:
            await self._vouched(session)
        except (TokenRefused, SignInRefused):
            self._sessions.end(cookie)
            raise TokenRefused from None
        except IssuerUnavailable:
            raise RequestError("UNAVAILABLE") from None
        caller_is_known(request)
        return session

    async def sealed(self, request: Request) -> Session:
        """The session of a request that the page of this very session sends. Raises as `session` does."""
        seals = request.headers.getlist(SEAL)
        return await self.sealed_by(request, seals[0] if len(seals) == 1 else None)

    async def sealed_by(self, request: Request, seal: str | None) -> Session:
        """The same where the seal came another way: in a form, which can send no header of its own."""
        found = self._sessions.find(self._cookies.session(request))
        if found is None or not found.is_sealed_by(seal):
            raise TokenRefused
        return await self.session(request)

    async def user(self, request: Request) -> str:
        """The user that a sealed request is from."""
        return (await self.sealed(request)).user

    async def _vouched(self, session: Session) -> None:
        async with session.renewing:
            if session.tokens.refresh and session.tokens.until - self._sessions.now() < EARLY:
                session.tokens = await self._client.renew(session.tokens)
        if await self._verifier.vouched(session.tokens.access) != session.user:
            raise TokenRefused
