"""A file is read whole or refused with its place; whatever shape and whatever harm is in it."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from loaders.stix.checked_bytes import CheckedBytes
from loaders.stix.reader import Unreadable, read_objects
from tests.loaders.conftest import DATA

ONE = b'{"type": "tool", "id": "tool--1"}'


def _read(tmp_path: Path, content: bytes, name: str = "made.json") -> list[Any]:
    path = tmp_path / name
    path.write_bytes(content)
    return [value for _, value in read_objects(path)]


@pytest.mark.parametrize(
    "content",
    [
        b'{"type": "bundle", "objects": [' + ONE + b"]}",
        b'{"objects": [' + ONE + b'], "id": "x", "type": "bundle"}',
        b"[" + ONE + b"]",
        ONE,
        b"\xef\xbb\xbf" + ONE,
        b"\n  " + ONE + b"\n",
        gzip.compress(b"[" + ONE + b"]", mtime=0),
    ],
    ids=["bundle", "type last", "bare list", "single object", "byte-order mark", "space around", "gzip without its name"],
)
def test_every_shape_gives_the_same_object(content: bytes, tmp_path: Path) -> None:
    assert _read(tmp_path, content) == [{"type": "tool", "id": "tool--1"}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", r"made\.json: it is empty"),
        (b"   \n", r"it is empty"),
        (b"Dear colleague,", r"begins neither an object nor a list"),
        (b"\x00\x01\x02", r"begins neither"),
        (b"[" + ONE + b"," + ONE[:20], r"no whole JSON text, after 1 objects: parse error: premature EOF"),
        (b"[" + ONE + b"] and more", r"no whole JSON text, after 1 objects: parse error: trailing garbage"),
        (b"[" + ONE + b', {"x": NaN}]', r"after 1 objects: lexical error"),
        (b'[{"x": Infinity}]', r"after 0 objects: lexical error"),
        (b'[{"x": 1e999}]', r"overflow"),
        (b'[{"x": "' + b"\xff" + b'"}]', r"invalid bytes in UTF8"),
        (b'["\\ud800"]', r"half a surrogate pair in the text at byte 1"),
        (b'["ok", "\\udc00 x"]', r"half a surrogate pair in the text at byte 7"),
        (b'["\\ud83d\\ud83d\\ude00"]', r"half a surrogate pair"),
        (b"[" * 100_000 + b"]" * 100_000, r"nested more than 100 deep"),
        (b'{"type": "bundle", "objects": [' + b'{"a":' * 200 + b"1" + b"}" * 200 + b"]}", r"nested more than 100 deep"),
        (gzip.compress(b"[" + ONE + b"]", mtime=0)[:-9], r"gzip stream is cut off or damaged"),
        (b"\x1f\x8bnothing of the kind", r"gzip stream is cut off or damaged"),
    ],
    ids=lambda value: value[:24] if isinstance(value, bytes) else "",
)
def test_what_is_no_whole_json_text_is_refused_with_its_place(content: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=said):
        _read(tmp_path, content)


def test_a_file_that_is_not_there_or_is_a_folder_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.json", tmp_path):
        with pytest.raises(Unreadable, match=path.name):
            list(read_objects(path))


def test_pairs_and_written_escapes_are_left_as_they_are(tmp_path: Path) -> None:
    assert _read(tmp_path, b'["\\ud83d\\ude00", "\\\\ud800", "\\"[[[[", "\\\\"]') == ["\U0001f600", "\\ud800", '"[[[[', "\\"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_bytes_come_through_unchanged_however_they_are_cut(size: int) -> None:
    content = json.dumps([{"a": ['\U0001f600 \\ " [', "x" * 50], 'b"': "\\\\"}] * 5).encode()
    source = io.BytesIO(content)
    checked = CheckedBytes(lambda _: source.read(size))
    assert b"".join(iter(lambda: checked.read(64), b"")) == content
    bad = io.BytesIO(b'["' + b"y" * 30 + b'\\ud800"]')
    with pytest.raises(Exception, match="half a surrogate"):
        list(iter(CheckedBytes(lambda _: bad.read(size)).read, b""))


def test_a_text_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    assert len(_read(tmp_path, b'["' + b"x" * 10_000_000 + b'"]')[0]) == 10_000_000


def test_the_files_of_oasis_are_all_read() -> None:
    files = sorted((DATA / "oasis-stix").glob("*.json"))
    assert (len(files), sum(1 for path in files for _ in read_objects(path))) == (19, 411)
