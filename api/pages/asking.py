"""The page on which somebody asks for a grant: terms of the registers, and one sentence that says why it is necessary."""

from secrets import token_urlsafe
from typing import Any

from starlette.responses import Response

from access_policies.grants import ACTIONS
from api.pages.errands import Told
from api.pages.record import instant
from api.pages.visits import Visit
from graph_model.marking import LEVELS
from graph_model.ontology import FIELD_CLASSES

USUAL = {"action.see": "on", "action.read": "on", "field.basic": "on", "ceiling": "DEP_V"}
"""What a request begins with: little."""


async def form(visit: Visit) -> Response:
    """An empty request."""
    return _shown(visit, Told({}), USUAL)


async def send(visit: Visit) -> Response:
    """Ask; then on to the grant that was asked for, or back to the form with the API's words."""
    told = await visit.run_once("request", request=_wanted(visit))
    if told.words:
        return _shown(visit, told, dict(visit.form))
    return visit.go("grants", told.data["requestGrant"]["grant"]["id"], done="request")


def _shown(visit: Visit, told: Told, given: dict[str, str]) -> Response:
    return visit.page("request.html", told=told, given=given, key=token_urlsafe(24), **offered(visit))


def _wanted(visit: Visit) -> dict[str, Any]:
    return terms(visit) | {
        "grantor": visit.form.get("grantor", "").strip(),
        "scopes": visit.form.get("scopes", "").split(),
    }


def offered(visit: Visit) -> dict[str, Any]:
    """What a form offers for the terms of a grant."""
    grantees = [f"user:{visit.me.key}", *(f"team:{team}" for team in sorted(visit.me.teams)), f"org:{visit.me.organisation}"]
    bases = visit.policy.table.legal_bases
    return {"grantees": grantees, "bases": bases, "actions": ACTIONS, "classes": FIELD_CLASSES, "levels": LEVELS}


def terms(visit: Visit) -> dict[str, Any]:
    """The terms that a form brought; the API says what is wrong with them."""
    said = {name: visit.form.get(name, "").strip() for name in ("grantee", "basis", "necessity", "ceiling", "from", "until")}
    return {
        "grantee": said["grantee"],
        "actions": visit.ticked("action", ACTIONS),
        "fieldClasses": visit.ticked("field", FIELD_CLASSES),
        "levelCeiling": said["ceiling"],
        "purposes": [visit.purpose],
        "legalBasis": said["basis"],
        "necessity": said["necessity"],
        "notBefore": instant(said["from"]),
        "expires": instant(said["until"]),
    }
