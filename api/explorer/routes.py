"""The explorer's routes: its files, the way in and out, who is here, and GraphQL for whoever is in a session.

What goes wrong on the way in is one word for the page to show, and on record.
"""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from access_policies.directory import PolicyOfSubject
from access_policies.errors import PolicyError, UnknownSubject
from api.explorer.cookies import Cookies
from api.explorer.door import Door, SignIn
from api.explorer.files import file_routes
from api.explorer.sessions import Session
from api.graphql.errors import RequestError
from api.http.answers import refusal_of
from api.http.edge import OUTCOME
from api.http.graphql_route import GraphQLRoute
from api.http.media_type import JSON
from api.identity.code_client import WAY_BACK, UnderWay
from api.identity.errors import IssuerUnavailable, SignInRefused, TokenRefused
from api.parts import Parts
from graph_model.errors import GraphError

PAGE = "/explorer/"
HINT = re.compile(r"[\w.@-]{1,64}", re.ASCII)
CLEAR = '"cache"'
"""Signing out takes pages that the browser still holds away with it. Saved views, which hold ids only, stay with their reader."""
_log = structlog.get_logger()


class ExplorerRoutes:
    """The explorer of one service."""

    def __init__(self, parts: Parts, sign_in: SignIn, graphql: GraphQLRoute) -> None:
        self._guard, self._verifier = parts.guard, parts.verifier
        self._client, self._sessions, self._graphql = sign_in.client, sign_in.sessions, graphql
        self._url = parts.verifier.audience
        self._cookies = Cookies(self._url)
        self._door = Door(sign_in, parts.verifier, self._cookies)

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/explorer/sign-in", self.begin),
            Route(WAY_BACK, self.come_back),
            Route("/explorer/sign-out", self.leave, methods=["POST"]),
            Route("/explorer/session", self.who),
            Route("/explorer/keys.json", lambda _: JSONResponse(self._client.public_keys())),
            self._graphql.route("/explorer/graphql", self._door.user),
            *file_routes(),
        ]

    async def begin(self, request: Request) -> Response:
        """To the issuer. Cookies are for one address: whoever came to a demo by another name of this machine goes there first."""
        hint = request.query_params.get("as", "")
        hint = hint if HINT.fullmatch(hint) else ""
        own = urlsplit(self._url)
        if own.scheme == "http" and request.headers.get("host") != own.netloc:
            return RedirectResponse(f"{self._url}/explorer/sign-in" + (f"?as={hint}" if hint else ""), 303)
        began = UnderWay.new()
        try:
            answer = RedirectResponse(await self._client.way_there(began, hint or None), 303)
        except IssuerUnavailable:
            return self._not_in(request, "unavailable")
        self._cookies.keep_sign_in(answer, f"{began.state}.{began.verifier}")
        return answer

    async def come_back(self, request: Request) -> Response:
        """From the issuer, with a code that this browser asked for: a new session, on record before the browser knows of it."""
        user = ""
        try:
            tokens = await self._client.redeem(dict(request.query_params), self._began(request))
            user = await self._verifier.user(f"Bearer {tokens.access}")
            await self._guard.directory.policy_of(user)
            await self._end(request)
            await self._guard.seated(user, "sign-in")
        except (SignInRefused, TokenRefused, UnknownSubject):
            return await self._turned_away(request, user)
        except (IssuerUnavailable, PolicyError, GraphError) as fault:
            _log.warning("sign-in failed", kind=type(fault).__name__)
            return self._not_in(request, "unavailable")
        cookie, _ = self._sessions.begin(user, tokens)
        answer = RedirectResponse(PAGE, 303)
        self._cookies.keep_session(answer, cookie)
        self._cookies.forget_sign_in(answer)
        return answer

    async def who(self, request: Request) -> Response:
        """Who is here, for which purposes, until when; 401 when nobody is."""
        try:
            session = await self._door.session(request)
            policy = await self._guard.directory.policy_of(session.user)
        except (TokenRefused, RequestError, PolicyError, GraphError) as fault:
            return self._refused(request, fault)
        return JSONResponse(_facts(session, policy))

    async def leave(self, request: Request) -> Response:
        """The end of a session, in every tab: asked for by its own page, and on record."""
        try:
            await self._door.sealed(request)
            await self._end(request)
        except (TokenRefused, RequestError, PolicyError) as fault:
            return self._refused(request, fault)
        answer = Response(status_code=204, headers={"Clear-Site-Data": CLEAR})
        self._cookies.forget_session(answer)
        return answer

    def _began(self, request: Request) -> UnderWay:
        state, _, verifier = (self._cookies.sign_in(request) or "").partition(".")
        if not state or not verifier:
            raise SignInRefused
        return UnderWay(state, verifier)

    async def _end(self, request: Request) -> None:
        if (session := self._sessions.end(self._cookies.session(request))) is not None:
            await self._guard.seated(session.user, "sign-out")

    async def _turned_away(self, request: Request, user: str) -> Response:
        try:
            await self._guard.refused(user, "SIGN_IN_REFUSED")
        except PolicyError:
            return self._not_in(request, "unavailable")
        return self._not_in(request, "refused")

    def _not_in(self, request: Request, why: str) -> Response:
        """Back to the page, which says why in the reader's language."""
        request.scope[OUTCOME] = {"code": f"SIGN_IN_{why.upper()}"}
        answer = RedirectResponse(f"{PAGE}#{why}", 303)
        self._cookies.forget_sign_in(answer)
        return answer

    def _refused(self, request: Request, fault: Exception) -> Response:
        refusal = refusal_of(fault)
        request.scope[OUTCOME] = {"code": refusal.code}
        return refusal.response(JSON)


def _facts(session: Session, policy: PolicyOfSubject) -> dict[str, object]:
    """What the page may know about its own session. The purposes are those of the caller's own grants, most grants first."""
    named = [purpose for grant in policy.grants for purpose in grant.purposes]
    purposes = sorted(set(named) & set(policy.table.purposes), key=lambda one: (-named.count(one), one))
    subject = policy.subject
    return {
        "user": subject.key,
        "name": subject.name,
        "organisation": subject.organisation,
        "roles": sorted(subject.roles),
        "purposes": purposes or sorted(policy.table.purposes),
        "seal": session.seal,
        "expiresAt": datetime.fromtimestamp(session.ends, UTC).isoformat(),
    }
