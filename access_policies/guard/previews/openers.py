"""Which grants of before open the other half of a joint disclosure, as far as whoever asks may know of them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from access_policies.classes import ClassIndex
from access_policies.desk import Filed
from access_policies.grants import Grant
from access_policies.guard.previews.path_kinds import Found
from access_policies.reach import Reach
from access_policies.register import PolicyTable
from access_policies.subject import Context, Subject
from access_policies.visible import permitted_classes


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody whom a grant would serve, and the other grants that serve them already, as they are filed."""

    subject: Subject
    held: Sequence[Filed]


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everybody whom a grant would serve by their keys, and by what and when it is judged."""

    by_user: Mapping[str, Holding]
    table: PolicyTable
    index: ClassIndex
    at: datetime

    @property
    def members(self) -> list[tuple[Subject, list[Grant]]]:
        """Each of them with those other grants."""
        return [(one.subject, [other.grant for other in one.held]) for one in self.by_user.values()]


def openers(found: Iterable[Found], reach: Reach, holdings: Holdings, organisation: str) -> tuple[str, ...]:
    """The grants that open any of what these paths have from before, of those in which an organisation is a party; by id."""
    wanted = frozenset[tuple[str, int]]().union(*(one.held for one in found))
    by_grant: dict[str, tuple[Subject, Filed]] = {}
    for user in reach.users if wanted else ():
        holding = holdings.by_user[user]
        by_grant |= {one.grant.id: (holding.subject, one) for one in holding.held if organisation in one.parties}
    context = Context(reach.purpose, holdings.at)
    return tuple(
        name
        for name, (subject, filed) in sorted(by_grant.items())
        if _opens(permitted_classes(subject, context, [filed.grant], holdings.table, holdings.index), wanted)
    )


def _opens(permitted: Mapping[str, int], wanted: Iterable[tuple[str, int]]) -> bool:
    return any(permitted[action] >> pc & 1 for action, pc in wanted)
