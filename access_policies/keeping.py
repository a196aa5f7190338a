"""Until when somebody may have what they took in a file, as their rights stand at that moment (docs/decisions/0158). Pure."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from access_policies.directory import PolicyOfSubject
from access_policies.entities import NEVER, destroy_by
from access_policies.visible import VisibleClasses
from graph_model.marking import Marking


def keep_until(policy: PolicyOfSubject, classes: VisibleClasses, served: Iterable[int], at: datetime) -> datetime | None:
    """The first instant at which something of these classes would not be let go any more; None where nothing was served.

    A class is open as long as the last of the grants that open it, and the clearance that it takes; and nobody keeps a copy beyond
    its day of destruction. Each of these is told to its taker elsewhere, by `explain`, by the directory and by the marking.
    """
    ends = {grant.id: min(grant.expires, grant.review_due_at(at)) for grant in policy.grants}
    last = {place: max(ends[id_] for id_ in classes.determining(place)) for place in set(served)}
    cleared = policy.subject.cleared_until
    own = (min([end, *_limits(classes.index[place], cleared, at)]) for place, end in last.items())
    return min(own, default=None)


def _limits(marking: Marking, cleared: datetime, at: datetime) -> Iterator[datetime]:
    """What else ends it. A day of destruction that has passed binds all but the originator, who see nothing of it."""
    if marking.rank:
        yield cleared
    end = destroy_by(marking.handling)
    if end != NEVER and (day := datetime.fromtimestamp(end / 1000, UTC)) > at:
        yield day
