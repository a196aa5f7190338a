"""An installation that holds people and grants and not one record, and a way to load files into it."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from access_policies.audit import AuditLog
from access_policies.clock import SetClock
from access_policies.guard import Asked, Guard
from graph_model.store import Store
from loaders.pipeline.load import Load, Order
from loaders.pipeline.markings import marking_named
from loaders.pipeline.notes import Notes
from loaders.stix.format import StixFormat
from loaders.stix.open_data import with_open_data
from loaders.stix.reader import digest_of
from tests.invented import invented_world

DATA = Path(__file__).parent / "data"
NOOR = "u-noor"


@dataclass
class Loading:
    """A guard, and the folder in which loads leave their traces."""

    guard: Guard
    store: Store
    clock: SetClock
    home: Path

    async def load(self, *files: Path, marking: str = "open-data", who: str = NOOR, **order: Any) -> dict[str, Any]:
        """Load files; the summary. What was told about objects is in `told`."""
        organisation = (await self.guard.directory.policy_of(who)).subject.organisation
        given = marking_named(marking, organisation)
        asked = Asked(who, "THREAT_ASSESSMENT", "load")
        whole = Order(files, asked, given, tuple(map(digest_of, files)), **order)
        with Notes(self.home / "rejects.jsonl") as notes:
            summary = await Load(self.guard, StixFormat(given), whole, notes, lambda *_: None).run(self.home / "loads")
        return summary.to_json()

    @property
    def told(self) -> list[dict[str, Any]]:
        """The notes of the last load."""
        return [json.loads(line) for line in (self.home / "rejects.jsonl").read_text().splitlines()]

    def write(self, *objects: Any, name: str = "made.json") -> Path:
        """A bundle of these objects."""
        path = self.home / name
        path.write_text(json.dumps({"type": "bundle", "id": "bundle--1", "objects": list(objects)}))
        return path


@pytest.fixture
async def loading(store: Store, tmp_path: Path) -> AsyncIterator[Loading]:
    world = invented_world()
    clock = SetClock(world.now)
    audit = AuditLog(tmp_path / "audit" / "audit")
    guard = Guard(store, clock, audit)
    await guard.intake.found(with_open_data(world.register), [], [])
    yield Loading(guard, store, clock, tmp_path)
    audit.close()
