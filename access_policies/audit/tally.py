"""What the logs tell about use, counted beside the ledger's index: last uses of grants, refusals by week, records served by day.

Numbers for administrators to look into, never evidence: whoever must be sure asks the logs.
"""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS used (log INTEGER, grant_id TEXT, at TEXT, PRIMARY KEY (log, grant_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refused (log INTEGER, subject TEXT, week TEXT, outcome TEXT, number INTEGER,
  PRIMARY KEY (log, subject, week, outcome)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS read (log INTEGER, subject TEXT, day TEXT, number INTEGER,
  PRIMARY KEY (log, subject, day)) WITHOUT ROWID;
"""
LAST_USES = "SELECT grant_id, max(at) FROM used GROUP BY grant_id"
REFUSALS = "SELECT subject, week, outcome, sum(number) FROM refused GROUP BY subject, week, outcome"
READINGS = "SELECT subject, day, sum(number) FROM read WHERE day > ? GROUP BY subject, day ORDER BY subject, day"
_USE = "INSERT INTO used VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)"
_REFUSE = "INSERT INTO refused VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number"
_READ = "INSERT INTO read VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number"
REFUSAL = b'"kind":"REFUSE"'


class Tally:
    """Counts entries of one log, and adds them to what was counted before."""

    def __init__(self) -> None:
        self._used: dict[str, str] = {}
        self._refused: Counter[tuple[str, str, str]] = Counter()
        self._read: Counter[tuple[str, str]] = Counter()

    def add(self, entry: Mapping[str, Any]) -> None:
        """Count one entry."""
        at, subject = entry["at"], entry["subject"]
        for served in entry["served"]:
            self._read[subject, at[:10]] += len(served["records"])
            for grant in served["grants"]:
                self._used[grant] = max(at, self._used.get(grant, ""))
        if entry["kind"] == "REFUSE":
            self._refused[subject, week_of(at), entry["outcome"]] += 1

    def write(self, index: sqlite3.Connection, log: int) -> None:
        """Add what was counted to the index, and begin anew."""
        index.executemany(_USE, [(log, grant, at) for grant, at in self._used.items()])
        index.executemany(_REFUSE, [(log, *of, number) for of, number in self._refused.items()])
        index.executemany(_READ, [(log, *of, number) for of, number in self._read.items()])
        self._used.clear()
        self._refused.clear()
        self._read.clear()


def forget(index: sqlite3.Connection, log: int) -> None:
    """Take out what was counted of a log."""
    for table in ("used", "refused", "read"):
        index.execute(f"DELETE FROM {table} WHERE log = ?", (log,))  # noqa: S608  # names of the line above, no input


def week_of(at: str) -> str:
    """The ISO week of an instant: `2026-W12`."""
    year, week, _ = datetime.fromisoformat(at).isocalendar()
    return f"{year}-W{week:02d}"
