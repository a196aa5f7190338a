"""Deriving: what cites other records is marked at least as their join, and a citation hangs on each (access-model.md 3; 7, W2)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from access_policies.guard.standing import Standing
from graph_model.cypher import control_statements
from graph_model.errors import Misfit, ModelError, NotWritable
from graph_model.floor import SAME, lowered_part, narrowed
from graph_model.intake.contribution import Contribution, Inputs, Known, OfferedLink, OfferedNode, Own
from graph_model.intake.desk import Frame
from graph_model.marking import Marking, join
from graph_model.ontology import ONTOLOGY
from graph_model.store import Work

CITATIONS = ("BASED_ON", "RESTS_ON")
"""The relationships by which a record rests on another."""
ASSESSES = "ASSESSES"


async def cite(work: Work, frame: Frame, standing: Standing, contribution: Contribution) -> Contribution:
    """The contribution with the markings of what cites, and its citations; itself when nothing in it cites.

    Raises Misfit for what is hidden, absent or of a type that cannot be cited, and for a marking below the join in a told part;
    NotWritable for what may be seen and not cited.
    """
    if not any(node.is_derived for node in contribution.nodes):
        return contribution
    citing = _Citing(frame, standing, await _found(work, frame, contribution))
    nodes = [citing.marked(place, node) if node.is_derived else node for place, node in enumerate(contribution.nodes)]
    links = [link for node in nodes for link in citing.links(node)]
    return replace(contribution, nodes=tuple(nodes), links=(*contribution.links, *links))


async def _found(work: Work, frame: Frame, contribution: Contribution) -> dict[str, tuple[str, int]]:
    """(type, class) of each cited record in the writer's view."""
    ids = sorted({id_ for node in contribution.nodes for id_ in (*node.cites, *(node.inputs.records if node.inputs else ()))})
    rows = await work.run(control_statements.FIND_RECORDS, {"ids": ids, "see": frame.see, "now": frame.now})
    return {id_: (type_, pc) for id_, type_, pc in rows[0]["found"]}


class _Citing:
    def __init__(self, frame: Frame, standing: Standing, found: dict[str, tuple[str, int]]) -> None:
        self._frame, self._standing, self._found = frame, standing, found

    def marked(self, place: int, node: OfferedNode) -> OfferedNode:
        """The record with a marking no less strict than the join of what it cites."""
        inputs = node.inputs or Inputs((), frozenset(), ())
        if not all(self._link_type(node.type, id_) for id_ in node.cites) or not self._found.keys() >= set(inputs.records):
            raise Misfit("MISSING", "nodes", place)
        classes = {self._found[id_][1] for id_ in (*node.cites, *inputs.records)} | inputs.classes
        may_cite = self._standing.classes.masks["cite"]
        if any(may_cite[pc : pc + 1] != b"\1" for pc in classes):
            raise NotWritable("not citable")
        floor = self._floor(place, [self._frame.markings[pc] for pc in sorted(classes)])
        wanted = floor if node.is_unstated or node.marking is None else node.marking
        if part := lowered_part(wanted, floor):
            raise Misfit("LOWERED", "nodes", place, part)
        marking = narrowed(wanted, floor)
        if not self._frame.may_write(marking):
            raise NotWritable("not writable")
        return replace(node, marking=marking, is_unstated=False)

    def links(self, node: OfferedNode) -> list[OfferedLink]:
        """A citation for each record that it rests on, and a tie to what it assesses, as strictly marked as the record itself."""
        kinds = {id_: self._link_type(node.type, id_) for id_ in node.cites}
        kinds |= dict.fromkeys(node.inputs.assesses if node.inputs else (), ASSESSES)
        start = Own(node.external_id)
        return [OfferedLink(kind, f"{node.external_id}#{id_}", start, Known(id_), {}, node.marking) for id_, kind in kinds.items()]

    def _floor(self, place: int, markings: Sequence[Marking]) -> Marking:
        author = self._frame.originator
        audience = markings[0].audience - {author}
        own = replace(markings[0], originator=author, releasable_to=audience, originators=frozenset({author}))
        try:
            return reduce(lambda one, two: join(author, one, two), markings, own)
        except ModelError:
            parts = [name for name in SAME if len({getattr(one, name) for one in markings}) > 1]
            raise Misfit("LOWERED", "nodes", place, (*parts, "regime")[0]) from None

    def _link_type(self, citing: str, id_: str) -> str:
        """The relationship between a record of this type and the cited one; empty when there is none, or no such record."""
        cited = self._found.get(id_, ("", 0))[0]
        return next((name for name in CITATIONS if (citing, cited) in ONTOLOGY.relationships[name].ends), "")
