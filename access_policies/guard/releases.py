"""Deciding on sanitised versions: every originator whose restriction is lowered, never one person alone (access-model.md 7, W2).

What is proposed is shown to those who decide, and is in nobody's view before it is released. Who proposed it is told its state.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from access_policies.audit import Kind
from access_policies.errors import PolicyError, PolicyInFlux
from access_policies.grants import life
from access_policies.guard.asked import Asked
from access_policies.guard.desks import ADMINISTRATION, Desks, Needs, Sitting, to_the_end
from access_policies.guard.epoch import EpochMoved, require_epoch, require_epoch_to_the_end
from access_policies.guard.outcome import Outcome
from access_policies.guard.recorder import Recorder, ends
from access_policies.refusals import Refused
from access_policies.subject import Subject
from graph_model.cypher import control_changes, control_releases
from graph_model.cypher.statement_text import ControlStatement
from graph_model.errors import StoreError
from graph_model.instant import to_text
from graph_model.marking import Marking, marking_from_parts
from graph_model.ontology import ONTOLOGY
from graph_model.store import Store

TRIES = 5
ID = re.compile(r"[0-9a-f]{32}")
"""What a release is named by on record; what somebody writes in its place may be of any length, and content."""
EYES = 2
"""People who approve, at least; neither of them proposed it."""
Steps = list[tuple[ControlStatement, dict[str, Any]]]
Ruled = Callable[[Sitting, dict[str, Any]], tuple[str, Steps]]
"""From a release to the state it comes to and what is written. Raises Refused."""


@dataclass(frozen=True, slots=True)
class Release:
    """A sanitised version: what it replaces, and while it is to be decided what it says and how it would be marked."""

    id: str
    state: str
    at: str
    replaces: str
    says: dict[str, str]
    marking: dict[str, str]


class Releases:
    """The desk of sanitised versions."""

    def __init__(self, store: Store, desks: Desks, recorder: Recorder) -> None:
        self._store, self._desks, self._recorder = store, desks, recorder

    async def list(self, asked: Asked, first: int) -> Outcome[tuple[Release, ...]]:
        """The newest that the asker proposed, or decides on for an organisation."""

        async def see(sitting: Sitting) -> tuple[Release, ...]:
            mine = {"organisation": sitting.who.organisation, "user": sitting.who.key, "speaks": _speaks(sitting)}
            decides = decidable(sitting.who, sitting.at, sitting.desk.markings)
            rows = await self._store.run(control_releases.READ_RELEASES, first=first, decides=decides, **mine)
            return tuple(_seen(sitting, **row) for row in rows)

        return await self._desks.look_whole(asked, "release.list", Needs(), see)

    async def approve(self, asked: Asked, release: str) -> Outcome[str]:
        """One consent; the one that makes it whole puts the version in the graph. Gives the state it comes to.

        Raises PolicyError or StoreError, both after their own audit entry.
        """
        return await to_the_end(self._decide(asked, "release.approve", release, _approved))

    async def refuse(self, asked: Asked, release: str) -> Outcome[str]:
        """No, by any originator concerned: what was proposed is gone. Raises as `approve` does."""
        return await to_the_end(self._decide(asked, "release.refuse", release, _refused))

    async def _decide(self, asked: Asked, action: str, release: str, ruled: Ruled) -> Outcome[str]:
        named = release if ID.fullmatch(release) else ""
        begun = await self._recorder.begin(asked, action, (f"release:{named}",))
        detail = {"release": named} | ends([begun])
        try:
            state = await self._decided(asked, release, ruled)
        except Refused as fault:
            code = fault.refusals[0].code
            receipt = await self._recorder.note(asked, None, action, code, b"", kind=Kind.REFUSE, detail=detail)
            return Outcome(None, fault.refusals, receipt)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, action, type(fault).__name__, b"", kind=Kind.REFUSE, detail=detail)
            raise
        receipt = await self._recorder.note(asked, None, action, "done", state.encode(), kind=Kind.GRANT_CHANGE, detail=detail)
        return Outcome(state, (), receipt)

    async def _decided(self, asked: Asked, release: str, ruled: Ruled) -> str:
        for _ in range(TRIES):
            with suppress(EpochMoved):
                return await self._ruled(await self._desks.sit(asked, Needs()), release, ruled)
        raise PolicyInFlux("the policies changed during every try; ask again")

    async def _ruled(self, sitting: Sitting, release: str, ruled: Ruled) -> str:
        async with self._store.transaction() as work:
            rows = await work.run(control_releases.LOCK_RELEASE, {"id": release})
            await require_epoch(work, sitting.desk.epoch)
            if not rows or not _decides(sitting, rows[0]):
                raise Refused("NOT_FOUND")
            state, steps = ruled(sitting, rows[0])
            for statement, more in steps:
                await work.run(statement, {"id": release, "now": to_text(sitting.at)} | more)
            await require_epoch_to_the_end(work, sitting.desk.epoch)
        return state


def decidable(who: Subject, at: datetime, markings: Iterable[Marking]) -> bytes:
    """One byte a class: 1 where this functionary decides on a version of that class, if their organisation is concerned."""
    if who.roles.isdisjoint(life.FUNCTIONARIES):
        return b""
    ranks = who.ranks(at)
    return bytes(_may_hold(who, ranks, marking) for marking in markings)


def _may_hold(who: Subject, ranks: Mapping[str, int], marking: Marking) -> bool:
    """True for somebody who is cleared for what is so marked, and not party to its case."""
    is_cleared = ranks.get(marking.scheme, 0) >= marking.rank and who.compartments >= marking.compartments
    return is_cleared and marking.system in who.systems and who.conflicts.isdisjoint(marking.scopes)


def _speaks(sitting: Sitting) -> bool:
    """True for a functionary who administers."""
    return sitting.purpose == ADMINISTRATION and not sitting.who.roles.isdisjoint(life.FUNCTIONARIES)


def _decides(sitting: Sitting, row: dict[str, Any]) -> bool:
    """True for a functionary of an originator concerned who is cleared for the version, and not party to its case."""
    marking, who = marking_from_parts(json.loads(row["marking"])), sitting.who
    concerned = _speaks(sitting) and who.organisation in row["release"]["concerned"]
    return concerned and _may_hold(who, who.ranks(sitting.at), marking)


def _approved(sitting: Sitting, row: dict[str, Any]) -> tuple[str, Steps]:
    """That what it replaces changed is told to whose that is; to others, who may not see it, it is as if a consent were missing."""
    release, who = row["release"], sitting.who
    _require_open(release)
    if not row["stands"] and who.organisation == _source_originator(release):
        raise Refused("STALE")
    users = {approval.partition(":")[2] for approval in release["approvals"]}
    if who.key in users | {release["proposedBy"]}:
        raise Refused("FOUR_EYES")
    approvals = [*release["approvals"], f"{who.organisation}:{who.key}"]
    steps: Steps = [(control_releases.APPROVE_RELEASE, {"approval": approvals[-1]})]
    consented = {approval.partition(":")[0] for approval in approvals}
    if not row["stands"] or not consented.issuperset(release["concerned"]) or len(approvals) < EYES:
        return "PROPOSED", steps
    order = (control_changes.PUT_IN_ORDER, {"ids": [release["statement"]]})
    return "RELEASED", [*steps, (control_releases.RELEASE, {}), order]


def _source_originator(release: dict[str, Any]) -> str:
    """Who said what it replaces; before there were versions of others' records, who proposed it."""
    return str(release.get("sourceOriginator") or release["originator"])


def _refused(_: Sitting, row: dict[str, Any]) -> tuple[str, Steps]:
    _require_open(row["release"])
    return "REFUSED", [(control_releases.REFUSE_RELEASE, {})]


def _require_open(release: dict[str, Any]) -> None:
    if release["state"] != "PROPOSED":
        raise Refused("WRONG_STATE")


def _seen(sitting: Sitting, release: dict[str, Any], proposed: dict[str, Any] | None, marking: str) -> Release:
    """What it says is for those who decide: who proposed it may have lost the right to it since."""
    says, parts = {}, {}
    if proposed and _decides(sitting, {"release": release, "marking": marking}):
        names = [one.name for one in ONTOLOGY.types[proposed["type"]].properties]
        says = {name: _text(proposed[name]) for name in names if proposed.get(name) is not None}
        parts = {name: _text(value) for name, value in json.loads(marking).items() if name != "originators"}
    return Release(release["id"], release["state"], release["at"], release["replaces"], says, parts)


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
