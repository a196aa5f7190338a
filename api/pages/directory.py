"""The pages of the directory: who takes part, and the changes that one's role may make; one form each, given back when refused."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from access_policies.roles import OPERATIONS, ROLES
from api.http.errors import HttpRefusal
from api.pages.errands import Told
from api.pages.menu import ADMINISTRATION
from api.pages.record import instant
from api.pages.visits import Visit

CHANGES = {
    "addTeam": "directory.add_team",
    "endTeam": "directory.end_team",
    "addUser": "directory.add_user",
    "changeUser": "directory.change_user",
    "endUser": "directory.end_user",
    "addCompartment": "directory.add_compartment",
    "addOrganisation": "directory.add_organisation",
    "endOrganisation": "directory.end_organisation",
}
"""Each change by its member of the API's input, and the operation that the role table names."""
NAMED = ("endTeam", "addTeam", "endUser", "endOrganisation")
"""Changes that say one code and nothing else."""
LISTS = ("systems", "compartments", "teams", "conflicts")


async def show(visit: Visit) -> Response:
    """The directory as an administrator sees it, with one person's record to change where one was chosen."""
    return await _shown(visit, Told({}), {}, visit.asked("user"))


async def change(visit: Visit) -> Response:
    """Make one change, then show the directory after it; or show the API's words beside what was typed."""
    name = visit.request.path_params["change"]
    if name not in CHANGES:
        raise HttpRefusal("NO_SUCH_PATH")
    told = await visit.run("change", change={name: await _said(visit, name)})
    if not told.words:
        return visit.go("directory", done=name)
    return await _shown(visit, told, dict(visit.form), visit.form.get("key", "") if name == "changeUser" else "", name)


async def _shown(visit: Visit, refused: Told, given: dict[str, str], key: str, at: str = "") -> Response:
    told = await visit.run("directory")
    users = (told.of("directory") or {"users": []})["users"]
    chosen = next((user for user in users if user["key"] == key and not user["ended"]), None)
    done = visit.asked("done")
    return visit.page(
        "directory.html",
        told=told,
        refused=refused,
        given=given,
        at=at,
        changes=[name for name, operation in CHANGES.items() if _may(visit, operation)],
        officer="SECURITY_OFFICER" in visit.me.roles,
        chosen=chosen,
        held=given if at == "changeUser" else _held(chosen) if chosen else {},
        roles=sorted(ROLES),
        recipients=visit.policy.table.recipients,
        done=done if done in CHANGES else "",
    )


def _may(visit: Visit, operation: str) -> bool:
    return visit.purpose == ADMINISTRATION and not visit.me.roles.isdisjoint(OPERATIONS[operation])


async def _said(visit: Visit, name: str) -> Any:
    """A form as the API takes it."""
    said = {part: value.strip() for part, value in visit.form.items()}
    if name in NAMED:
        return said.get("code", "")
    if name == "addUser":
        return {"key": said.get("key", ""), "organisation": said.get("organisation", ""), **_parts(visit, said)}
    if name == "changeUser":
        return {"key": said.get("key", ""), "version": said.get("version", ""), **await _different(visit, said)}
    wanted = ("code", "keeper") if name == "addCompartment" else ("code", "name", "recipient")
    return {part: said.get(part, "") for part in wanted}


def _parts(visit: Visit, said: Mapping[str, str]) -> dict[str, Any]:
    """What a form says of a person; a part that its page did not ask for is left out."""
    lists = {part: said[part].split() for part in LISTS if part in said}
    cleared = {"clearances": [_clearance(one) for one in said["clearances"].split()]} if "clearances" in said else {}
    until = {"clearedUntil": instant(said["clearedUntil"])} if "clearedUntil" in said else {}
    return {"name": said.get("name", ""), "roles": visit.ticked("role", sorted(ROLES)), **lists, **cleared, **until}


async def _different(visit: Visit, said: Mapping[str, str]) -> dict[str, Any]:
    """The parts that are to be different from what stands in the directory: nothing else is anybody's wish."""
    users = ((await visit.run("directory")).of("directory") or {"users": []})["users"]
    held = next((_held(user) for user in users if user["key"] == said.get("key")), {})
    wished = _parts(visit, said)
    before = _parts_of(held)
    return {part: value for part, value in wished.items() if part not in before or _same(value) != _same(before[part])}


def _held(user: Mapping[str, Any]) -> dict[str, str]:
    """Somebody's record as the fields of a form."""
    lists = {part: " ".join(user[part]) for part in LISTS}
    clearances = " ".join(f"{one['scheme']}:{one['level']}" for one in user["clearances"])
    until = user["clearedUntil"][: len("2026-03-16T09:00")]
    ticked = {f"role.{role}": "on" for role in user["roles"]}
    return {"version": user["version"], "name": user["name"], "clearances": clearances, "clearedUntil": until, **lists, **ticked}


def _parts_of(held: Mapping[str, str]) -> dict[str, Any]:
    if not held:
        return {}
    lists = {part: held[part].split() for part in LISTS}
    roles = [role for role in sorted(ROLES) if f"role.{role}" in held]
    clearances = [_clearance(one) for one in held["clearances"].split()]
    return {"name": held["name"], "roles": roles, "clearances": clearances, "clearedUntil": instant(held["clearedUntil"]), **lists}


def _clearance(text: str) -> dict[str, str]:
    scheme, _, level = text.partition(":")
    return {"scheme": scheme, "level": level}


def _same(value: Any) -> Any:
    """A value without the order of its members, which says nothing."""
    return sorted(map(str, value)) if isinstance(value, list) else value
