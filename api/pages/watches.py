"""Pages of watched persons: who is watched and until when, and what newly leads to one, with every step named."""

from secrets import token_urlsafe

from starlette.responses import Response

from api.http.errors import HttpRefusal
from api.pages.errands import Told
from api.pages.menu import speaks
from api.pages.record import instant
from api.pages.visits import Visit

MOST = 100
"""Watches, or alerts, on one page: the newest."""


async def listing(visit: Visit) -> Response:
    """The watches of somebody's organisation, and for who speaks for it the form that begins one."""
    return await _listed(visit, Told({}))


async def begin(visit: Visit) -> Response:
    """Watch somebody; or the form again, with what was typed and the API's words."""
    said = {name: visit.form.get(name, "").strip() for name in ("person", "reason")}
    told = await visit.run_once("watch_person", **said, until=instant(visit.form.get("until", "").strip()))
    if told.words:
        return await _listed(visit, told)
    return visit.go("watches", told.data["watchPerson"]["watch"]["id"], done="begin")


async def one(visit: Visit) -> Response:
    """A watch with its alerts; one that somebody may not know of is one that is not there."""
    return await _shown(visit, Told({}))


async def step(visit: Visit) -> Response:
    """End a watch, or take note of an alert."""
    name, watch = (visit.request.path_params[part] for part in ("step", "watch"))
    if name == "end":
        told = await visit.run("end_watch", watch=watch)
    elif name == "acknowledge":
        told = await visit.run("acknowledge", watch=watch, alert=visit.form.get("alert", ""))
    else:
        raise HttpRefusal("NO_SUCH_PATH")
    return await _shown(visit, told) if told.words else visit.go("watches", watch, done=name)


async def _listed(visit: Visit, refused: Told) -> Response:
    told = await visit.run("watches", first=MOST)
    values = {"told": told, "refused": refused, "watches": told.of("watches") or [], "given": dict(visit.form)}
    return visit.page("watches.html", **values, begins=speaks(visit.me, visit.purpose), key=token_urlsafe(24))


async def _shown(visit: Visit, refused: Told) -> Response:
    told = await visit.run("alarm", watch=visit.request.path_params["watch"], first=MOST)
    alarm = told.of("alarm")
    if alarm is None and not told.words:
        return visit.page("nothing.html", told=told, refused=refused)
    done = visit.asked("done")
    values = {"told": told, "refused": refused, "alarm": alarm, "done": done if done in ("begin", "end", "acknowledge") else ""}
    return visit.page("watch.html", **values, ends=speaks(visit.me, visit.purpose))
