"""Why somebody may see a record or not, and who sees it: the decision told with its grants, rules, articles and versions.

Explaining reveals nothing outside the asker's own view. About oneself: only a record in one's view; a hidden, a missing and a
malformed id are one answer. About another: only a functionary of the organisation that asserts the record, of its own records.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from access_policies.decision import Decider
from access_policies.explanation import Explanation, Reader, explained, readers
from access_policies.grants.consent import without_consents
from access_policies.grants.life import FUNCTIONARIES
from access_policies.guard.asked import Asked
from access_policies.guard.desks import ADMINISTRATION, Desks, Needs, Sitting
from access_policies.guard.outcome import Outcome
from access_policies.inputs import Inputs, inputs_text
from access_policies.refusals import Refused
from access_policies.subject import Context
from graph_model.cypher import control_preview
from graph_model.instant import to_text
from graph_model.marking import Marking
from graph_model.ontology import ONTOLOGY
from graph_model.store import Store


@dataclass(frozen=True, slots=True)
class _Held:
    """A record's marking at an instant."""

    marking: Marking
    type: str


class Explaining:
    """Answers why and who."""

    def __init__(self, store: Store, desks: Desks) -> None:
        self._store, self._desks = store, desks

    async def explain(
        self, asked: Asked, record: str, field: str | None = None, user: str | None = None, at: datetime | None = None
    ) -> Outcome[Explanation]:
        """Why `user` (the asker, if not named) may see a record or read a field of it, now or at a past instant.

        About oneself a later instant is now: it would tell of grants before they begin.
        """
        of = user or asked.subject

        async def see(sitting: Sitting) -> Explanation:
            own = of == asked.subject
            moment = min(at or sitting.at, sitting.at) if own else at or sitting.at
            past = await self._desks.past(sitting, moment)
            held = await self._held(record, moment)
            if held is None or not (own or _speaks_for(sitting, held.marking)) or of not in past.users:
                raise Refused("NOT_FOUND")
            if own and not await self._sees_now(sitting, asked, record):
                raise Refused("NOT_FOUND")
            action = _action(held.type, field)
            grants = [one.grant for one in await self._desks.records.grants_to(past.users[of].grantees)]
            if own:
                grants = [without_consents(grant) for grant in grants]
            said = explained(past, of, asked.purpose if own else "", grants, held.marking, action, moment)
            said = replace(said, record=record)
            if own and not said.permit and action == "see":
                raise Refused("NOT_FOUND")
            if not own:
                return said
            context = Context(said.purpose, moment, asked.case)
            whole = Inputs(past.subject(of), context, tuple(grants), past.table, held.marking)
            return replace(said, inputs=inputs_text(record, action, whole))

        return await self._desks.look(asked, "explain", Needs(everybody=True), see)

    async def who_sees(self, asked: Asked, record: str, at: datetime | None = None) -> Outcome[tuple[Reader, ...]]:
        """Everybody who sees a record, to a functionary of the organisation that asserts it."""

        async def see(sitting: Sitting) -> tuple[Reader, ...]:
            past = await self._desks.past(sitting, at)
            held = await self._held(record, at or sitting.at)
            if held is None or not _speaks_for(sitting, held.marking):
                raise Refused("NOT_FOUND")
            filed = await self._desks.records.grants("", everything=True)
            return readers([one.grant for one in filed], past, held.marking, at or sitting.at)

        return await self._desks.look(asked, "who_sees", Needs(everybody=True), see)

    async def _sees_now(self, sitting: Sitting, asked: Asked, record: str) -> bool:
        """True when the record is in the asker's view of this moment, which is all that may be explained about it."""
        held = await self._held(record, sitting.at)
        if held is None or asked.purpose not in sitting.desk.table.purposes:
            return False
        grants = [one.grant for one in await self._desks.records.grants_to(sitting.desk.users[asked.subject].grantees)]
        context = Context(asked.purpose, sitting.at)
        return Decider(sitting.who, context, grants, sitting.desk.table).decide("see", [held.marking])[0].permit

    async def _held(self, record: str, at: datetime) -> _Held | None:
        """The marking that a record had at an instant; None when there was none."""
        rows = await self._store.run(control_preview.READ_CLASS_OF, id=record)
        row = rows[0]
        if row["recordedAt"] is None or row["recordedAt"] > to_text(at):
            return None
        gone = row["retractedAt"] is not None and row["retractedAt"] <= to_text(at)
        pc = row["formerPc"] if row["pc"] is None and not gone else row["pc"]
        index = await self._desks.records.known_classes()
        return _Held(index[pc], row["type"]) if pc is not None and not gone and pc < len(index) else None


def _speaks_for(sitting: Sitting, marking: Marking) -> bool:
    speaks = sitting.purpose == ADMINISTRATION and not sitting.who.roles.isdisjoint(FUNCTIONARIES)
    return speaks and marking.originator == sitting.who.organisation


def _action(kind: str, field: str | None) -> str:
    if field is None:
        return "see"
    declared = {p.name: p.field_class for p in ONTOLOGY.types[kind].properties}
    if field not in declared:
        raise Refused("UNKNOWN_VALUE", "field")
    return f"read_{declared[field]}"
