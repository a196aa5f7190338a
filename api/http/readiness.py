"""Whether this process can answer: a real read of the store, the audit log, the migrations, and no misplaced policy class."""

import asyncio
import time

from access_policies.audit import AuditLog
from graph_model.errors import SchemaMismatch, StoreError
from graph_model.migrations import status
from graph_model.policy_class import misplaced_classes
from graph_model.store import Store

PATIENCE = 0.5
"""Seconds in which the store must give a real answer."""
LOOK_AGAIN = 60.0
"""Seconds between two looks at every statement's class, which reads them all."""


class Readiness:
    """Asks the parts of one application how they are."""

    def __init__(self, store: Store, audit: AuditLog) -> None:
        self._store, self._audit = store, audit
        self._looked, self._misplaced = float("-inf"), False

    async def causes(self) -> list[str]:
        """Why it is not ready, as words of a closed list; nothing when it is."""
        causes = [] if self._audit.is_writable else ["audit"]
        try:
            async with asyncio.timeout(PATIENCE):
                if not (await status(self._store)).is_current:
                    causes.append("migrations")
            if await self._has_misplaced():
                causes.append("classes")
        except SchemaMismatch:
            causes.append("migrations")
        except (StoreError, TimeoutError):
            causes.append("store")
        return causes

    async def _has_misplaced(self) -> bool:
        """True when a statement carries a class that no mask can hide. Found once, it is looked for until it is gone."""
        now = time.monotonic()
        if self._misplaced or now - self._looked > LOOK_AGAIN:
            self._misplaced = any((await misplaced_classes(self._store)).values())
            self._looked = now
        return self._misplaced
