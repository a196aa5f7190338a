"""The page of break-glass: declared in quiet times by two people, used in need by one. A use is judged elsewhere."""

from typing import Any

from starlette.responses import Response

from access_policies.roles import CONTENT
from api.http.errors import HttpRefusal
from api.pages.errands import Told
from api.pages.menu import speaks
from api.pages.record import instant
from api.pages.visits import Visit
from graph_model.marking import LEVELS
from graph_model.ontology import FIELD_CLASSES

DECIDED = ("second", "close")
"""Steps of a grantor's people on a declaration."""
HOURS = ("1", "2", "3", "4")
NAMEABLE = tuple(sorted(CONTENT - {"PROTECTED_PERSON", "OVERSEER"}))
"""Roles that a declaration is offered for."""
USUAL = {"hours": HOURS[-1], "ceiling": "DEP_V", "field.basic": "on"}


async def show(visit: Visit) -> Response:
    """Declarations that somebody's organisation made or may use."""
    return await _shown(visit, Told({}), USUAL)


async def declare(visit: Visit) -> Response:
    """Say what may be opened in need; or the form again, with what was typed and the API's words."""
    told = await visit.run("declare", declaration=_draft(visit))
    return await _shown(visit, told, dict(visit.form)) if told.words else visit.go("emergencies", done="declare")


async def step(visit: Visit) -> Response:
    """Put a declaration in force, end it, or use it: a use leads to the grant that it opened."""
    name, id_ = visit.request.path_params["step"], visit.request.path_params["declaration"]
    if name == "use":
        said = {part: visit.form.get(part, "").strip() for part in ("reason", "case")}
        told = await visit.run("use", id=id_, **said)
        if not told.words:
            return visit.go("grants", told.data["useEmergency"]["grant"]["id"], done="use")
    elif name == "second":
        told = await visit.run("second", id=id_)
    elif name == "close":
        told = await visit.run("close", id=id_)
    else:
        raise HttpRefusal("NO_SUCH_PATH")
    return await _shown(visit, told, USUAL | dict(visit.form), id_) if told.words else visit.go("emergencies", done=name)


def steps(one: dict[str, Any], visit: Visit) -> list[str]:
    """What somebody is offered to do with a declaration; whether it is done, the API decides."""
    mine = one["grantor"] == visit.me.organisation and speaks(visit.me, visit.purpose)
    open_, approved = not one["ended"], bool(one["approvedBy"])
    may = {
        "use": open_ and approved and one["organisation"] == visit.me.organisation and not visit.me.roles.isdisjoint(one["roles"]),
        "second": open_ and mine and not approved and one["declaredBy"] != visit.me.key,
        "close": open_ and mine,
    }
    return [name for name, allowed in may.items() if allowed]


async def _shown(visit: Visit, refused: Told, given: dict[str, str], at: str = "") -> Response:
    told = await visit.run("emergencies")
    found: list[dict[str, Any]] = told.of("emergencies") or []
    done = visit.asked("done")
    return visit.page(
        "emergencies.html",
        told=told,
        refused=refused,
        declarations=[(one, steps(one, visit)) for one in found],
        given=given,
        at=at,
        done=done if done in ("declare", *DECIDED) else "",
        declares=speaks(visit.me, visit.purpose),
        roles=NAMEABLE,
        classes=FIELD_CLASSES,
        levels=LEVELS,
        hours=HOURS,
        bases=visit.policy.table.legal_bases,
        registered=visit.policy.table.purposes,
    )


def _draft(visit: Visit) -> dict[str, Any]:
    said = {name: visit.form.get(name, "").strip() for name in ("id", "organisation", "ceiling", "basis", "hours", "until")}
    return {
        "id": said["id"],
        "organisation": said["organisation"],
        "roles": visit.ticked("role", NAMEABLE),
        "scopes": visit.form.get("scopes", "").split(),
        "fieldClasses": visit.ticked("field", FIELD_CLASSES),
        "levelCeiling": said["ceiling"],
        "purposes": visit.ticked("purpose", visit.policy.table.purposes),
        "legalBasis": said["basis"],
        "hours": int(said["hours"]) if said["hours"] in HOURS else said["hours"],
        "expires": instant(said["until"]),
    }
