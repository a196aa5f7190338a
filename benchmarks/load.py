"""Loading against a bare UNWIND of the same rows, in one run, interleaved; and what reading STIX costs on top.

Figures are ratios of this run; nothing asserts time. `bench_load` wants an empty database that it may fill and wipe.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.guard import Asked, Guard
from graph_model.cypher.statement_text import ControlStatement
from graph_model.intake.contribution import Contribution, OfferedLink, OfferedNode, Own
from graph_model.local.server import Endpoint
from graph_model.marking import Marking
from graph_model.migrations import migrate
from graph_model.statement import Provenance
from graph_model.store import Store
from graph_model.stored import stored
from loaders.pipeline.load import BATCH, Load, Order
from loaders.pipeline.markings import marking_named
from loaders.pipeline.notes import Notes
from loaders.scenario.world import read_world
from loaders.stix.format import StixFormat
from loaders.stix.open_data import with_open_data
from loaders.stix.reader import digest_of

ASKED = Asked("u-noor", "THREAT_ASSESSMENT", "bench")
BARE_NODES = ControlStatement("UNWIND $rows AS row CREATE (node:Statement:Knowledge) SET node = row")
BARE_LINKS = ControlStatement("""
UNWIND $rows AS row
MATCH (start:Statement {id: row.start}) MATCH (end:Statement {id: row.end})
CREATE (start)-[link:LINKED_TO]->(end) SET link = row.stored
""")
WIPE = ControlStatement(
    "MATCH (n) WHERE n:Statement OR n:Applied OR n:FormerStatement WITH n LIMIT 5000 DETACH DELETE n RETURN count(n) AS n"
)
TEXT = "Adversaries may abuse this to move laterally. " * 8


def _open_marking() -> Marking:
    marking = marking_named("open-data", "NCTV")
    if marking is None:
        raise AssertionError("the marking of that name is shipped")
    return marking


class LoadBench:
    """One database, one guard, and rows that every way of loading gets alike."""

    def __init__(self, endpoint: Endpoint, folder: Path, size: int) -> None:
        self._store = Store(endpoint.uri, endpoint.user, endpoint.password)
        self._folder, self._size = folder, size
        self._marking = _open_marking()
        self._guard = Guard(self._store, SetClock(read_world().now), AuditLog(folder / "audit.jsonl"))
        self._round = 0

    async def run(self, rounds: int) -> dict[str, float]:
        """Statements a second of each way (median), and what share of the bare rate they reach."""
        await migrate(self._store)
        await self._guard.intake.found(with_open_data(read_world().register), [], [])
        ways: dict[str, Callable[[], Awaitable[None]]] = {"bare": self._bare, "door": self._door, "stix": self._stix}
        took: dict[str, list[float]] = {name: [] for name in ways}
        self._write_bundle()
        for self._round in range(rounds + 1):
            for name, way in ways.items():
                await self._wipe()
                began = time.perf_counter()
                await way()
                # The first round warms everything up and does not count.
                took[name] += [time.perf_counter() - began] if self._round else []
        await self._store.close()
        rates = {name: 2 * self._size / statistics.median(times) for name, times in took.items()}
        return {
            "statements": 2.0 * self._size,
            **rates,
            "door/bare": rates["door"] / rates["bare"],
            "stix/bare": rates["stix"] / rates["bare"],
        }

    async def _wipe(self) -> None:
        while (await self._store.write((WIPE, {})))[0][0]["n"]:
            pass

    def _properties(self, number: int) -> dict[str, Any]:
        return {"kind": "tool", "name": f"Tool {number}", "description": TEXT}

    async def _bare(self) -> None:
        pc = 0
        for start in range(0, self._size, BATCH):
            places = range(start, min(start + BATCH, self._size))
            rows = [self._row(n, self._properties(n), pc) | {"type": "Knowledge"} for n in places]
            await self._store.write((BARE_NODES, {"rows": rows}))
        for start in range(0, self._size, BATCH):
            places = range(start, min(start + BATCH, self._size))
            rows = [
                {"start": _id(n), "end": _id(_other(n, self._size)), "stored": self._row(n, {"kind": "uses"}, pc)} for n in places
            ]
            await self._store.write((BARE_LINKS, {"rows": rows}))

    def _row(self, number: int, properties: dict[str, Any], pc: int) -> dict[str, Any]:
        provenance = Provenance("2026-03-16T09:00:00.000Z", "bench", _id(number), fingerprint="f" * 64, version="1")
        return stored(_id(number), self._marking, provenance, properties, pc)

    async def _door(self) -> None:
        for start in range(0, self._size, BATCH):
            places = range(start, min(start + BATCH, self._size))
            nodes = tuple(OfferedNode("Knowledge", _id(n), self._properties(n), self._marking, "1") for n in places)
            await self._guard.intake.contribute(ASKED, Contribution("bench", nodes), f"nodes {self._round} {start}")
        for start in range(0, self._size, BATCH):
            places = range(start, min(start + BATCH, self._size))
            links = tuple(self._link(n) for n in places)
            await self._guard.intake.contribute(ASKED, Contribution("bench", (), links), f"links {self._round} {start}")

    def _link(self, number: int) -> OfferedLink:
        ends = Own(_id(number)), Own(_id(_other(number, self._size)))
        return OfferedLink("LINKED_TO", f"L{number}", *ends, {"kind": "uses"}, self._marking, "1")

    async def _stix(self) -> None:
        path = self._folder / "bundle.json"
        order = Order((path,), ASKED, self._marking, (digest_of(path),))
        with Notes(None) as notes:
            await Load(self._guard, StixFormat(self._marking), order, notes, lambda *_: None).run(self._folder / "loads")

    def _write_bundle(self) -> None:
        dates = {"spec_version": "2.1", "created": "2026-03-01T00:00:00Z", "modified": "2026-03-01T00:00:00Z"}
        with (self._folder / "bundle.json").open("w") as out:
            out.write('{"type": "bundle", "id": "bundle--1", "objects": [')
            for n in range(self._size):
                tool = {"type": "tool", "id": f"tool--{UUID(int=n)}", "name": f"Tool {n}", "description": TEXT}
                link = {"type": "relationship", "id": f"relationship--{UUID(int=n)}", "relationship_type": "uses"}
                link |= {"source_ref": f"tool--{UUID(int=n)}", "target_ref": f"tool--{UUID(int=_other(n, self._size))}"}
                out.write(("," if n else "") + json.dumps(tool | dates) + "," + json.dumps(link | dates))
            out.write("]}")


def _id(number: int) -> str:
    return f"{number:032x}"


def _other(number: int, size: int) -> int:
    return (number * 7_919 + 1) % size


def bench_load(endpoint: Endpoint, size: int = 10_000, rounds: int = 3) -> dict[str, float]:
    """Run it on a database that it may fill and wipe."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(LoadBench(endpoint, Path(folder), size).run(rounds))
