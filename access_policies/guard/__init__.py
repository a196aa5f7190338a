"""The guard: the only door to data (access-model.md 8). A way a file: reading, intake, writes, administration, oversight."""

from dataclasses import replace

from access_policies.audit import AuditLog, Kind
from access_policies.audit.ledger import Ledger
from access_policies.clock import Clock
from access_policies.directory import Directory, PolicyOfSubject
from access_policies.guard.administration import Administration
from access_policies.guard.analyses import Analyses
from access_policies.guard.asked import Asked, Released, Rendered, Served
from access_policies.guard.conclusions import Conclusions
from access_policies.guard.corrections import Corrections
from access_policies.guard.desks import Desks
from access_policies.guard.exports import Exports
from access_policies.guard.following.changes import Changes
from access_policies.guard.following.deliveries import Deliveries
from access_policies.guard.following.looks import Looks
from access_policies.guard.following.notices import Notices
from access_policies.guard.following.webhooks import Webhooks
from access_policies.guard.grant_rulings import is_told
from access_policies.guard.intake import Intake
from access_policies.guard.oversight import Oversight
from access_policies.guard.pointers import Pointers
from access_policies.guard.reading import Reading
from access_policies.guard.recorder import Recorder
from access_policies.guard.releases import Releases
from access_policies.guard.runs import Runs
from access_policies.guard.standing import Standings
from access_policies.guard.uses import LedgerUses
from access_policies.guard.watches.alarms import Alarms
from access_policies.guard.watches.alerts import Alerts
from access_policies.guard.watches.lookout import Lookout
from access_policies.guard.watches.turns import Turns
from access_policies.guard.watches.watches import Watches
from access_policies.guard.writes import Writes
from graph_model.store import Store

__all__ = ["Asked", "Guard", "Released", "Rendered", "Served"]


class Guard:
    """The door of one installation; its ways share directory, standings and audit log."""

    def __init__(self, store: Store, clock: Clock, audit: AuditLog) -> None:
        self.directory = Directory(store)
        self._clock, self._recorder = clock, (recorder := Recorder(audit, clock))
        standings = Standings(self.directory, clock)
        self.reading = Reading(store, clock, standings, recorder)
        looks = Looks(store, standings)
        self.changes = Changes(looks, self.reading, clock, recorder)
        self.analyses = Analyses(self.reading, recorder)
        self.exports = Exports(self.reading, self.directory, clock, recorder)
        self.runs = Runs(self.analyses, self.reading)
        ledger = Ledger(audit.folder.parent)
        self.intake = Intake(store, self.directory, standings, recorder)
        self.writes = Writes(self.intake, standings, recorder)
        self.conclusions = Conclusions(self.analyses, self.writes)
        self.corrections = Corrections(store, ledger, clock, standings, recorder)
        desks = Desks(self.directory.records, clock, recorder)
        lookout, turns = Lookout(store, desks, clock), Turns(store, desks, recorder)
        self.watches = Watches(self.reading, turns)
        self.alarms = Alarms(turns, Alerts(store, desks, self.reading), lookout)
        self.notices = Notices(looks, self.corrections, lookout, recorder)
        self.webhooks = Webhooks(store, looks, clock, recorder)
        self.deliveries = Deliveries(store, self.changes, self.notices, clock, recorder)
        self.administration = Administration(store, desks, LedgerUses(ledger), self.corrections, lookout)
        self.releases = Releases(store, desks, recorder)
        self.pointers = Pointers(store, standings, recorder, self.administration)
        self.oversight = Oversight(self.reading, self.directory.records, recorder, audit.folder.parent, ledger)

    async def person(self, user: str) -> PolicyOfSubject:
        """Who somebody is, with those of their grants that they may know of: for pages to offer what there is to do.

        Raises UnknownSubject, or StoreError.
        """
        policy, now = await self.directory.policy_of(user), self._clock.now()
        told = (grant for grant in policy.grants if is_told(grant, user, now) and grant.state_at(now) != "NONE")
        return replace(policy, grants=tuple(told))

    async def refused(self, user: str, reason: str) -> str:
        """Put on record what a door turned away before anything was asked; `user` is empty when nobody knows who it was.

        Raises AuditUnavailable: then not even the refusal may be answered as one.
        """
        return await self._recorder.note(Asked(user, "", ""), None, "denied", reason, b"")

    async def seated(self, user: str, act: str) -> str:
        """Put on record that somebody took a seat at a page of Kring's own, or left it: `sign-in`, `sign-out`.

        Raises AuditUnavailable: then nobody is signed in.
        """
        return await self._recorder.note(Asked(user, "", ""), None, act, "done", b"", kind=Kind.LOGIN)
