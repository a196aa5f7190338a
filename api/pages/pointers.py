"""Pages with the pointers that somebody senses: what matched, whom to ask; and the form that asks (access-model.md 7)."""

from secrets import token_urlsafe

from starlette.responses import Response

from api.pages.asking import USUAL, offered, terms
from api.pages.errands import Told
from api.pages.visits import Visit

MOST = 100
"""On one page; the next begins after the last of it."""


async def listing(visit: Visit) -> Response:
    """The pointers that a grant lets this person sense, each with the one before it, after which its form finds it."""
    after = visit.asked("after")
    told = await visit.run("pointers", first=MOST, after=after or None)
    pointers = told.data.get("pointers") or []
    before = [after, *(one["id"] for one in pointers)]
    return visit.page("pointers.html", told=told, pointers=list(zip(pointers, before, strict=False)), most=MOST, last=before[-1])


async def form(visit: Visit) -> Response:
    """An empty request for what a pointer refers to; one that is not sensed is one that is not there."""
    return await _shown(visit, Told({}), USUAL)


async def ask(visit: Visit) -> Response:
    """Ask; then on to the grant that was asked for, or back to the form with the API's words."""
    request = terms(visit) | {"pointer": visit.request.path_params["pointer"]}
    told = await visit.run_once("request_by_pointer", request=request)
    if told.words:
        return await _shown(visit, told, dict(visit.form))
    return visit.go("grants", told.data["requestByPointer"]["grant"]["id"], done="request")


async def _shown(visit: Visit, told: Told, given: dict[str, str]) -> Response:
    """What somebody typed is given back whatever became of the pointer. One record of the list is asked for, since one is shown."""
    wanted, after = visit.request.path_params["pointer"], visit.asked("after")
    seen = await visit.run("pointers", first=1, after=after or None)
    pointer = next((one for one in seen.data.get("pointers") or [] if one["id"] == wanted), None)
    values = {"told": told if told.words else seen, "pointer": pointer, "given": given, "key": token_urlsafe(24)}
    return visit.page("pointer.html", **values, **offered(visit), wanted=wanted, after=after, is_sent=bool(told.words))
