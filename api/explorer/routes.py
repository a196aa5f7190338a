"""The explorer's routes: its files, the way in and out, who is here, and GraphQL for whoever is in a session.

What goes wrong on the way in is one word for the page to show, and on record.
"""

import re
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

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

PAGE, PAGES = "/explorer/", "/pages/"
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
        self.door = Door(sign_in, parts.verifier, self._cookies)

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/explorer/sign-in", self.begin),
            Route(WAY_BACK, self.come_back),
            Route("/explorer/sign-out", self.leave, methods=["POST"]),
            Route("/explorer/session", self.who),
            Route("/explorer/keys.json", lambda _: JSONResponse(self._client.public_keys())),
            self._graphql.route("/explorer/graphql", self.door.user),
            *file_routes(),
        ]

    async def begin(self, request: Request) -> Response:
        """To the issuer. Cookies are for one address: whoever came to a demo by another name of this machine goes there first."""
        hint = request.query_params.get("as", "")
        hint = hint if HINT.fullmatch(hint) else ""
        to = PAGES if request.query_params.get("to") == "pages" else PAGE
        own = urlsplit(self._url)
        if own.scheme == "http" and request.headers.get("host") != own.netloc:
            asked = urlencode(([("as", hint)] if hint else []) + ([("to", "pages")] if to == PAGES else []))
            return RedirectResponse(f"{self._url}/explorer/sign-in" + (f"?{asked}" if asked else ""), 303)
        began = UnderWay.new()
        try:
            answer = RedirectResponse(await self._client.way_there(began, hint or None), 303)
        except IssuerUnavailable:
            return self._not_in(request, "unavailable", to)
        self._cookies.keep_sign_in(answer, f"{began.state}.{began.verifier}" + (".pages" if to == PAGES else ""))
        return answer

    async def come_back(self, request: Request) -> Response:
        """From the issuer, with a code that this browser asked for: a new session, on record before the browser knows of it."""
        user = ""
        state, verifier, to = self._began(request)
        try:
            if not state or not verifier:
                raise SignInRefused
            tokens = await self._client.redeem(dict(request.query_params), UnderWay(state, verifier))
            user = await self._verifier.vouched(tokens.access)
            await self._guard.directory.policy_of(user)
            await self.end(request)
            await self._guard.seated(user, "sign-in")
        except (SignInRefused, TokenRefused, UnknownSubject):
            return await self._turned_away(request, user, to)
        except (IssuerUnavailable, PolicyError, GraphError) as fault:
            _log.warning("sign-in failed", kind=type(fault).__name__)
            return self._not_in(request, "unavailable", to)
        cookie, _ = self._sessions.begin(user, tokens)
        answer = RedirectResponse(f"{PAGES}arrived" if to == PAGES else PAGE, 303)
        self._cookies.keep_session(answer, cookie)
        self._cookies.forget_sign_in(answer)
        return answer

    async def who(self, request: Request) -> Response:
        """Who is here, for which purposes, until when; 401 when nobody is."""
        try:
            session = await self.door.session(request)
            policy = await self._guard.person(session.user)
        except (TokenRefused, RequestError, PolicyError, GraphError) as fault:
            return self._refused(request, fault)
        return JSONResponse(_facts(session, policy))

    async def leave(self, request: Request) -> Response:
        """The end of a session, in every tab: asked for by its own page, and on record."""
        try:
            await self.door.sealed(request)
            await self.end(request)
        except (TokenRefused, RequestError, PolicyError) as fault:
            return self._refused(request, fault)
        return self.left(Response(status_code=204))

    def left(self, answer: Response) -> Response:
        """An answer that takes the session's cookie and its pages away from the browser."""
        answer.headers["Clear-Site-Data"] = CLEAR
        self._cookies.forget_session(answer)
        return answer

    def _began(self, request: Request) -> tuple[str, str, str]:
        """State and verifier of the sign-in that this browser began (empty: none), and the page that it was begun for."""
        state, _, rest = (self._cookies.sign_in(request) or "").partition(".")
        verifier, _, to = rest.partition(".")
        return state, verifier, PAGES if to == "pages" else PAGE

    async def end(self, request: Request) -> None:
        """End the session of a request, if there is one, and put that on record."""
        if (session := self._sessions.end(self._cookies.session(request))) is not None:
            await self._guard.seated(session.user, "sign-out")

    async def _turned_away(self, request: Request, user: str, to: str) -> Response:
        try:
            await self._guard.refused(user, "SIGN_IN_REFUSED")
        except PolicyError:
            return self._not_in(request, "unavailable", to)
        return self._not_in(request, "refused", to)

    def _not_in(self, request: Request, why: str, to: str) -> Response:
        """Back to the page, which says why in the reader's language."""
        request.scope[OUTCOME] = {"code": f"SIGN_IN_{why.upper()}"}
        answer = RedirectResponse(f"{PAGES}{why}" if to == PAGES else f"{PAGE}#{why}", 303)
        self._cookies.forget_sign_in(answer)
        return answer

    def _refused(self, request: Request, fault: Exception) -> Response:
        refusal = refusal_of(fault)
        request.scope[OUTCOME] = {"code": refusal.code}
        return refusal.response(JSON)


def purposes_of(policy: PolicyOfSubject) -> list[str]:
    """The purposes that a caller is offered: those of the grants they know of, most grants first; all where none names any."""
    named = [purpose for grant in policy.grants for purpose in grant.purposes]
    purposes = sorted(set(named) & set(policy.table.purposes), key=lambda one: (-named.count(one), one))
    return purposes or sorted(policy.table.purposes)


def cases_of(policy: PolicyOfSubject) -> list[str]:
    """The cases and collections that a caller is offered to say what they ask about: those of grants to them or their teams."""
    named = {scope for grant in policy.grants if grant.kind in ("user", "team") for scope in grant.scopes}
    return sorted(scope for scope in named if ":" not in scope)


def _facts(session: Session, policy: PolicyOfSubject) -> dict[str, object]:
    """What the page may know about its own session."""
    subject = policy.subject
    return {
        "user": subject.key,
        "name": subject.name,
        "organisation": subject.organisation,
        "roles": sorted(subject.roles),
        "purposes": purposes_of(policy),
        "cases": [{"id": case, "label": case} for case in cases_of(policy)],
        "seal": session.seal,
        "expiresAt": datetime.fromtimestamp(session.ends, UTC).isoformat(),
    }
