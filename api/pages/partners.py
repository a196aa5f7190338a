"""The page with two organisations beside each other: how much of one's own organisation's records each may see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from api.pages.visits import Visit

NOTHING: Mapping[str, Any] = {"users": 0, "classes": 0, "records": []}


@dataclass(frozen=True, slots=True)
class Row:
    """One number of both: of a kind, for a purpose, of a type of record (empty where it is of none)."""

    kind: str
    purpose: str
    name: str
    one: int
    two: int

    @property
    def more(self) -> int:
        """How much more the first has; less than nothing where the second has more."""
        return self.one - self.two


async def compare(visit: Visit) -> Response:
    """Two organisations by their codes, or the form to choose them."""
    chosen = [visit.asked("one"), visit.asked("two")]
    told = await visit.run("partners", organisations=chosen, compare=all(chosen))
    organisations = [one for one in (told.of("directory") or {"organisations": []})["organisations"] if not one["ended"]]
    sights = told.of("partnerSights") or []
    rows = list(side_by_side(*sights)) if sights else []
    return visit.page("partners.html", told=told, organisations=organisations, chosen=chosen, rows=rows)


def side_by_side(one: Mapping[str, Any], two: Mapping[str, Any]) -> Iterator[Row]:
    """Every number that either has, in one order."""
    yield Row("grants", "", "", one["grants"], two["grants"])
    ones, twos = ({part["purpose"]: part for part in each["purposes"]} for each in (one, two))
    for purpose in sorted(ones.keys() | twos.keys()):
        left, right = ones.get(purpose, NOTHING), twos.get(purpose, NOTHING)
        for kind in ("users", "classes"):
            yield Row(kind, purpose, "", left[kind], right[kind])
        lefts, rights = ({count["name"]: count["number"] for count in part["records"]} for part in (left, right))
        for name in sorted(lefts.keys() | rights.keys()):
            yield Row("records", purpose, name, lefts.get(name, 0), rights.get(name, 0))
