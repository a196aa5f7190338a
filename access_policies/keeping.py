"""Until when somebody may have what they took in a file, as their rights stand at that moment (docs/decisions/0158). Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from access_policies.directory import PolicyOfSubject
from access_policies.entities import NEVER, destroy_by
from access_policies.policy_texts import READS
from access_policies.visible import VisibleClasses
from graph_model.marking import Marking


def keep_until(policy: PolicyOfSubject, classes: VisibleClasses, served: Iterable[int], at: datetime) -> datetime | None:
    """The first instant at which something of these classes would not be let go any more; None where nothing was served.

    A class is open as long as the last of the grants that open it, and so is each class of fields in it, by grants of its own; both
    take the clearance that the marking does, and nobody keeps a copy beyond its day of destruction. Each of these is told to its
    taker elsewhere, by `explain`, by the directory and by the marking.
    """
    ends = {grant.id: min(grant.expires, grant.review_due_at(at)) for grant in policy.grants}
    cleared = policy.subject.cleared_until
    own = (min([*_lasts(classes, place, ends), *_limits(classes.index[place], cleared, at)]) for place in set(served))
    return min(own, default=None)


def _lasts(classes: VisibleClasses, place: int, ends: Mapping[str, datetime]) -> Iterator[datetime]:
    """When the last grant ends that opens the class, and the last of each class of fields that is read there."""
    read = (action for action in READS if classes.masks[action.removeprefix("read_")][place])
    for action in ("see", *read):
        yield max(ends[id_] for id_ in classes.determining(place, action))


def _limits(marking: Marking, cleared: datetime, at: datetime) -> Iterator[datetime]:
    """What else ends it. A day of destruction that has passed binds all but the originator, who see nothing of it."""
    if marking.rank:
        yield cleared
    end = destroy_by(marking.handling)
    if end != NEVER and (day := datetime.fromtimestamp(end / 1000, UTC)) > at:
        yield day
