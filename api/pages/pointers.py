"""Pages with the pointers that somebody senses: what matched, whom to ask; and the form that asks (access-model.md 7)."""

from secrets import token_urlsafe

from starlette.responses import Response

from api.pages.asking import USUAL, offered, terms
from api.pages.errands import Told
from api.pages.visits import Visit

MOST = 100
"""So many are shown; who has more sees the rest by asking for what these refer to, or by the API."""


async def listing(visit: Visit) -> Response:
    """Every pointer that a grant lets this person sense."""
    told = await visit.run("pointers", first=MOST)
    return visit.page("pointers.html", told=told, pointers=told.data.get("pointers") or [])


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
    seen = await visit.run("pointers", first=MOST)
    wanted = visit.request.path_params["pointer"]
    pointer = next((one for one in seen.data.get("pointers") or [] if one["id"] == wanted), None)
    values = {"told": told if told.words else seen, "pointer": pointer, "given": given, "key": token_urlsafe(24)}
    return visit.page("pointer.html", **values, **offered(visit))
