"""Reader of a plan file: grants as YAML, each with the line it stands at. No anchors or aliases, so that a line is what it says."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from access_policies.grant_plan import Wanted
from access_policies.grants import Grant
from graph_model.errors import ModelError
from graph_model.instant import parse

LARGEST = 8 * 1024 * 1024
"""Bytes of a plan file."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LISTS = ("scopes", "actions", "field_classes", "purposes")
_TEXTS = ("name", "grantee", "level_ceiling", "legal_basis", "necessity")
_INSTANTS = ("not_before", "expires")
_OPTIONAL = ("conditions", "review_due", "delay_ground")
_KEYS = {*_LISTS, *_TEXTS, *_INSTANTS, *_OPTIONAL}


class PlanRejected(Exception):
    """The file cannot be read as a plan; one line a fault, each with its place."""


def read_plan(path: Path) -> tuple[str, list[Wanted]]:
    """The organisation that a plan is of, and its entries. Raises PlanRejected with every fault found, at most fifty."""
    root = _composed(path)
    entries = {key.value: value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    organisation, listed = entries.get("organisation"), entries.get("grants")
    if not isinstance(organisation, yaml.ScalarNode) or not isinstance(listed, yaml.SequenceNode) or len(entries) != 2:
        raise PlanRejected(f"{path.name}: a plan has two keys, organisation and grants, and grants is a list")
    faults: list[str] = []
    wanted = []
    for node in listed.value:
        place = _at(path, node)
        raw = _plain(node)
        if found := list(_faults(raw)):
            faults += [f"{place}: {fault}" for fault in found]
        else:
            wanted.append(Wanted(raw["name"], place, _draft(raw, organisation.value)))
        if len(faults) >= 50:
            break
    if faults:
        raise PlanRejected("\n".join(faults[:50]))
    return organisation.value, wanted


def wanted_grants(wanted: list[Wanted]) -> list[dict[str, Any]]:
    """Entries as the API takes them."""
    return [{"name": one.name, "place": one.place} | _terms(one.draft) for one in wanted]


def _terms(draft: Grant) -> dict[str, Any]:
    terms = {name: getattr(draft, name) for name in ("grantee", *_LISTS, *_TEXTS[2:], *_INSTANTS, *_OPTIONAL)}
    return {_camel(name): part.isoformat() if isinstance(part, datetime) else part for name, part in terms.items()}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _composed(path: Path) -> yaml.Node:
    try:
        content = path.read_bytes()
        if len(content) > LARGEST:
            raise PlanRejected(f"{path.name}: larger than {LARGEST} bytes")
        text = content.decode()
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise PlanRejected(f"{_at(path, event)}: anchors and aliases are not read")
        root = yaml.compose(text, Loader=_LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as fault:
        raise PlanRejected(f"{path.name}: not readable as YAML: {str(fault)[:300]}") from None
    if root is None:
        raise PlanRejected(f"{path.name}: it is empty")
    return root


def _at(path: Path, found: yaml.Node | yaml.Event) -> str:
    return f"{path.name}:{found.start_mark.line + 1}" if found.start_mark else path.name


def _plain(node: yaml.Node) -> Any:
    """A node as texts, lists and maps; nothing is guessed to be a number or a date."""
    if isinstance(node, yaml.MappingNode):
        return {_plain(key) if isinstance(key, yaml.ScalarNode) else "": _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.value


def _faults(raw: Any) -> Iterator[str]:
    if not isinstance(raw, dict):
        yield "not a map"
        return
    yield from (f"unknown key {key[:64]!r}" for key in raw if key not in _KEYS)
    yield from (f"{key} is missing or no text" for key in _TEXTS if not isinstance(raw.get(key), str))
    yield from (f"{key} is missing or no list of texts" for key in _LISTS if not _is_texts(raw.get(key)))
    if "conditions" in raw and not _is_texts(raw["conditions"]):
        yield "conditions is no list of texts"
    if not isinstance(raw.get("delay_ground", ""), str):
        yield "delay_ground is no text"
    for key in (*_INSTANTS, *(["review_due"] if "review_due" in raw else [])):
        try:
            parse(raw.get(key, ""))
        except (ModelError, TypeError):
            yield f"{key} is missing or no ISO 8601 instant with a zone"


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _draft(raw: dict[str, Any], organisation: str) -> Grant:
    expires: datetime = parse(raw["expires"])
    return Grant(
        id=f"P-{raw['name'][:40]}",
        grantor=organisation,
        granted_by="",
        grantee=raw["grantee"],
        scopes=tuple(raw["scopes"]),
        actions=tuple(raw["actions"]),
        field_classes=tuple(raw["field_classes"]),
        level_ceiling=raw["level_ceiling"],
        purposes=tuple(raw["purposes"]),
        legal_basis=raw["legal_basis"],
        necessity=raw["necessity"],
        not_before=parse(raw["not_before"]),
        expires=expires,
        review_due=parse(raw["review_due"]) if "review_due" in raw else expires,
        approvals=(),
        history=(),
        conditions=tuple(raw.get("conditions", ())),
        delay_ground=raw.get("delay_ground", ""),
    )
