"""GraphML: ids, types, markings and properties of statements; the room for the receipt is the last of the graph's own data."""

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import orjson

from graph_model.leaving import FileKind, Leaving, Taken, in_order
from graph_model.stamp import columns_of, said_of

KEYS = ("type", "originator", "level", "compartments", "handling", "recordedAt", "validFrom", "validTo", "properties")
RECEIPT = "kring_receipt"
ROOM = f'<data key="{RECEIPT}"></data>'
_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def graphml(statements: Sequence[Leaving], taken: Taken) -> bytes:
    """The graph: a node for each record, an edge for each relationship between them."""
    ordered = in_order(statements)
    stamp = columns_of(said_of(statements, taken))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *(f'<key id="{key}" for="all" attr.name="{key}" attr.type="string"/>' for key in KEYS),
        *(f'<key id="{key}" for="graph" attr.name="{key}" attr.type="string"/>' for key in (*stamp, RECEIPT)),
        '<graph edgedefault="directed">',
        "".join(_data(key, value) for key, value in stamp.items()) + ROOM,
        *(f'<node id="{_xml(one.id)}">{_held(one)}</node>' for one in ordered if not one.start),
        *(f"<edge {_ends(one)}>{_held(one)}</edge>" for one in ordered if one.start),
        "</graph>",
        "</graphml>",
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _ends(one: Leaving) -> str:
    return f'id="{_xml(one.id)}" source="{_xml(one.start)}" target="{_xml(one.end)}"'


def _held(one: Leaving) -> str:
    sets: list[Any] = ["; ".join(one.marking[part]) for part in ("compartments", "handling")]
    values = [one.type, one.originator, one.marking["level"], *sets, one.recorded_at, one.valid_from, one.valid_to]
    values.append(orjson.dumps(one.properties).decode())
    return "".join(_data(key, value) for key, value in zip(KEYS, values, strict=True))


def _data(key: str, text: str | None) -> str:
    return f'<data key="{key}">{_xml(text)}</data>' if text else ""


def _xml(text: str) -> str:
    """Text for XML: marks escaped, and what XML cannot hold replaced."""
    return escape(_UNHELD.sub("\ufffd", text), {'"': "&quot;", "\r": "&#13;"})


GRAPHML = FileKind("graphml", "application/graphml+xml", graphml)
