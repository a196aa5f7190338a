"""Reader of `world.yaml`: the whole file is read and judged before anything goes to the guard.

Pointers and releases of the file belong to later slices and are not read here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from access_policies import legal
from access_policies.audit.historic import Historic
from access_policies.errors import GrantInvalid
from access_policies.grants import Emergency, Grant, Step, validate
from access_policies.register import Organisation, PolicyTable, Register, Team, User
from graph_model.errors import ModelError
from graph_model.instant import parse, to_text
from graph_model.marking import Marking, marking_from_parts
from graph_model.statement import NodeStatement, Provenance, RelationshipStatement, new_id
from loaders.scenario.faults import faults
from loaders.scenario.ledger import historic

WORLD = Path(__file__).parent / "world.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
RECORDED = "2026-01-01T00:00:00Z"
"""When a record of the file was recorded that does not say it."""


class WorldRejected(Exception):
    """The file cannot be loaded; one line a fault, each with its place."""


@dataclass(frozen=True, slots=True)
class World:
    """What a file holds. `ids` maps the file's handles to the opaque ids of this reading; no handle is ever served."""

    register: Register
    nodes: tuple[NodeStatement, ...]
    relationships: tuple[RelationshipStatement, ...]
    ids: dict[str, str]
    now: datetime
    stories: tuple[dict[str, Any], ...]
    ledger: tuple[Historic, ...] = ()


def read_world(path: Path = WORLD, make_id: Callable[[], str] = new_id, whole_history: bool = False) -> World:
    """Read a file; of each grant the history up to `now`, or the whole of it.

    Raises WorldRejected when it is not YAML, or with all faults that it has.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  # a safe one
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as fault:
        raise WorldRejected(f"{path.name}: not readable as YAML: {str(fault)[:300]}") from None
    return make_world(raw, path.name, make_id, whole_history)


def make_world(raw: Any, place: str, make_id: Callable[[], str] = new_id, whole_history: bool = False) -> World:
    """The world of a parsed file. Raises WorldRejected."""
    if found := list(faults(raw)):
        raise WorldRejected("\n".join(f"{place}: {fault}" for fault in found))
    try:
        return _made(raw, make_id, whole_history)
    except (ModelError, GrantInvalid, KeyError, ValueError, TypeError, AttributeError) as fault:
        raise WorldRejected(f"{place}: {fault}") from None


def _made(raw: dict[str, Any], make_id: Callable[[], str], whole_history: bool) -> World:
    markings = {name: marking_from_parts(_lists(parts)) for name, parts in raw["markings"].items()}
    ids = {node["key"]: make_id() for node in raw["nodes"]}
    return World(
        register=_register(raw, datetime.max.replace(tzinfo=UTC) if whole_history else parse(raw["now"])),
        nodes=tuple(_node(node, markings, ids) for node in raw["nodes"]),
        relationships=tuple(_relationship(link, markings, ids, make_id) for link in _links(raw)),
        ids=ids,
        now=parse(raw["now"]),
        stories=tuple(raw.get("stories", ())),
        ledger=historic(raw, ids),
    )


def _lists(parts: dict[str, Any]) -> dict[str, str | list[str]]:
    return {name: list(value) if isinstance(value, list | tuple) else value for name, value in parts.items()}


def _provenance(record: dict[str, Any]) -> Provenance:
    return Provenance(
        recorded_at=to_text(parse(record.get("rec", RECORDED))),
        source_system="scenario",
        external_id=record.get("ext"),
        retracted_at=to_text(parse(record["ret"])) if "ret" in record else None,
    )


def _node(node: dict[str, Any], markings: dict[str, Marking], ids: dict[str, str]) -> NodeStatement:
    return NodeStatement(node["type"], markings[node["m"]], _provenance(node), dict(node["p"]), ids[node["key"]])


def _links(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The relationships of the file, and `case: [C1]` as the relationship that it is short for."""
    yield from raw["relationships"]
    for node in raw["nodes"]:
        for case in node.get("case", ()):
            end = raw["cases"][case]["node"]
            times = {name: node[name] for name in ("rec", "ret") if name in node}
            yield {"type": "IN_CASE", "from": node["key"], "to": end, "m": node["m"]} | times


