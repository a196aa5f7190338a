"""Pages that ask one operation and show what it gives: who am I, my own file, the administrator's questions."""

from starlette.responses import Response

from api.pages.visits import Visit


async def home(visit: Visit) -> Response:
    """Who is here, for which purpose, under which grants, until when."""
    told = await visit.run("home")
    grants = told.of("myGrants") or []
    serving = [grant for grant in grants if visit.purpose in grant["purposes"] and grant["state"] == "ACTIVE"]
    return visit.page("home.html", told=told, serving=serving, others=[grant for grant in grants if grant not in serving])


async def own(visit: Visit) -> Response:
    """What a protected person may be told: what is in their own view, in plain words."""
    return visit.page("own.html", told=await visit.run("own"))


async def report(visit: Visit) -> Response:
    """The administrator's standing questions."""
    return visit.page("report.html", told=await visit.run("report"))
