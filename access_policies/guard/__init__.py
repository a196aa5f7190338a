"""The guard: the only door to data (access-model.md 8). A way a file: reading, intake, administration."""

from access_policies.audit import AuditLog
from access_policies.clock import Clock
from access_policies.directory import Directory
from access_policies.guard.administration import Administration
from access_policies.guard.asked import Asked, Released, Rendered, Served
from access_policies.guard.intake import Intake
from access_policies.guard.reading import Reading
from access_policies.guard.recorder import Recorder
from access_policies.guard.standing import Standings
from graph_model.store import Store

__all__ = ["Asked", "Guard", "Released", "Rendered", "Served"]


class Guard:
    """The door of one installation; its ways share directory, standings and audit log."""

    def __init__(self, store: Store, clock: Clock, audit: AuditLog) -> None:
        self.directory = Directory(store)
        recorder = Recorder(audit, clock)
        standings = Standings(self.directory, clock)
        self.reading = Reading(store, clock, standings, recorder)
        self.intake = Intake(store, self.directory)
        self.administration = Administration(self.directory, clock, recorder)
