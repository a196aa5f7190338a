"""The page of one record: why somebody may see it, and who does. It is asked for by its id, and nothing of its content is shown."""

from typing import Any

from starlette.responses import Response

from api.pages.errands import Told
from api.pages.menu import speaks
from api.pages.visits import Visit


async def record(visit: Visit) -> Response:
    """Who sees it, to those who speak for its originator; why one may see it, to everybody about themselves."""
    speaking = speaks(visit.me, visit.purpose)
    asked = {name: visit.asked(name) for name in ("record", "field", "for", "at")}
    readers, why = Told({}), Told({})
    if asked["record"] and speaking:
        readers = await visit.run("readers", record=asked["record"], at=instant(asked["at"]))
    if asked["record"] and (asked["for"] or not speaking):
        why = await visit.run("explain", **_given(asked, speaking))
    return visit.page("record.html", asked=asked, readers=readers, why=why)


def _given(asked: dict[str, str], speaking: bool) -> dict[str, Any]:
    of = {"for": asked["for"]} if speaking else {}
    return {"record": asked["record"], "field": asked["field"] or None, "at": instant(asked["at"]), **of}


def instant(text: str) -> str | None:
    """What a field for date and time holds, as an instant in UTC; what is something else goes to the API as it is."""
    return f"{text}Z" if len(text) == len("2026-03-16T09:00") else text or None