def _relationship(
    link: dict[str, Any], markings: dict[str, Marking], ids: dict[str, str], make_id: Callable[[], str]
) -> RelationshipStatement:
    start, end = ids[link["from"]], ids[link["to"]]
    return RelationshipStatement(
        link["type"], start, end, markings[link["m"]], _provenance(link), dict(link.get("p", {})), make_id()
    )


def _register(raw: dict[str, Any], until: datetime) -> Register:
    table = _table(raw)
    organisations = tuple(Organisation(o["code"], o["name"], o["recipient"]) for o in raw["organisations"])
    conflicts: dict[str, list[str]] = {}
    for forbid in raw["forbids"]:
        conflicts.setdefault(forbid["user"], []).extend(forbid["scopes"])
    users = tuple(_user(user, conflicts.get(user["key"], [])) for user in raw["users"])
    teams = tuple(Team(code, organisation) for code, organisation in raw["teams"].items())
    return Register(table, organisations, users, tuple(validate(_grant(grant, until)) for grant in raw["grants"]), teams)


def _table(raw: dict[str, Any]) -> PolicyTable:
    """The file's own table of regimes; articles, handling codes, grounds and clocks are those of the law that ships."""
    law = legal.standard().extras() | {"version": f"world-{raw.get('policy_version', 0)}"}
    if isinstance(raw.get("legal_bases"), dict):
        law["legal_bases"] = raw["legal_bases"]
    return PolicyTable(tuple(raw["purposes"]), tuple(raw["admitted_systems"]), tuple(raw["closed_regimes"]), raw["regimes"], **law)


def _user(user: dict[str, Any], conflicts: list[str]) -> User:
    return User(
        key=user["key"],
        name=user["name"],
        organisation=user["org"],
        roles=tuple(user["roles"]),
        clearances=tuple(user["clearance"].items()),
        cleared_until=parse(f"{user['clearanceUntil']}T00:00:00Z"),
        systems=tuple(user["systems"]),
        compartments=tuple(user.get("compartments", ())),
        teams=tuple(user.get("teams", ())),
        conflicts=tuple(conflicts),
    )


def _grant(grant: dict[str, Any], until: datetime) -> Grant:
    steps = [Step(parse(step["at"]), step["state"], str(step.get("ground", ""))) for step in grant["history"]]
    return Grant(
        id=grant["key"],
        grantor=grant["grantor"],
        granted_by=grant["granted_by"],
        grantee=grant["grantee"],
        scopes=tuple(grant["scope"]),
        actions=tuple(grant["actions"]),
        field_classes=tuple(grant["field_classes"]),
        level_ceiling=grant["level_ceiling"],
        purposes=tuple(grant["purposes"]),
        legal_basis=grant["legal_basis"],
        necessity=grant["necessity"],
        not_before=parse(grant["not_before"]),
        expires=parse(grant["expires"]),
        review_due=parse(grant["review_due"]),
        approvals=tuple((approval["org"], approval["by"]) for approval in grant["approvals"]),
        history=tuple(step for step in steps if step.at <= until),
        break_glass=bool(grant.get("break_glass")),
        requested_by=grant.get("requested_by", ""),
        conditions=tuple(grant.get("conditions", ())),
        policy_version=str(grant.get("policy_version", "")),
        emergency=_emergency(grant["break_glass"]) if grant.get("break_glass") else None,
    )


def _emergency(use: dict[str, Any]) -> Emergency:
    told = tuple(sorted(use["told"]))
    return Emergency("", use["reason"], use["case"], told, use.get("reviewed_by", ""), use.get("outcome", ""))
