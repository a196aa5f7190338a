"""Numbered, forward-only migrations of the store's schema. A store newer than this code is refused."""

from dataclasses import dataclass

from graph_model.cypher import control
from graph_model.cypher.statement_text import ControlStatement
from graph_model.errors import SchemaMismatch
from graph_model.migrations.m0001_first import STEPS as FIRST
from graph_model.migrations.m0002_intake import STEPS as INTAKE
from graph_model.migrations.m0003_policy import STEPS as POLICY
from graph_model.migrations.m0004_pointers import STEPS as POINTERS
from graph_model.migrations.m0005_corrections import STEPS as CORRECTIONS
from graph_model.migrations.m0006_releases import STEPS as RELEASES
from graph_model.migrations.m0007_lists import STEPS as LISTS
from graph_model.migrations.m0008_changes import STEPS as CHANGES
from graph_model.migrations.m0009_derived import STEPS as DERIVED
from graph_model.migrations.m0010_webhooks import STEPS as WEBHOOKS
from graph_model.migrations.m0011_seen import STEPS as SEEN
from graph_model.migrations.m0012_watches import STEPS as WATCHES
from graph_model.migrations.m0013_gate import STEPS as GATE
from graph_model.store import Store

MIGRATIONS = (
    (1, "first", FIRST),
    (2, "intake", INTAKE),
    (3, "policy", POLICY),
    (4, "pointers", POINTERS),
    (5, "corrections", CORRECTIONS),
    (6, "releases", RELEASES),
    (7, "lists", LISTS),
    (8, "changes", CHANGES),
    (9, "derived", DERIVED),
    (10, "webhooks", WEBHOOKS),
    (11, "seen", SEEN),
    (12, "watches", WATCHES),
    (13, "gate", GATE),
)
"""(number, name, statements); a number is never used again and a landed migration never changes."""

ONE_LOCK = ControlStatement("CREATE CONSTRAINT schema_lock IF NOT EXISTS FOR (lock:SchemaLock) REQUIRE lock.number IS UNIQUE")


@dataclass(frozen=True, slots=True)
class MigrationStatus:
    """Number of the newest migration in the store (0: none) and in this code."""

    current: int
    latest: int

    @property
    def is_current(self) -> bool:
        """True when nothing is to be done."""
        return self.current == self.latest


async def status(store: Store) -> MigrationStatus:
    """Where the store stands. Raises SchemaMismatch when it is newer than this code."""
    rows = await store.run(control.READ_SCHEMA)
    found = MigrationStatus(rows[0]["number"] or 0, MIGRATIONS[-1][0])
    if found.current > found.latest:
        raise SchemaMismatch(f"the store has schema {found.current}, this version of Kring knows {found.latest}: use a newer Kring")
    return found


async def migrate(store: Store) -> MigrationStatus:
    """Bring the store up to this code. Each statement can be repeated, so a migration cut off is simply run again.

    Of two that migrate at once one waits, and finds nothing left to do.
    """
    if (found := await status(store)).is_current:
        return found
    await store.alter(ONE_LOCK)
    async with store.one_migrator():
        before = await status(store)
        for number, name, steps in MIGRATIONS:
            if number > before.current:
                for step in steps:
                    await store.alter(step)
                await store.write((control.RECORD_SCHEMA, {"number": number, "name": name}))
    return await status(store)
