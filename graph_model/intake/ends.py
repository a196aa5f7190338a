"""What the relationships of a contribution may hang on: its own records, and those in the writer's view."""

from collections.abc import Iterable, Mapping

from graph_model.cypher import control_statements
from graph_model.errors import EndsMissing, Misfit
from graph_model.intake.check import require_ends
from graph_model.intake.contribution import TAKEN, Contribution, Effect, End, Known, OfferedLink, OfferedNode, Own
from graph_model.intake.desk import Desk
from graph_model.intake.verdict import Held, first_recorded


class Ends:
    """Ids and types by end, and the version in the graph of each record that says something."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: dict[End, tuple[str, str]] = {}
        self._versions: dict[str, str] = {}

    def id_of(self, end: End) -> str:
        """Its id in the graph."""
        return self._found[end][0]

    def is_outdated(self, external_id: str, version: str | None) -> bool:
        """True when the graph holds a newer version of that record, or none at all."""
        return (version or "") < self._versions.get(external_id, "\U0010ffff")

    async def held(self, names: Iterable[str]) -> dict[str, Held]:
        """What the writer's organisation holds under these names, as far as the writer sees it."""
        if not (keys := sorted(set(names))):
            return {}
        rows = first_recorded(await self._desk.find(control_statements.FIND_NODES, keys=keys))
        return {name: Held.from_row(row, row[7]) for name, row in rows.items()}

    def remember(self, node: OfferedNode, was: Held | None, effect: Effect) -> None:
        """A record of this contribution; one that is withdrawn is nothing to hang on."""
        if effect.outcome in TAKEN or was is None:
            version, is_live, type_ = node.version, not node.withdrawn, node.type
        else:
            version, is_live, type_ = max(was.version or "", node.version or ""), was.retracted is None, was.type
        self._versions[node.external_id] = version or ""
        if is_live:
            self._found[Own(node.external_id)] = (effect.id, type_)

    async def look_up(self, contribution: Contribution) -> None:
        """Find all other ends. Raises EndsMissing for those that are hidden or not there, ModelError or Misfit for others."""
        links = contribution.links
        wanted = {end for link in links for end in (link.start, link.end)} - set(self._found)
        said = {link.asserted_by for link in links if link.asserted_by} | {one.external_id for one in contribution.complete}
        names = {end.external_id for end in wanted if isinstance(end, Own)} | (said - set(self._versions))
        for name, held in (await self.held(names)).items():
            self._versions[name] = held.version or ""
            if held.retracted is None:
                self._found.setdefault(Own(name), (held.id, held.type))
        if ids := sorted(end.id for end in wanted if isinstance(end, Known)):
            rows = await self._desk.find(control_statements.FIND_RECORDS, ids=ids)
            self._found |= {Known(id_): (id_, type_) for id_, type_, _ in rows}
        self._require(links)
        await self._require_no_circle(links)

    def _require(self, links: tuple[OfferedLink, ...]) -> None:
        missing = [place for place, link in enumerate(links) if not {link.start, link.end} <= self._found.keys()]
        if missing:
            raise EndsMissing(missing)
        for place, link in enumerate(links):
            require_ends(place, link, self._found[link.start][1], self._found[link.end][1])

    async def _require_no_circle(self, links: tuple[OfferedLink, ...]) -> None:
        """Raise Misfit with the place of what would, with all that the writer sees, come to supersede itself."""
        said = [(place, link) for place, link in enumerate(links) if link.type == "SUPERSEDES" and not link.withdrawn]
        names = [link.external_id for _, link in said]
        ways: dict[str, set[str]] = {}
        rim, known = {self.id_of(link.end) for _, link in said}, set[str]()
        while rim:
            known |= rim
            rows = await self._desk.find(control_statements.FIND_SUPERSEDED, ids=sorted(rim), names=names)
            for start, end in rows:
                ways.setdefault(start, set()).add(end)
            rim = {end for _, end in rows} - known
        for place, link in said:
            if self.id_of(link.start) in reached(ways, self.id_of(link.end)):
                raise Misfit("CIRCULAR", "links", place)
            ways.setdefault(self.id_of(link.start), set()).add(self.id_of(link.end))


def reached(ways: Mapping[str, set[str]], start: str) -> set[str]:
    """All that is reached from a record, itself among it."""
    found, rim = {start}, [start]
    while rim:
        fresh = ways.get(rim.pop(), set()) - found
        found |= fresh
        rim += fresh
    return found
