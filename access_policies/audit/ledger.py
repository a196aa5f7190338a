"""The disclosure ledger: who was served a record, when, under which grant and purpose, at any past moment.

An index made from the logs of a folder and kept up with them. It is a guess about where to look, never a source: each answer is
read from the log again, and an index that does not fit is made anew. Rows that somebody took out of it are missed all the same, so
whoever must be sure asks without the index: then the whole log answers, slowly.
"""

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from access_policies.audit.frames import ENTRY, PREFIX, START, Frame, Torn, frame_at
from access_policies.audit.segments import logs, segment_name, segments
from access_policies.audit.tally import REFUSAL, TABLES, Tally, forget
from access_policies.errors import AuditDamaged

SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS log (number INTEGER PRIMARY KEY, name TEXT UNIQUE, segment TEXT, start INTEGER, hash BLOB);
CREATE TABLE IF NOT EXISTS served (record BLOB, at TEXT, log INTEGER, segment INTEGER, start INTEGER,
  PRIMARY KEY (record, at, log, segment, start)) WITHOUT ROWID;
"""
FORM = 2
"""The form of the index; one of another form is made anew. It is said before the tables are made: others may be looking."""
LOOK = "SELECT user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_user_version"
ROWS, CACHE_KIB = 200_000, 128 << 10
_ID = re.compile(r"[0-9a-f]{32}")
_NOTHING_SERVED = b'"served":[]'


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One record, served once. `grants` are those that opened its class; `imported` names an earlier system that served it."""

    record: str
    at: str
    subject: str
    organisation: str
    purpose: str
    case: str | None
    grants: tuple[str, ...]
    bases: tuple[str, ...]
    log: str
    index: int
    imported: str


class IndexFalse(Exception):
    """The index points to something that is not there."""


class Ledger:
    """The ledger over all logs of a folder. Blocking; safe to use from several processes at once."""

    def __init__(self, root: Path) -> None:
        self._root, self._index = root, root / "ledger.sqlite"

    def disclosures(self, record: str, until: str) -> list[Disclosure]:
        """Every time a record was served up to an instant (as `graph_model.instant` writes it), in order of time.

        Raises AuditDamaged when a log is not as it was written.
        """
        try:
            return self._from_index(record, until)
        except (IndexFalse, sqlite3.DatabaseError):
            self._forget()
        try:
            return self._from_index(record, until)
        except IndexFalse as fault:
            raise AuditDamaged(self._root.name, "", 0, 0, str(fault)) from None

    def keep_up(self) -> None:
        """Take in what the logs got since the last time, so that the next question need not. Raises AuditDamaged."""
        try:
            self._bring_up()
        except sqlite3.DatabaseError:
            self._forget()
            self._bring_up()

    def served(self, records: Iterable[str]) -> set[str]:
        """Which of these records were served at all, to whomever. Raises AuditDamaged."""
        self.keep_up()
        with closing(self._connect()) as index:
            look = "SELECT 1 FROM served WHERE record = ? LIMIT 1"
            return {record for record in records if index.execute(look, (_key(record),)).fetchone()}

    def counted(self, question: str, *parameters: str) -> list[tuple[Any, ...]]:
        """What was counted (`access_policies.audit.tally`), up to now. Raises AuditDamaged."""
        self.keep_up()
        with closing(self._connect()) as index:
            return index.execute(question, parameters).fetchall()

    def without_index(self, record: str, until: str) -> list[Disclosure]:
        """The same from the logs alone."""
        needle = record.encode()
        found = []
        for folder in logs(self._root):
            for _, frame in _sealed(folder):
                if frame.magic == ENTRY and needle in frame.body:
                    found += _of(frame, folder.name, record)
        return sorted((one for one in found if one.at <= until), key=lambda one: (one.at, one.log, one.index))

    def _forget(self) -> None:
        for path in self._root.glob(f"{self._index.name}*"):
            path.unlink(missing_ok=True)

    def _bring_up(self) -> None:
        with closing(self._connect()) as index, index:
            index.execute("BEGIN IMMEDIATE")
            for folder in logs(self._root):
                _bring_up(index, folder)

    def _from_index(self, record: str, until: str) -> list[Disclosure]:
        self._bring_up()
        with closing(self._connect()) as index:
            places = index.execute(
                "SELECT name, served.segment, served.start FROM served JOIN log ON number = log WHERE record = ? AND at <= ?",
                (_key(record), until),
            ).fetchall()
        found = [one for place in sorted(places) for one in self._read(record, *place)]
        return sorted(found, key=lambda one: (one.at, one.log, one.index))

    def _read(self, record: str, log: str, segment: int, start: int) -> list[Disclosure]:
        """What the log itself says at a place. Raises IndexFalse."""
        path = (self._root if self._root.name == log else self._root / log) / segment_name(segment)
        try:
            with path.open("rb") as file:
                file.seek(start)
                data = file.read(PREFIX.size)
                data += file.read(int.from_bytes(data[4:8], "big"))
            frame = frame_at(data, 0)
        except (OSError, Torn):
            frame = None
        if frame is None or not (found := _of(frame, log, record)):
            raise IndexFalse(f"log {log}, segment {segment}, byte {start}: no entry that serves the record")
        return found

    def _connect(self) -> sqlite3.Connection:
        if not self._index.exists():
            os.close(os.open(self._index, os.O_RDWR | os.O_CREAT, 0o600))
        index = sqlite3.connect(self._index, timeout=30, isolation_level=None)
        form, tables = index.execute(LOOK).fetchone()
        if tables and form != FORM:
            index.close()
            raise sqlite3.DatabaseError("an index of another form")
        index.executescript(f"PRAGMA user_version = {FORM};{SCHEMA}{TABLES}")
        index.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        return index


