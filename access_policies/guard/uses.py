"""What the record of use tells administrators, without content: from the ledger's counts, by grant, week, day and user."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from statistics import fmean

from access_policies.audit.ledger import Ledger
from access_policies.audit.tally import LAST_USES, READINGS, REFUSALS
from graph_model.instant import parse

LATELY, USUALLY = timedelta(days=7), timedelta(days=63)
"""The week that is looked at, and the nine weeks of which it is the last."""
MANY, TIMES = 50, 3
"""A day stands out with so many records, and so many times the mean of the user's days before."""


class LedgerUses:
    """Uses as the logs of this installation have them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def last_use(self, grants: Iterable[str]) -> Mapping[str, datetime]:
        """When each grant last opened something that was served; one that never did is left out."""
        wanted = set(grants)
        rows = await asyncio.to_thread(self._ledger.counted, LAST_USES)
        return {grant: parse(at) for grant, at in rows if grant in wanted}

    async def denials(self, people: Collection[str]) -> Mapping[tuple[str, str], int]:
        """Refusals of what these people asked, by (week, reason)."""
        found: dict[tuple[str, str], int] = {}
        for subject, week, outcome, number in await asyncio.to_thread(self._ledger.counted, REFUSALS):
            if subject in people:
                found[week, outcome] = found.get((week, outcome), 0) + number
        return found

    async def unusual(self, people: Collection[str], at: datetime) -> Iterable[str]:
        """Who was served far more on a day of the last week than on their own days of the eight weeks before."""
        days: dict[str, dict[str, int]] = {}
        for subject, day, number in await asyncio.to_thread(self._ledger.counted, READINGS, _day(at - USUALLY)):
            if subject in people:
                days.setdefault(subject, {})[day] = number
        return [line for subject, read in sorted(days.items()) for line in _standing_out(subject, read, _day(at - LATELY))]


def _standing_out(subject: str, read: Mapping[str, int], since: str) -> Iterable[str]:
    usual = fmean([number for day, number in read.items() if day <= since] or [0])
    for day, number in sorted(read.items()):
        if day > since and number >= MANY and number > TIMES * usual:
            yield f"{subject}: {number} records on {day}, {usual:.0f} on a usual day"


def _day(at: datetime) -> str:
    return at.date().isoformat()
