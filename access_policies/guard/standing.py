"""Where a caller stands: policy and visible classes for one subject and context, kept while they hold (access-model.md 5)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from access_policies.classes import places
from access_policies.clock import Clock
from access_policies.directory import Directory, PolicyOfSubject
from access_policies.exporting import exporting
from access_policies.guard.asked import Asked
from access_policies.guard.replay import Lens
from access_policies.keeping import keep_until
from access_policies.subject import Context
from access_policies.told_markings import ToldMarkings
from access_policies.visible import VisibleClasses, visible_classes
from graph_model.instant import to_text
from graph_model.tracing import span

KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Standing:
    """What was decided for a caller, under which policy and when."""

    policy: PolicyOfSubject
    context: Context
    classes: VisibleClasses

    def holds(self, context: Context) -> bool:
        """True while no grant of the caller starts or ends."""
        until = self.classes.valid_until
        return self.context.at <= context.at and (until is None or context.at < until)

    def keep_until(self, served: Iterable[int]) -> str:
        """Until when the caller may have what an export holds of these classes; empty where it holds nothing."""
        until = keep_until(self.policy, self.classes, served, self.context.at)
        return "" if until is None else to_text(until)

    def markings(self, lens: Lens | None = None) -> ToldMarkings:
        """The markings of an answer that was read through a lens, if there is one."""
        own = self.classes.masks
        return ToldMarkings(self.classes.markings, {name: lens.through(name, own[name]) for name in own} if lens else own)

    def masks(self, names: frozenset[str], known_at: datetime, lens: Lens | None = None) -> dict[str, Any]:
        """The parameters of a read that are the caller's own: masks, through a lens if there is one, and what else is named."""
        own = {name: mask for name, mask in self.classes.masks.items() if name in names}
        values: dict[str, Any] = {name: lens.through(name, mask) if lens else mask for name, mask in own.items()}
        if "asKnown" in names:
            values["asKnown"] = to_text(known_at)
        if "classes" in names:
            values["classes"] = list(places(self.classes.seen))
        return values


class Standings:
    """Standings by subject, purpose and case. What is kept is a guess: the epoch that a read brings back confirms it."""

    def __init__(self, directory: Directory, clock: Clock) -> None:
        self._directory, self._clock = directory, clock
        self._known: dict[tuple[str, str, str | None, bool], Standing] = {}

    def context(self, asked: Asked) -> Context:
        """The context of a question that is asked now."""
        return Context(asked.purpose, self._clock.now(), asked.case)

    async def of(self, asked: Asked, context: Context, anew: bool = False) -> Standing:
        """The standing of a caller; `anew` decides again. Raises UnknownSubject or PurposeUnknown.

        A step that another process recorded by a clock ahead of this one's is in force here at once (docs/decisions/0093).
        """
        key = (asked.subject, asked.purpose, asked.case, asked.exports)
        known = self._known.get(key)
        if known and not anew and known.holds(context):
            return known
        with span("decision"):
            decided = await self._decided(asked, context)
        if len(self._known) >= KEPT:
            self._known.pop(next(iter(self._known)))
        self._known[key] = decided
        return decided

    async def _decided(self, asked: Asked, context: Context) -> Standing:
        policy = await self._directory.policy_of(asked.subject)
        policy.require_purpose(asked.purpose)
        if not self._clock.by_hand:
            policy = replace(policy, grants=tuple(grant.happened_by(context.at) for grant in policy.grants))
        classes = visible_classes(policy.epoch, policy.subject, context, policy.grants, policy.table, policy.markings)
        return Standing(policy, context, exporting(classes) if asked.exports else classes)
