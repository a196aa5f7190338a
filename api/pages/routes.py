"""The routes of the pages: the way in and out, the purpose and the language, and each page for whoever is in a session."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from access_policies.grants import CODE
from api.explorer.routes import PAGES, ExplorerRoutes
from api.http.asked import PURPOSE
from api.http.departure import Departure
from api.http.edge import OUTCOME
from api.http.endpoint import FAULTS, Endpoint
from api.http.errors import HttpRefusal
from api.http.form import read_form
from api.identity.errors import TokenRefused
from api.pages import (
    asking,
    directory,
    emergencies,
    grants,
    oversight,
    partners,
    plain,
    pointers,
    policies,
    record,
    review,
    watches,
)
from api.pages.errands import Errands
from api.pages.menu import first
from api.pages.rendering import Templates
from api.pages.visits import Visit, place_of
from api.pages.words import words_of
from api.parts import Parts

STATIC = Path(__file__).parent / "static"
Show = Callable[[Visit], Awaitable[Response]]
SHOWN: dict[str, Show] = {
    "": plain.home,
    "own": plain.own,
    "report": plain.report,
    "directory": directory.show,
    "record": record.record,
    "partners": partners.compare,
    "policies": policies.show,
    "request": asking.form,
    "pointers": pointers.listing,
    "pointers/{pointer}": pointers.form,
    "review": review.show,
    "emergencies": emergencies.show,
    "watches": watches.listing,
    "watches/{watch}": watches.one,
    "grants": grants.inbox,
    "grants/{grant}": grants.one,
    "oversight": oversight.overview,
    "oversight/verification": oversight.verification,
    "oversight/proof": oversight.proof,
    "oversight/statistics": oversight.statistics,
    "oversight/disclosures": oversight.disclosures,
    "oversight/known": oversight.known,
}
"""Pages that only show, below the purpose."""
TYPED = ("ground", "to", "reference", "text", "necessity", "reason", "name", "scopes")
"""Fields that hold what somebody wrote."""
SENT: dict[str, Show] = {
    "grants/{grant}/{step}": grants.step,
    "review": review.decide,
    "emergencies": emergencies.declare,
    "emergencies/{declaration}/{step}": emergencies.step,
    "directory/{change}": directory.change,
    "watches": watches.begin,
    "watches/{watch}/{step}": watches.step,
    "oversight/judge": oversight.judge,
    "policies": policies.attempt,
    "request": asking.send,
    "pointers/{pointer}": pointers.ask,
}
"""What is sent to a page, below the purpose: each with the seal of its session."""


class PagesRoutes:
    """The pages of one service; people come in and go out by the explorer's door."""

    def __init__(self, parts: Parts, explorer: ExplorerRoutes, endpoint: Endpoint) -> None:
        self._guard, self._explorer, self._endpoint = parts.guard, explorer, endpoint
        self._errands, self._templates, self._departures = Errands(endpoint), Templates(), parts.departures

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/pages", lambda _: RedirectResponse(PAGES, 308)),
            Route(PAGES, self.begin),
            *(
                Route(f"{PAGES}{why}", partial(self._outside, why))
                for why in ("arrived", "refused", "unavailable", "ended", "left")
            ),
            Route(f"{PAGES}purpose", self.choose),
            Route(f"{PAGES}sign-out", self.leave, methods=["POST"]),
            *(Route(f"{PAGES}{name}", partial(_file, name)) for name in ("pages.css", "kring.svg", "proof.js")),
            *(Route(f"{PAGES}{{purpose}}/{place}", partial(self._shown, show)) for place, show in SHOWN.items()),
            *(Route(f"{PAGES}{{purpose}}/{place}", partial(self._sent, show), methods=["POST"]) for place, show in SENT.items()),
        ]

    async def begin(self, request: Request) -> Response:
        """The page that somebody begins with: for the purpose of their role, or the way in."""
        try:
            session = await self._explorer.door.session(request)
            policy = await self._guard.person(session.user)
        except TokenRefused:
            return self._outside("welcome", request)
        except FAULTS as fault:
            return await self._kept_out(request, fault)
        return RedirectResponse(f"{PAGES}{first(policy)}", 303)

    async def choose(self, request: Request) -> Response:
        """The first page for another purpose, or about another case."""
        chosen, case = (request.query_params.get(name, "") for name in ("purpose", "case"))
        known = PURPOSE.fullmatch(chosen) and (not case or CODE.fullmatch(case))
        return RedirectResponse(f"{place_of(chosen, case)}/" if known else PAGES, 303)

    async def leave(self, request: Request) -> Response:
        """The end of the session, in every tab."""
        try:
            await self._explorer.door.sealed_by(request, dict(await read_form(request)).get("seal"))
            await self._explorer.end(request)
        except FAULTS as fault:
            return await self._kept_out(request, fault)
        return self._explorer.left(RedirectResponse(f"{PAGES}left", 303))

    async def _shown(self, show: Show, request: Request) -> Response:
        departure = self._departures.departure()
        response = await self._visited(show, request, {})
        await departure.wait()
        return response

    async def _sent(self, show: Show, request: Request) -> Response:
        departure = self._departures.departure()
        response = await self._acted(show, request, departure)
        await departure.wait()
        return response

    async def _acted(self, show: Show, request: Request, departure: Departure) -> Response:
        form: dict[str, str] = {}
        try:
            form |= await read_form(request)
            departure.asked()
            await self._explorer.door.sealed_by(request, form.get("seal"))
        except FAULTS as fault:
            return await self._kept_out(request, fault, _typed(request, form))
        return await self._visited(show, request, form)

    async def _visited(self, show: Show, request: Request, form: Mapping[str, str]) -> Response:
        purpose, said, case = request.path_params["purpose"].partition("~")
        if not PURPOSE.fullmatch(purpose) or (said and not CODE.fullmatch(case)):
            raise HttpRefusal("NO_SUCH_PATH")
        try:
            session = await self._explorer.door.session(request)
            policy = await self._guard.person(session.user)
        except FAULTS as fault:
            return await self._kept_out(request, fault, _typed(request, form))
        words = words_of(request)
        return await show(Visit(request, session, policy, purpose, case, form, words, self._errands, self._templates))

    async def _kept_out(self, request: Request, fault: Exception, typed: Sequence[str] = ()) -> Response:
        """The way in for whoever is in no session, or the API's word for why nobody can be let in now; both on record.

        What somebody typed into a page of Kring's own is given back, so that it is not lost.
        """
        refusal = await self._endpoint.refusal("", fault)
        request.scope[OUTCOME] = {"code": refusal.code}
        if refusal.code == "UNAUTHENTICATED":
            return self._outside("ended", request, typed) if typed else RedirectResponse(f"{PAGES}ended", 303)
        shown = {"refusal": refusal, "typed": typed}
        return self._templates.page(request, "kept_out.html", words_of(request), shown, refusal.fixed or 400)

    def _outside(self, why: str, request: Request, typed: Sequence[str] = ()) -> Response:
        shown = {"why": why, "path": f"{PAGES}{'' if why == 'welcome' else why}", "typed": typed}
        return self._templates.page(request, "outside.html", words_of(request), shown)


def _typed(request: Request, form: Mapping[str, str]) -> list[str]:
    """What somebody typed into a form of ours; nothing where the browser does not say that the form was ours."""
    if request.headers.get("sec-fetch-site") != "same-origin":
        return []
    return [form[name] for name in TYPED if form.get(name)]


def _file(name: str, _: Request) -> Response:
    return FileResponse(STATIC / name, headers={"Cache-Control": "no-cache"})
