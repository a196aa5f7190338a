"""The entries of a plan, whichever file held them: what is wrong with each, the grants that they want, and what the API is sent."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from access_policies.grant_plan import Wanted
from access_policies.grants import Grant
from graph_model.errors import ModelError
from graph_model.instant import parse

LISTS = ("scopes", "actions", "field_classes", "purposes", "conditions")
TEXTS = ("name", "grantee", "level_ceiling", "legal_basis", "necessity", "delay_ground")
INSTANTS = ("not_before", "expires", "review_due")
OPTIONAL = frozenset({"conditions", "review_due", "delay_ground"})
KEYS = (*TEXTS, *LISTS, *INSTANTS)
MOST_FAULTS = 50
"""So many are told of a file: whoever has more mends these first."""


class PlanRejected(Exception):
    """The file cannot be read as a plan; one line a fault, each with its place."""


def judged(organisation: str, entries: Iterable[tuple[str, Any]]) -> list[Wanted]:
    """The grants that entries want of an organisation, each with its place. Raises PlanRejected with every fault, at most fifty."""
    wanted, found = [], []
    for place, raw in entries:
        if wrong := [f"{place}: {fault}" for fault in _faults(raw)]:
            found += wrong
        else:
            wanted.append(Wanted(raw["name"], place, _draft(raw, organisation)))
        if len(found) >= MOST_FAULTS:
            break
    if found:
        raise PlanRejected("\n".join(found[:MOST_FAULTS]))
    return wanted


def wanted_grants(wanted: list[Wanted]) -> list[dict[str, Any]]:
    """Entries as the API takes them."""
    return [{"name": one.name, "place": one.place} | _terms(one.draft) for one in wanted]


def _terms(draft: Grant) -> dict[str, Any]:
    terms = {name: getattr(draft, name) for name in KEYS if name != "name"}
    return {_camel(name): part.isoformat() if isinstance(part, datetime) else part for name, part in terms.items()}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _faults(raw: Any) -> Iterator[str]:
    if not isinstance(raw, dict):
        yield "not a map"
        return
    yield from (f"unknown key {key[:64]!r}" for key in raw if key not in KEYS)
    wanted = [key for key in KEYS if key in raw or key not in OPTIONAL]
    yield from (f"{key} is missing or no text" for key in wanted if key in TEXTS and not isinstance(raw.get(key), str))
    yield from (f"{key} is missing or no list of texts" for key in wanted if key in LISTS and not _is_texts(raw.get(key)))
    for key in (key for key in wanted if key in INSTANTS):
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
