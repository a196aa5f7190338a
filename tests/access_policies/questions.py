"""The questions of the scenario's stories as query values, and their answers as the handles that `sees` lists."""

from typing import Any

from graph_model.ontology import ONTOLOGY
from graph_model.parameter import Parameter
from graph_model.query import (
    Column,
    EdgesPart,
    Entity,
    Hop,
    HopColumn,
    MetaColumn,
    Neighbourhood,
    NodeById,
    NodePart,
    Page,
    PageShape,
    Paths,
    PropertyColumn,
    ReadQuery,
    RecordsOfType,
    Search,
    Selection,
)

ASKABLE = {"node", "fields", "list", "entity", "neighbourhood", "paths", "search"}
_ID = (MetaColumn("id", "id"),)
EVERY_ID = Selection(tuple((name, _ID) for name in ONTOLOGY.types))


def _page(node: Selection) -> Page:
    return Page(Parameter("first"), Parameter("after"), "order", PageShape((("edges", EdgesPart((("node", NodePart(node)),))),)))


def _columns(name: str) -> tuple[Column, ...]:
    declared = ONTOLOGY.types[name].properties
    return (*_ID, *(PropertyColumn(p.name, p.name, p.field_class) for p in declared))


_FIELDS = Selection(tuple((name, _columns(name)) for name in ONTOLOGY.types))


def ask(question: dict[str, Any], ids: dict[str, str], cases: dict[str, Any]) -> tuple[ReadQuery, dict[str, Any]]:
    """The query of a step and its parameters; a handle that nobody has becomes an id that nobody has."""
    parameters = {"first": 100, "after": "", "limit": 100, "id": _id(ids, question.get("id")), "to": _id(ids, question.get("to"))}
    match question["op"]:
        case "node":
            return ReadQuery((NodeById("found", Parameter("id"), EVERY_ID),)), parameters
        case "fields":
            return ReadQuery((NodeById("found", Parameter("id"), _FIELDS),)), parameters
        case "entity":
            return ReadQuery((Entity("found", Parameter("id"), Parameter("limit"), (("records", EVERY_ID),)),)), parameters
        case "neighbourhood":
            parts = (("records", EVERY_ID),)
            return ReadQuery((Neighbourhood("found", Parameter("id"), question["radius"], Parameter("limit"), parts),)), parameters
        case "paths":
            parameters["id"] = _id(ids, question["from"])
            ends = (Parameter("id"), Parameter("to"))
            found = Paths("found", *ends, question["max_hops"], Parameter("limit"), (("hops", "hops"), ("nodes", EVERY_ID)))
            return ReadQuery((found,)), parameters
        case "search":
            everything = tuple(ONTOLOGY.types)
            found_page = Search("found", Parameter("text"), everything, _page(EVERY_ID))
            return ReadQuery((found_page,)), parameters | {"text": f"+{question['text'].lower()}*"}
        case _:
            return _ask_list(question, ids, cases, parameters)


def _ask_list(
    question: dict[str, Any], ids: dict[str, str], cases: dict[str, Any], parameters: dict[str, Any]
) -> tuple[ReadQuery, dict[str, Any]]:
    if "case" in question:
        hop = HopColumn("found", Hop("IN_CASE", False, tuple(ONTOLOGY.types), _page(EVERY_ID), Parameter("kept")))
        node = Selection((("Case", (hop,)),))
        parameters |= {"id": ids[cases[question["case"]]["node"]], "kept": question["types"]}
        return ReadQuery((NodeById("case", Parameter("id"), node),)), parameters
    return ReadQuery(tuple(RecordsOfType(name, name, _page(EVERY_ID)) for name in question["types"])), parameters


def _id(ids: dict[str, str], handle: str | None) -> str:
    return ids.get(handle or "", "0" * 32)


def handles(question: dict[str, Any], data: dict[str, Any], ids: dict[str, str]) -> list[str]:
    """The answer as `sees` writes it."""
    names = {id_: handle for handle, id_ in ids.items()}
    found = data.get("found")
    match question["op"]:
        case "node":
            return [names[found["id"]]] if found else []
        case "fields":
            return sorted(f"{question['id']}#{name}" for name, value in (found or {}).items() if name != "id" and value is not None)
        case "entity" | "neighbourhood":
            return sorted(names[record["id"]] for record in found["records"]) if found else []
        case "paths":
            hops = [f"hops={path['hops']}" for path in found][:1]
            return hops + [names[node["id"]] for path in found[:1] for node in path["nodes"]]
        case "search":
            return _page_handles(found, names)
        case _:
            pages = [(data["case"] or {}).get("found")] if "case" in question else list(data.values())
            return sorted(handle for page in pages if page for handle in _page_handles(page, names))


def _page_handles(page: dict[str, Any], names: dict[str, str]) -> list[str]:
    return sorted(names[edge["node"]["id"]] for edge in page["edges"])
