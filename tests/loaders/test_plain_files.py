"""Tables and graphs as their writers write them: what a spreadsheet or an XML reader makes of them, and one room for a stamp whatever they hold."""

import csv
import io
from typing import Any
from xml.etree import ElementTree

import pytest

from graph_model.leaving import Leaving, Taken
from loaders.plain import graphml, tables
from tests.e2e.stamped_files import ROOMS, elements_of, filled, rows_of, verify_file
from tests.loaders.test_stix_writing import MARKING, NOW, OPEN

TAKEN = Taken("Noor", "NCTV", "THREAT_ASSESSMENT", "2026-03-16T09:00:00.000Z", "2026-04-16T00:00:00.000Z", "ab" * 16)
WILD = (
    '=HYPERLINK("x")', 'Öztunç, "Ç"\nsecond', "kring_receipt: ", '"kring_receipt: "', 'x"kring_receipt: "\r\n', ',"kring_receipt: "\r\n',
    '<data key="kring_receipt"></data>', "]]><x>&amp;\r", "kring_receipt: \r\n", "\tx", "-1", "@x", "+x", "'x",
)  # fmt: skip
STAMP = f"{'a' * 32}:{'b' * 64}:{'c' * 343}:{'d' * 86}"


def _record(id_: str, **properties: Any) -> Leaving:
    return Leaving(id_, "Person", "POL", NOW, MARKING, properties)


def _wild() -> list[Leaving]:
    """Records and a relationship that are named like what they are not."""
    texts = [*WILD, *(f"kring_receipt: {STAMP}{end}" for end in ("", '"', '"\r\n', '",', "</data>"))]
    records = [_record(f"r{number:02}", displayName=text, aliases=[text, "b"]) for number, text in enumerate(texts)]
    return [*reversed(records), Leaving("l", "MENTIONS", "POL", NOW, OPEN, {"why": WILD[3]}, start="r00", end="r01")]


@pytest.mark.parametrize("write", [tables.records, tables.links, graphml.graphml])
def test_whatever_is_in_a_file_it_has_one_room_and_its_reader_finds_one_stamp(write: Any) -> None:
    kind = "graphml" if write is graphml.graphml else "records"
    left = write(_wild(), TAKEN)
    data = filled(kind, left, STAMP)
    before, after = (part.encode() for part in ROOMS[kind])
    found = verify_file.in_text(before, after)(data)
    assert (found.body, found.receipt, found.signature) == (left, STAMP[:-87], "d" * 86)
    assert write(list(reversed(_wild())), TAKEN) == left


def test_a_table_reads_back_with_its_stamp_in_every_row_and_no_formula() -> None:
    rows = rows_of(tables.records(_wild(), TAKEN))
    assert [row["displayName"] for row in rows.values()][: len(WILD)] == [
        f"'{text}" if text[0] in "=+-@\t\r" else text for text in WILD
    ]
    for row in rows.values():
        assert (row["fileMarking"], row["exportedBy"], row["keepUntil"]) == (
            "STG_C GLAS",
            "Noor (NCTV)",
            "2026-04-16T00:00:00.000Z",
        )
        assert (row["handling"], row["level"], row["asKnownOn"], row["id"]) == ("NO_ONWARD", "STG_C", "", row["id"])
    assert [row["kring_receipt"] for row in rows.values()] == ["kring_receipt: ", *[""] * (len(rows) - 1)]
    ((head, link),) = [list(csv.reader(io.StringIO(tables.links(_wild(), TAKEN).decode("utf-8-sig"), newline="")))]
    assert dict(zip(head, link, strict=True)) | {"from": "r00", "to": "r01", "relationship": "MENTIONS"} == dict(
        zip(head, link, strict=True)
    )


def test_a_table_without_a_row_is_no_file() -> None:
    assert tables.links([_record("a")], TAKEN) == b""


def test_a_graph_reads_back_to_the_same_ids_and_holds_nothing_that_xml_cannot_hold() -> None:
    data = graphml.graphml([*_wild(), _record("x<\x00\x08\ufffe&", displayName="a")], TAKEN)
    assert [*elements_of(data, "node")][-1] == "x<\ufffd\ufffd\ufffd&"
    assert [one["properties"].get("displayName") for one in elements_of(data, "node").values()][: len(WILD)] == [*WILD]
    assert {(one["source"], one["target"], one["type"]) for one in elements_of(data, "edge").values()} == {
        ("r00", "r01", "MENTIONS")
    }
    declared = {key.get("id") for key in ElementTree.fromstring(data).iter("{http://graphml.graphdrawing.org/xmlns}key")}
    assert {
        part.get("key") for part in ElementTree.fromstring(data).iter("{http://graphml.graphdrawing.org/xmlns}data")
    } <= declared
