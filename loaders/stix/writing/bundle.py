"""The bundle: all objects in one order, so that the same view gives the same bytes. No clock and no chance is in it."""

from collections.abc import Sequence
from typing import Any

import orjson

from graph_model.leaving import Leaving
from loaders.stix.kring_extension import stix_id
from loaders.stix.writing.envelope import OTHERS, RANKS, around
from loaders.stix.writing.records import mentioned, object_id, record_object, relationship_object

FORM = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


def bundle(statements: Sequence[Leaving], beside: Sequence[dict[str, Any]] = ()) -> bytes:
    """The file, with what else stands beside its objects. A relationship is in it when both of its ends are."""
    return orjson.dumps(made(statements, beside), option=FORM)


def made(statements: Sequence[Leaving], beside: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """What is in the file."""
    records, links = apart(statements)
    objects = [*around([*records.values(), *links.values()]), *beside]
    named = mentioned(statements)
    objects += [record_object(one, named.get(one.id, ())) for one in records.values()]
    objects += [relationship_object(one, object_id(records[one.start]), object_id(records[one.end])) for one in links.values()]
    objects.sort(key=lambda one: (RANKS.get(one["type"], OTHERS), one["id"]))
    id_ = stix_id("bundle", orjson.dumps(objects, option=orjson.OPT_SORT_KEYS).decode())
    return {"type": "bundle", "id": id_, "objects": objects}


def apart(statements: Sequence[Leaving]) -> tuple[dict[str, Leaving], dict[str, Leaving]]:
    """Records, and the relationships that have both of their ends among them, by their ids."""
    records = {one.id: one for one in statements if not one.start}
    return records, {one.id: one for one in statements if one.start in records and one.end in records}
