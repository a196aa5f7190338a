"""What a STIX bundle says as statements, and what the plain reference would have it say."""

import json
from collections import Counter
from typing import Any

from loaders.stix.kring_extension import is_envelope, statement_in, stix_id
from tests.oracle.view import View

Content = tuple[dict[str, Any], Counter[tuple[str, str, str, str]]]
"""Properties of records by the UUID of their objects, and relationships by type, ends and properties."""


def number(id_: str) -> str:
    """The UUID in the id of an object."""
    return id_.partition("--")[2]


def content(file: bytes) -> Content:
    """What a bundle says."""
    objects = [raw for raw in json.loads(file)["objects"] if not is_envelope(raw) and raw["type"] != "marking-definition"]
    said = {raw["id"]: statement_in(raw) for raw in objects}
    links = [raw for raw in objects if raw["type"] == "relationship"]
    ends = Counter(
        (
            said[raw["id"]]["type"],
            number(raw["source_ref"]),
            number(raw["target_ref"]),
            json.dumps(said[raw["id"]]["properties"], sort_keys=True),
        )
        for raw in links
    )
    return {number(raw["id"]): said[raw["id"]] | {"id": None} for raw in objects if raw not in links}, ends


def expected(view: View) -> Content:
    """What a bundle of a whole view says."""

    def of(id_: str) -> str:
        return number(stix_id("x", id_))

    records = {}
    for one in view.nodes.values():
        parts = {"type": one.type, "properties": view.readable(one), "id": None}
        times = {"valid_from": one.parts["validFrom"], "valid_to": one.parts["validTo"]}
        records[of(one.id)] = parts | {name: value for name, value in times.items() if value}
    return records, Counter(
        (link.type, of(link.start), of(link.end), json.dumps(view.readable(link), sort_keys=True)) for link in view.links
    )
