"""What is wrong with a world file, each fault with its place. Looks at references and kinds; laws of values come later."""

from collections.abc import Iterator
from typing import Any

from graph_model.ontology import ONTOLOGY

SECTIONS: dict[str, type] = {
    "now": str,
    "purposes": dict,
    "regimes": dict,
    "markings": dict,
    "cases": dict,
    "teams": dict,
    "admitted_systems": list,
    "closed_regimes": list,
    "organisations": list,
    "users": list,
    "nodes": list,
    "relationships": list,
    "grants": list,
    "forbids": list,
}


def faults(raw: Any) -> Iterator[str]:
    """Every fault found; sections first, since nothing else can be looked at without them."""
    if not isinstance(raw, dict):
        yield "the file is not a map of sections"
        return
    missing = [f"section {name} is missing or no {kind.__name__}" for name, kind in SECTIONS.items() if not _has(raw, name, kind)]
    if missing:
        yield from missing
        return
    for name in ("organisations", "users", "nodes", "relationships", "grants", "forbids"):
        bad = [f"{name}[{place}]: not a map" for place, entry in enumerate(raw[name]) if not isinstance(entry, dict)]
        if bad:
            yield from bad
            return
    yield from _twice(raw)
    yield from _nodes(raw)
    yield from _relationships(raw)
    yield from _people(raw)


def _has(raw: dict[str, Any], name: str, kind: type) -> bool:
    return isinstance(raw.get(name), kind)


def _twice(raw: dict[str, Any]) -> Iterator[str]:
    for section in ("nodes", "users", "grants"):
        seen: set[Any] = set()
        for place, entry in enumerate(raw[section]):
            key = str(entry.get("key"))
            if key in seen or "key" not in entry:
                yield f"{section}[{place}]: key {key!r} is missing or there twice"
            seen.add(key)


def _nodes(raw: dict[str, Any]) -> Iterator[str]:
    for place, node in enumerate(raw["nodes"]):
        where = f"nodes[{place}] {node.get('key')}"
        if node.get("type") not in ONTOLOGY.types:
            yield f"{where}: unknown type {node.get('type')!r}"
        elif not isinstance(node.get("p"), dict):
            yield f"{where}: p is no map of properties"
        else:
            known = {declared.name for declared in ONTOLOGY.types[node["type"]].properties}
            yield from (f"{where}: unknown property {name!r}" for name in node["p"] if name not in known)
        if node.get("m") not in raw["markings"]:
            yield f"{where}: unknown marking {node.get('m')!r}"
        yield from (f"{where}: unknown case {case!r}" for case in node.get("case", ()) if case not in raw["cases"])


def _relationships(raw: dict[str, Any]) -> Iterator[str]:
    types = {node.get("key"): node.get("type") for node in raw["nodes"]}
    for place, link in enumerate(raw["relationships"]):
        where = f"relationships[{place}] {link.get('type')}"
        ends = [link.get("from"), link.get("to")]
        if dangling := [end for end in ends if end not in types]:
            yield f"{where}: unknown record {dangling[0]!r}"
            continue
        declared = ONTOLOGY.relationships.get(str(link.get("type")))
        if declared is None or (types[ends[0]], types[ends[1]]) not in declared.ends:
            yield f"{where}: no such relationship from {types[ends[0]]} to {types[ends[1]]}"
        if link.get("m") not in raw["markings"]:
            yield f"{where}: unknown marking {link.get('m')!r}"


def _people(raw: dict[str, Any]) -> Iterator[str]:
    organisations = {organisation.get("code") for organisation in raw["organisations"]}
    users = {user.get("key") for user in raw["users"]}
    for place, user in enumerate(raw["users"]):
        if user.get("org") not in organisations:
            yield f"users[{place}] {user.get('key')}: unknown organisation {user.get('org')!r}"
    known = {"user": users, "org": organisations, "team": set(raw["teams"])}
    for place, grant in enumerate(raw["grants"]):
        kind, _, name = str(grant.get("grantee")).partition(":")
        if name not in known.get(kind, set()):
            yield f"grants[{place}] {grant.get('key')}: unknown grantee {grant.get('grantee')!r}"
    for place, forbid in enumerate(raw["forbids"]):
        if forbid.get("user") not in users:
            yield f"forbids[{place}] {forbid.get('key')}: unknown user {forbid.get('user')!r}"
