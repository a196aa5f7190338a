"""What may leave, as two reads that no document asks for: all of it in brief, and some of it whole.

Masks are those of an export, so what may not go is not looked at here either. A relationship's ends are in both, as in every view.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from graph_model.cypher import everything
from graph_model.cypher.scribe import Scribe, checked
from graph_model.cypher.whole_view import Most
from graph_model.leaving import Leaving, Listing
from graph_model.ontology import FIELD_CLASSES, ONTOLOGY

Markings = Mapping[str, Mapping[str, Any]]
"""The markings that the exporter sees, by their class as a text."""
_END = "MATCH (epoch:PolicyEpoch)\nRETURN epoch.value AS epoch, [l0, l1] AS data"


@cache
def brief(as_known: bool, most: Most, by_class: bool) -> str:
    """One record of `epoch` and `data`: lists of records and of relationships by their ids, each one longer than the most.

    `by_class` is for callers who see few classes, now.
    """
    scribe = Scribe(as_known, by_class)
    pc, kind = scribe.predicate.policy_class, f"CASE WHEN {scribe.predicate.reads('n0', 'basic')} THEN n0.kind END"
    return f"""CYPHER 5
CALL () {{
{everything.records(scribe)}
WITH n0 ORDER BY n0.id LIMIT {most.records + 1}
RETURN collect([n0.id, {pc("n0")}, n0.type, n0.recordedAt, n0.originator, {kind}]) AS l0
}}
CALL () {{
{everything.relationships(scribe)}
WITH r0, n1, n2 ORDER BY r0.id LIMIT {most.links + 1}
RETURN collect([r0.id, {pc("r0")}, type(r0), r0.recordedAt, r0.originator, n1.id, n2.id]) AS l1
}}
{_END}"""


@cache
def whole(as_known: bool) -> str:
    """The same of the records `$records`, and of the relationships `$links` that leave `$starts`, with all that may be exported."""
    scribe = Scribe(as_known, by_class=False)
    sees, pc = scribe.predicate.sees, scribe.predicate.policy_class
    of_records = ", ".join(scribe.of_class("n0", name, types) for name, types in _RECORDS.items())
    of_links = ", ".join(scribe.of_class("r0", name, {"": names}) for name, names in _LINKS.items())
    open_ = "n0.sourceSystem, n0.externalId, n0.validFrom, n0.validTo"
    return f"""CYPHER 5
CALL () {{
MATCH (n0:Statement) WHERE n0.id IN $records AND {sees("n0")}
RETURN collect([n0.id, {pc("n0")}, n0.type, n0.recordedAt, n0.originator, {open_}, {of_records}]) AS l0
}}
CALL () {{
MATCH (n1:Statement)-[r0:{_kinds()}]->(n2:Statement)
WHERE n1.id IN $starts AND r0.id IN $links AND {sees("n1")} AND {sees("r0")} AND {sees("n2")}
RETURN collect([r0.id, {pc("r0")}, type(r0), r0.recordedAt, r0.originator, n1.id, n2.id, {of_links}]) AS l1
}}
{_END}"""


def briefly(data: list[Any], markings: Markings, most: Most) -> tuple[tuple[Leaving, ...], dict[str, int], bool]:
    """Statements of what `brief` brings, their classes by id, and whether they are all."""
    records, links = data[0][: most.records], data[1][: most.links]
    known = _known(markings, (*records, *links))
    found = [_leaving(row, known, {} if row[5] is None else {"kind": row[5]}) for row in records]
    ids = {one.id for one in found}
    tied = [row for row in links if row[5] in ids and row[6] in ids]
    found += [_leaving(row, known, {}, start=row[5], end=row[6]) for row in tied]
    is_complete = len(data[0]) <= most.records and len(data[1]) <= most.links
    return tuple(found), {row[0]: row[1] for row in (*records, *tied)}, is_complete


def wholly(data: list[Any], markings: Markings) -> Listing:
    """What `whole` brings."""
    known = _known(markings, (row for rows in data for row in rows))
    found = []
    for row in data[0]:
        system, external, begins, ends = row[5:9]
        said = _said([one.name for one in ONTOLOGY.types[row[2]].properties], _of_record(row[2], row[9:]))
        times = {"valid_from": begins, "valid_to": ends, "source_system": system, "external_id": external}
        found.append(_leaving(row, known, said, **times))
    for row in data[1]:
        declared = {one.name: one.field_class for one in ONTOLOGY.relationships[row[2]].properties}
        found.append(_leaving(row, known, _said(declared, _of_link(declared, row[7:])), start=row[5], end=row[6]))
    return Listing(tuple(found), {row[0]: row[1] for rows in data for row in rows}, is_complete=True)


def _known(markings: Markings, rows: Iterable[list[Any]]) -> dict[str, dict[str, Any]]:
    """The marking of each class in these rows, once."""
    return {pc: dict(markings[pc]) for pc in {str(row[1]) for row in rows}}


def _leaving(row: list[Any], markings: Mapping[str, dict[str, Any]], said: dict[str, Any], **more: Any) -> Leaving:
    return Leaving(row[0], row[2], row[4], row[3], markings[str(row[1])], said, **more)


def _said(names: Iterable[str], values: Mapping[str, Any]) -> dict[str, Any]:
    """What is not absent, in the order of the ontology."""
    return {name: values[name] for name in names if values.get(name) is not None}


def _of_record(type_: str, lists: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for types, values in zip(_RECORDS.values(), lists, strict=True):
        found |= dict(zip(types.get(type_, ()), values or (), strict=False))
    return found


def _of_link(declared: Mapping[str, str], lists: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for (field_class, names), values in zip(_LINKS.items(), lists, strict=True):
        found |= {name: value for name, value in zip(names, values or (), strict=False) if declared.get(name) == field_class}
    return found


def _kinds() -> str:
    return "|".join(checked(name) for name in ONTOLOGY.relationships)


def _by_class() -> dict[str, dict[str, tuple[str, ...]]]:
    """Field class -> type of record -> its properties."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name in FIELD_CLASSES:
        of_types = {
            type_.name: tuple(one.name for one in type_.properties if one.field_class == name) for type_ in ONTOLOGY.types.values()
        }
        if any(of_types.values()):
            found[name] = {type_: names for type_, names in of_types.items() if names}
    return found


def _links_by_class() -> dict[str, tuple[str, ...]]:
    """Field class -> properties of relationships of any type: a relationship brings what it has of them."""
    declared = [one for link in ONTOLOGY.relationships.values() for one in link.properties]
    named = {name: tuple(dict.fromkeys(one.name for one in declared if one.field_class == name)) for name in FIELD_CLASSES}
    return {name: names for name, names in named.items() if names}


_RECORDS, _LINKS = _by_class(), _links_by_class()