def _bring_up(index: sqlite3.Connection, folder: Path) -> None:
    """Take in what a log got since the last time; all of it again when the log does not go on from there."""
    index.execute("INSERT OR IGNORE INTO log (name, segment, start) VALUES (?, '', 0)", (folder.name,))
    number, segment, start, last = index.execute(
        "SELECT number, segment, start, hash FROM log WHERE name = ?", (folder.name,)
    ).fetchone()
    try:
        _take_in(index, folder, number, segment, start, last)
    except IndexFalse:
        index.execute("DELETE FROM served WHERE log = ?", (number,))
        forget(index, number)
        _take_in(index, folder, number, "", 0, None)


def _take_in(index: sqlite3.Connection, folder: Path, number: int, segment: str, start: int, last: bytes | None) -> None:
    rows: list[tuple[bytes, str, int, int, int]] = []
    tally = Tally()
    for name, frame in _sealed(folder, segment, start, last):
        if frame.magic == ENTRY and (_NOTHING_SERVED not in frame.body or REFUSAL in frame.body):
            entry, first = orjson.loads(frame.body), int(name[:-4])
            tally.add(entry)
            records = {record for served in entry["served"] for record in served["records"]}
            rows += [(_key(record), entry["at"], number, first, frame.start) for record in records]
        segment, start, last = name, frame.start, frame.hash
        if len(rows) >= ROWS:
            _insert(index, rows)
            tally.write(index, number)
    _insert(index, rows)
    tally.write(index, number)
    index.execute("UPDATE log SET segment = ?, start = ?, hash = ? WHERE number = ?", (segment, start, last, number))


def _insert(index: sqlite3.Connection, rows: list[tuple[bytes, str, int, int, int]]) -> None:
    """In the order of the index, which touches each of its pages once."""
    index.executemany("INSERT OR IGNORE INTO served VALUES (?, ?, ?, ?, ?)", sorted(rows))
    rows.clear()


def _sealed(folder: Path, segment: str = "", start: int = 0, known: bytes | None = None) -> Iterator[tuple[str, Frame]]:
    """The frames of a log, batch by whole batch; those after the frame at a place whose hash is `known`, or all.

    Raises IndexFalse when that frame is not there, AuditDamaged when a frame does not follow the one before it. The last batch may
    still be under way in another process: it is left for the next time.
    """
    last = START
    paths = [path for path in segments(folder) if path.name >= segment]
    for path in paths:
        batch: list[tuple[str, Frame]] = []
        for frame in _readable(path, start if path.name == segment else 0, is_last=path == paths[-1]):
            if known is not None:
                if frame.hash != known:
                    break
                known, last = None, frame.hash
                continue
            if frame.previous != last:
                raise AuditDamaged(folder.name, path.name, frame.index, frame.start, "it does not follow what stands before it")
            last = frame.hash
            batch.append((path.name, frame))
            if frame.magic != ENTRY:
                yield from batch
                batch = []
        if known is not None:
            raise IndexFalse(f"log {folder.name}: it does not go on where the index ends")


def _readable(path: Path, begin: int, is_last: bool) -> Iterator[Frame]:
    with path.open("rb") as file:
        file.seek(begin)
        data = file.read()
    place = 0
    while True:
        try:
            frame = frame_at(data, place)
        except Torn as fault:
            if is_last:
                return
            raise AuditDamaged(path.parent.name, path.name, 0, begin + place, str(fault)) from None
        if frame is None:
            return
        place = frame.end
        yield replace(frame, start=begin + frame.start, end=begin + frame.end)


def _of(frame: Frame, log: str, record: str) -> list[Disclosure]:
    """What an entry says about a record."""
    entry = orjson.loads(frame.body)
    grants = [grant for served in entry["served"] if record in served["records"] for grant in served["grants"]]
    if not any(record in served["records"] for served in entry["served"]):
        return []
    return [
        Disclosure(
            record=record,
            at=entry["at"],
            subject=entry["subject"],
            organisation=entry["organisation"],
            purpose=entry["purpose"],
            case=entry["case"],
            grants=tuple(dict.fromkeys(grants)),
            bases=tuple(dict.fromkeys(entry["bases"][grant] for grant in grants if grant in entry["bases"])),
            log=log,
            index=frame.index,
            imported=entry["detail"].get("source", ""),
        )
    ]


def _key(record: str) -> bytes:
    """An id of 32 hexadecimal digits as the 16 bytes that it is."""
    return bytes.fromhex(record) if _ID.fullmatch(record) else record.encode()
