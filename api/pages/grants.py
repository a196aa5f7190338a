"""The pages of grants: what waits on somebody's desk, one grant with what it opens, and the steps that are taken with it."""

from typing import Any

from starlette.responses import Response

from api.http.errors import HttpRefusal
from api.pages.errands import Told
from api.pages.menu import ADMINISTRATION, speaks
from api.pages.steps import FIELDS, STEPS, Seat, offered
from api.pages.visits import Visit

WAITING = frozenset({"REQUESTED", "CONSENT_PENDING", "ESCALATED"})
NEWEST = 50
"""Notices that a page shows."""


async def inbox(visit: Visit) -> Response:
    """What waits, what lapsed, what is in force, what is past; and what the organisation was told."""
    told = await visit.run("grants")
    grants: list[dict[str, Any]] = told.of("grants") or []
    waiting = sorted((one for one in grants if one["state"] in WAITING), key=lambda one: (one["due"] or "", one["id"]))
    lapsed = [one for one in grants if one["grantor"] == visit.me.organisation and is_lapsed(one)]
    running = [one for one in grants if one["state"] == "ACTIVE" and one not in lapsed]
    past = [one for one in grants if not any(one in those for those in (waiting, lapsed, running))]
    shelves = [("waiting", waiting), ("lapsed", lapsed), ("running", running), ("past", past)]
    notices = [one for one in told.of("notices") or () if one["about"][:2] in ("G-", "P-", "BG", "W-")]
    return visit.page("grants.html", told=told, shelves=shelves, notices=notices[:NEWEST])


def is_lapsed(grant: dict[str, Any]) -> bool:
    """True for a grant that ended because nobody reviewed it, and for a use of break-glass that nobody judged."""
    unreviewed = grant["breakGlass"] and grant["emergency"] and not grant["emergency"]["reviewedBy"]
    return bool(unreviewed) or (grant["state"] == "EXPIRED" and grant["reviewDue"] < grant["expires"])


def together(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts of a preview that say the same of different users, as one."""
    found: dict[str, dict[str, Any]] = {}
    for part in parts:
        key = str([value for name, value in part.items() if name != "users"])
        known = found.get(key, {**part, "users": []})
        found[key] = {**known, "users": [*known["users"], *part["users"]]}
    return list(found.values())


async def one(visit: Visit) -> Response:
    """One grant, with its past, what it opens, and what may be done with it."""
    return await _shown(visit)


async def step(visit: Visit) -> Response:
    """Take a step, then show the grant as it is after it; or show it with the API's words for why not."""
    name, grant = visit.request.path_params["step"], visit.request.path_params["grant"]
    if name not in STEPS:
        raise HttpRefusal("NO_SUCH_PATH")
    said = {FIELDS[name]: visit.form.get(FIELDS[name], "").strip()} if name in FIELDS else {}
    told = await visit.run(name, id=grant, **said)
    if told.words:
        return await _shown(visit, told)
    return visit.go("grants", grant, done=name)


async def _shown(visit: Visit, refused: Told | None = None) -> Response:
    told = await visit.run("grant", id=visit.request.path_params["grant"])
    grant = told.of("grant")
    if grant is None:
        return visit.page("nothing.html", told=told, refused=refused)
    impact = await visit.run("impact", id=grant["id"]) if visit.purpose == ADMINISTRATION else Told({})
    opened = impact.of("grantPreview")
    seat = Seat(visit.me, opened is not None, speaks(visit.me, visit.purpose))
    done = visit.asked("done")
    return visit.page(
        "grant.html",
        grant=grant,
        refused=refused,
        impact=impact,
        opened=opened,
        parts=together(opened["parts"]) if opened else [],
        steps=offered(grant, seat),
        fields=FIELDS,
        grounds=visit.policy.table.refusal_grounds,
        done=done if done in (*STEPS, "request", "use") and grant["history"][-1]["by"] == visit.me.key else "",
    )
