"""The overseer's pages: what waits or was refused, corrections, who was served what, what was known, whether the log is whole."""

from starlette.responses import Response

from api.pages.errands import Told
from api.pages.grants import NEWEST
from api.pages.record import instant
from api.pages.rendering import SCRIPTED
from api.pages.visits import Visit

JUDGED = "BG-"
"""How the id of a use of break-glass begins."""


async def overview(visit: Visit) -> Response:
    """What lies on an overseer's desk."""
    return await _desk(visit, None)


async def judge(visit: Visit) -> Response:
    """Judge a use of break-glass that this overseer was told of."""
    told = await visit.run("judge", id=visit.form.get("grant", "").strip(), outcome=visit.form.get("outcome", ""))
    return await _desk(visit, told) if told.words else visit.go("oversight", done="judge")


async def _desk(visit: Visit, refused: Told | None) -> Response:
    told = await visit.run("oversight")
    notices = told.of("notices") or []
    uses = [one["about"] for one in notices if one["about"].startswith(JUDGED) and one["kind"] == "BREAK_GLASS"]
    return visit.page("oversight.html", told=told, notices=notices[:NEWEST], uses=uses, refused=refused)


async def verification(visit: Visit) -> Response:
    """Read every log whole; asked for by a button, since it takes its time and is an entry of its own."""
    return visit.page("verification.html", told=await visit.run("verification"))


async def proof(visit: Visit) -> Response:
    """A checkpoint or a receipt, verified in the browser of whoever doubts; nothing is asked of Kring."""
    return visit.page(SCRIPTED)


async def statistics(visit: Visit) -> Response:
    """How many grants were given inside the own mandate; small counts are not told."""
    return visit.page("statistics.html", told=await visit.run("statistics"))


async def disclosures(visit: Visit) -> Response:
    """Who was served the records of one person or thing: those that are the same as the one asked for, in the own view."""
    record, until = visit.asked("record"), instant(visit.asked("until"))
    same, told = Told({}), Told({})
    if record:
        same = await visit.run("one", id=record)
        entity = same.data.get("entity") or {"records": [], "isComplete": True}
        if entity["records"]:
            told = await visit.run("disclosures", records=[one["id"] for one in entity["records"]], until=until)
    return visit.page("disclosures.html", same=same, told=told, asked={"record": record, "until": visit.asked("until")})


async def known(visit: Visit) -> Response:
    """A case as an organisation knew it at a moment of the past, within the own view."""
    asked = {name: visit.asked(name) for name in ("record", "organisation", "at")}
    told = Told({})
    if all(asked.values()):
        told = await visit.run("known", record=asked["record"], organisation=asked["organisation"], at=instant(asked["at"]))
    held = ((told.of("asKnown") or {}).get("inCaseOf") or {"edges": []})["edges"]
    rows = sorted((edge["node"] for edge in held), key=lambda one: (one["recordedAt"] or "", one["__typename"], one["id"]))
    return visit.page("known.html", told=told, asked=asked, rows=rows)
