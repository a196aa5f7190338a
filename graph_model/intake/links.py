"""The relationships of a contribution: find the writer's own, decide, write; and end what is not asserted any more."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from graph_model.cypher import control_statements
from graph_model.cypher.statement_text import ControlStatement
from graph_model.errors import Misfit
from graph_model.intake.contribution import CONTESTED, OLDER, TAKEN, Contribution, Effect, OfferedLink
from graph_model.intake.desk import Desk
from graph_model.intake.ends import Ends
from graph_model.intake.verdict import Held, Wanted, by_hand, first_recorded, moves_date, verdict
from graph_model.statement import new_id


class Links:
    """The relationships of one contribution, whose ends are found by now."""

    def __init__(self, desk: Desk, ends: Ends, contribution: Contribution, prints: Sequence[str]) -> None:
        self._desk, self._ends, self._whole, self._prints = desk, ends, contribution, prints

    async def take(self) -> list[Effect]:
        """What became of each. Raises NotWritable; the transaction must be undone then."""
        effects: dict[int, Effect] = {}
        by_type: dict[str, list[int]] = {}
        for place, link in enumerate(self._whole.links):
            by_type.setdefault(link.type, []).append(place)
        for name, places in by_type.items():
            effects |= await self._take_type(name, places)
        return [effects[place] for place in range(len(self._whole.links))]

    async def _take_type(self, name: str, places: Sequence[int]) -> dict[int, Effect]:
        keys = [self._whole.links[place].external_id for place in places]
        held = first_recorded(await self._desk.find(control_statements.FIND_LINKS[name], keys=keys))
        effects: dict[int, Effect] = {}
        removed: list[dict[str, Any]] = []
        written: list[dict[str, Any]] = []
        dated: list[dict[str, Any]] = []
        for place in places:
            link = self._whole.links[place]
            row = held.get(link.external_id)
            was = Held.from_row(row, name) if row else None
            wanted = await self._wanted(place, link, was)
            effects[place] = effect = Effect(self._outcome(link, was, wanted), was.id if was else new_id())
            if wanted is None:
                continue
            was_at = [{"id": row[2], "from": row[7], "to": row[8], "version": link.version}] if row else []
            if effect.outcome in TAKEN:
                self._desk.require_writable(was)
                removed += was_at
                written.append(self._new_row(link, was, effect.id, wanted))
            elif moves_date(was, wanted, effect.outcome):
                dated += was_at
        await self._run(control_statements.REMOVE_LINKS[name], removed)
        await self._run(control_statements.CREATE_LINKS[name], written)
        await self._run(control_statements.DATE_LINKS[name], dated)
        return effects

    async def _run(self, text: ControlStatement, rows: list[dict[str, Any]]) -> None:
        if rows:
            await self._desk.run(text, rows=rows)

    def _new_row(self, link: OfferedLink, was: Held | None, id_: str, wanted: Wanted) -> dict[str, Any]:
        ends = {"start": self._ends.id_of(link.start), "end": self._ends.id_of(link.end)}
        said = replace(link, version=was.version) if was and self._desk.is_by_hand else link
        return ends | {"stored": self._desk.row(id_, said, wanted.fingerprint, wanted.pc)}

    async def _wanted(self, place: int, link: OfferedLink, was: Held | None) -> Wanted | None:
        """As for records: None for what a source says at a lower marking than it has; Misfit for what is said so by hand."""
        try:
            pc = await self._desk.policy_class(link, was, "links", place)
        except Misfit:
            if self._desk.is_by_hand:
                raise
            return None
        return Wanted(link.type, pc, link.version, self._prints[place], link.withdrawn, self._desk.may_compare(was))

    def _outcome(self, link: OfferedLink, was: Held | None, wanted: Wanted | None) -> str:
        if wanted is None:
            return CONTESTED
        if self._desk.is_by_hand:
            return by_hand(was, wanted)
        if link.asserted_by and self._ends.is_outdated(link.asserted_by, link.version):
            return OLDER
        return verdict(was, wanted)

    async def end_others(self) -> int:
        """End what a record asserted before and does not assert in the version that is now in the graph; how many."""
        kept: dict[str, list[str]] = {}
        for link in self._whole.links:
            kept.setdefault(link.asserted_by or "", []).append(link.external_id)
        rows = [
            {"prefix": f"{one.external_id}#", "kept": kept.get(one.external_id, []), "version": one.version or ""}
            for one in self._whole.complete
            if not self._ends.is_outdated(one.external_id, one.version)
        ]
        ended = 0
        for name in self._whole.asserted_types if rows else ():
            ended += (await self._desk.run(control_statements.END_LINKS[name], assertions=rows))[0]["ended"]
        return ended
