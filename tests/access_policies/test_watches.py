"""Watched persons: what newly leads to one raises one alert that names its cause, for whom that is in view, and for nobody else."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from access_policies.grants import Emergency, Grant, Step
from access_policies.guard import Guard
from access_policies.guard.following.looks import Place
from access_policies.guard.previews.toward import Toward
from access_policies.guard.watches import turns, watches
from access_policies.guard.watches.alerts import Alarm, Alert, Alerts
from access_policies.guard.watches.watch import SETTLES, Wanted, alert_id
from access_policies.policy_records import Change
from access_policies.register import Team
from api.graphql.administration.watches import alarm_told, watch_told
from graph_model.cypher import control_watches
from graph_model.cypher.statement_text import ControlStatement
from graph_model.errors import StoreError
from graph_model.instant import to_text
from graph_model.statement import NodeStatement, Provenance, RelationshipStatement
from tests.access_policies.audit.logs import read_entries
from tests.access_policies.commits import RAISE, Meanwhile
from tests.access_policies.conftest import Installation
from tests.access_policies.strategies import NOW
from tests.access_policies.test_administration import asks, codes
from tests.access_policies.test_grant_life import DAY, HOUR
from tests.access_policies.test_preview_paths import C1_HELD, C2_WAITS, PURPOSE, Statement, Trap, _said, granted

SEES = granted("G-sees", "C1", "ACTIVE", grantee="user:u-hugo", scopes=("C1", "C2"))
"""An analyst of the originator sees all of the trap."""
JUDGE, SAW = Trap.id("judge"), Trap.id("link saw")
FUNCTIONARY, ANALYST, OUTSIDER = "u-willemijn", "u-hugo", "u-fenna"


async def put(shared: Installation, statements: list[Statement], *grants: Grant) -> Guard:
    """A guard over this world alone, at its beginning."""
    await shared.store_wiped()
    shared.clock.set(NOW)
    guard = shared.guard_anew()
    await more(shared, guard, statements, *grants)
    return guard


async def more(shared: Installation, guard: Guard, statements: list[Statement], *grants: Grant) -> None:
    """Add statements, and have these grants as they are now."""
    nodes = [one for one in statements if isinstance(one, NodeStatement)]
    links = [one for one in statements if isinstance(one, RelationshipStatement)]
    await guard.intake.found(replace(shared.world.register, grants=grants), nodes, links)


async def watched(guard: Guard, who: str = FUNCTIONARY, person: str = JUDGE, until: datetime = NOW + 30 * DAY) -> str:
    """The id of a watch that begins now."""
    outcome = await guard.watches.begin(asks(who), Wanted(person, "threatened", until))
    assert outcome.value is not None, outcome.refusals
    return outcome.value.watch.id


async def alarm(guard: Guard, watch: str, who: str = FUNCTIONARY) -> Alarm:
    """What somebody is told of a watch."""
    purpose = "GRANT_ADMINISTRATION" if who == FUNCTIONARY else PURPOSE
    outcome = await guard.alarms.of(asks(who, purpose), watch, 100)
    assert outcome.value is not None, outcome.refusals
    return outcome.value


def begun(grant: Grant, at: datetime, state: str = "ACTIVE", **terms: Any) -> Grant:
    """A grant after one more step."""
    return replace(grant, history=(*grant.history, Step(at, state)), **terms)


def recorded(link: RelationshipStatement, at: datetime, **parts: Any) -> RelationshipStatement:
    """A relationship that was recorded at an instant."""
    return replace(link, provenance=Provenance(to_text(at)), **parts)


def trap(*without: str) -> list[Statement]:
    """The trap, without some of its links."""
    names = {Trap.id(f"link {name}") for name in without}
    return [one for one in Trap().statements if one.id not in names]


def link(name: str) -> RelationshipStatement:
    """One of its links."""
    return next(one for one in Trap().links if one.id == Trap.id(f"link {name}"))


def ids(alert: Alert) -> list[list[str]]:
    """The records and relationships of each way, in turn."""
    return [[one.id for pair in zip(way.records, (*way.links, None), strict=True) for one in pair if one] for way in alert.ways]


async def test_a_grant_that_opens_paths_to_somebody_raises_one_alert_that_names_it_and_tells_them_as_a_preview_does(
    shared: Installation,
) -> None:
    guard = await put(shared, trap(), C1_HELD, C2_WAITS)
    watch = await watched(guard)
    assert (await alarm(guard, watch)).alerts == ()
    shared.clock.set(NOW + HOUR)
    await more(shared, guard, [], C1_HELD, begun(C2_WAITS, NOW + HOUR))
    (alert,) = (await alarm(guard, watch)).alerts
    assert (alert.kind, alert.cause, alert.originator, alert.at) == ("GRANT", "G-new", "DLIO", NOW + HOUR)
    (part,) = alert.opened
    assert (part.purpose, part.users) == (PURPOSE, ("u-daan",))
    assert sorted(_said(part.paths)) == [
        "1: PersonHELD USES>HELD ItemHELD MENTIONS<NEW ReportNEW ",
        "1: PersonHELD USES>HELD ItemHELD MENTIONS<NEW ReportNEW MENTIONS>NEW PlaceNEW ",
    ]
    assert not [kind for kind in part.paths.kinds if kind.example], "who administers reads no record"
    for _ in range(2):
        assert [(one.kind, one.about) for one in await notices(guard, FUNCTIONARY)] == [("NEW_PATH", watch)]
    shared.clock.set(NOW + 2 * HOUR)
    await more(shared, guard, [], C1_HELD, begun(begun(C2_WAITS, NOW + HOUR), NOW + 2 * HOUR, "REVOKED"))
    assert (await alarm(guard, watch)).alerts == (alert,), "what was opened for an hour was opened"
    assert len(await notices(guard, FUNCTIONARY)) == 1


async def notices(guard: Guard, who: str) -> tuple[Any, ...]:
    """What somebody is told, by asking for it."""
    return (await guard.administration.notices(asks(who))).value or ()


async def test_a_grant_to_an_organisation_that_has_left_alerts_nobody_and_hinders_nobody(shared: Installation) -> None:
    guard = await put(shared, trap(), C1_HELD, C2_WAITS)
    watch = await watched(guard)
    left = [replace(one, ended=to_text(NOW)) if one.code == "POL" else one for one in shared.world.register.organisations]
    register = replace(shared.world.register, organisations=tuple(left), grants=(C1_HELD, begun(C2_WAITS, NOW)))
    await guard.intake.found(register, [], [])
    assert (await alarm(guard, watch)).alerts == ()
    preview = (await guard.administration.previews.of_grant(asks(FUNCTIONARY), "G-new")).value
    assert preview is not None
    assert preview.parts == ()


async def test_somebody_who_was_not_seen_before_is_a_path_of_one_record(shared: Installation) -> None:
    guard = await put(shared, trap(), C2_WAITS)
    watch = await watched(guard)
    only = granted("G-only", "C4", "CONSENT_PENDING", scopes=(f"record:{JUDGE}",))
    alone = [replace(one, marking=replace(one.marking, scopes=frozenset({f"record:{JUDGE}"}))) for one in trap() if one.id == JUDGE]
    await more(shared, guard, [*alone], begun(only, NOW))
    (alert,) = (await alarm(guard, watch)).alerts
    assert [_said(part.paths) for part in alert.opened] == [["1: PersonNEW "]]


async def test_a_grant_alerts_when_it_begins_and_not_when_it_is_decided_on(shared: Installation) -> None:
    """Nothing changes on that day: time does it."""
    later = replace(C2_WAITS, not_before=NOW + DAY, delay_ground="told on the day")
    guard = await put(shared, trap(), C1_HELD, later)
    watch = await watched(guard)
    await more(shared, guard, [], C1_HELD, begun(later, NOW))
    assert (await alarm(guard, watch)).alerts == ()
    shared.clock.set(NOW + DAY)
    (alert,) = (await alarm(guard, watch)).alerts
    assert (alert.cause, alert.at) == ("G-new", NOW + DAY)


async def test_a_grant_that_begins_twice_alerts_twice_and_a_review_in_time_is_no_beginning(shared: Installation) -> None:
    due = replace(C2_WAITS, review_due=NOW + DAY)
    guard = await put(shared, trap(), C1_HELD, due)
    watch = await watched(guard)
    kept = begun(begun(due, NOW + HOUR), NOW + 2 * HOUR)
    kept = replace(kept, history=(*kept.history[:-1], replace(kept.history[-1], review_due=NOW + 2 * DAY)))
    shared.clock.set(NOW + 3 * HOUR)
    await more(shared, guard, [], C1_HELD, kept)
    assert [one.at for one in (await alarm(guard, watch)).alerts] == [NOW + HOUR]
    shared.clock.set(NOW + 3 * DAY)
    back = replace(kept, history=(*kept.history, Step(NOW + 3 * DAY, "ACTIVE", review_due=NOW + 9 * DAY)))
    await more(shared, guard, [], C1_HELD, back)
    assert [one.at for one in (await alarm(guard, watch)).alerts] == [NOW + 3 * DAY, NOW + HOUR]


async def test_break_glass_alerts_as_it_is_used(shared: Installation) -> None:
    guard = await put(shared, trap(), C1_HELD)
    watch = await watched(guard)
    used = Emergency("BG-DLIO-night", "shots", "C2", ())
    terms = {"break_glass": True, "emergency": used, "not_before": NOW, "expires": NOW + 4 * HOUR, "review_due": NOW + 3 * DAY}
    await more(shared, guard, [], C1_HELD, granted("BG-x", "C2", "ACTIVE", **terms, history=(Step(NOW, "ACTIVE"),)))
    shared.clock.set(NOW + 5 * HOUR)
    assert [(one.kind, one.about) for one in await notices(guard, "u-bart")] == [("NEW_PATH", watch)], "whoever looks is told first"
    (alert,) = (await alarm(guard, watch)).alerts
    assert (alert.kind, alert.cause, bool(alert.opened)) == ("GRANT", "BG-x", True), "it has ended, and was in force"


@pytest.mark.parametrize("change", ["elsewhere", "held already", "began before", "of others"])
async def test_a_grant_that_opens_nothing_new_to_somebody_alerts_nobody(shared: Installation, change: str) -> None:
    grant, world = C2_WAITS, trap()
    if change == "elsewhere":
        grant = replace(grant, scopes=("C3",))
    if change == "held already":
        grant = replace(grant, scopes=("C1",))
    if change == "of others":
        world = [replace(one, marking=_theirs(one)) if "C1" not in one.marking.scopes else one for one in world]
    guard = await put(shared, world, C1_HELD, grant)
    watch = await watched(guard)
    begins = NOW - 2 * HOUR if change == "began before" else NOW
    await more(shared, guard, [], C1_HELD, begun(replace(grant, history=()), begins))
    assert (await alarm(guard, watch)).alerts == ()
    assert await notices(guard, FUNCTIONARY) == ()


async def test_a_grant_that_another_originator_gave_on_a_shared_scope_is_named_as_who_sees_names_it(shared: Installation) -> None:
    theirs = replace(C2_WAITS, grantor="OM", granted_by="u-marijn")
    guard = await put(shared, trap(), C1_HELD, theirs)
    watch = await watched(guard)
    await more(shared, guard, [], C1_HELD, begun(theirs, NOW))
    assert [(one.cause, one.originator) for one in (await alarm(guard, watch)).alerts] == [("G-new", "OM")]
    readers = (await guard.administration.explaining.who_sees(asks(FUNCTIONARY), Trap.id("report"))).value or ()
    assert "G-new" in {grant.id for reader in readers for grant in reader.grants}


def _theirs(one: Statement) -> Any:
    return replace(one.marking, originator="OM", originators=frozenset({"OM"}))


async def test_a_relationship_that_brings_records_near_raises_one_alert_with_the_way_to_each(shared: Installation) -> None:
    guard = await put(shared, trap("saw"), SEES)
    watch = await watched(guard)
    assert (await alarm(guard, watch, ANALYST)).alerts == ()
    shared.clock.set(NOW + 2 * HOUR)
    again = recorded(link("saw"), NOW + 2 * HOUR, id=Trap.id("link again"))
    await more(shared, guard, [recorded(link("saw"), NOW + HOUR), again], SEES)
    (alert,) = (await alarm(guard, watch, ANALYST)).alerts
    assert (alert.kind, alert.cause, alert.originator, alert.at) == ("RELATIONSHIP", SAW, "DLIO", NOW + HOUR)
    assert alert.id == alert_id(watch, "RELATIONSHIP", SAW, to_text(NOW + HOUR)), "one that is corrected is another"
    judge, uses, van, saw, report, where, home = (Trap.id(name) for name in ("judge", "link uses", "van", "link saw", "report", "link where", "home"))  # fmt: skip
    assert (alert.records, ids(alert)) == (2, [[judge, uses, van, saw, report], [judge, uses, van, saw, report, where, home]])
    assert (await alarm(guard, watch)).alerts == (), "who administers reads no record"
    last = [entry for entry in read_entries(shared.audit.folder) if entry["action"] == "watch.alerts"][-2]
    served = {id_ for part in last["served"] for id_ in part["records"]}
    assert served == {judge, uses, van, saw, report, where, home}, "what was told of is on record as served"


async def test_somebody_said_to_be_the_same_is_a_merge(shared: Installation) -> None:
    """Another originator knows the judge, and says so."""
    guard = await put(shared, trap(), SEES, replace(SEES, id="G-om", grantor="OM", approvals=(("OM", "u-marijn"),)))
    watch = await watched(guard)
    theirs = replace(Trap._marking("C1"), originator="OM", originators=frozenset({"OM"}), releasable_to=frozenset({"DLIO"}))
    other = NodeStatement("Person", theirs, Provenance(to_text(NOW + HOUR)), {"displayName": "judge"}, Trap.id("other"))
    same = RelationshipStatement("SAME_AS", other.id, JUDGE, theirs, Provenance(to_text(NOW + HOUR)), {}, Trap.id("link same"))
    shared.clock.set(NOW + HOUR)
    await more(shared, guard, [other, same], SEES, replace(SEES, id="G-om", grantor="OM"))
    (alert,) = (await alarm(guard, watch, ANALYST)).alerts
    assert (alert.kind, alert.cause, alert.originator, ids(alert)) == ("MERGE", same.id, "OM", [[JUDGE, same.id, other.id]])


@pytest.mark.parametrize("change", ["hidden", "hidden between", "too far", "of a register"])
async def test_a_relationship_that_brings_nothing_of_the_view_near_alerts_nobody(shared: Installation, change: str) -> None:
    world, new = trap("saw", "case"), recorded(link("saw"), NOW + HOUR)
    c3 = Trap._marking("C3")
    if change == "hidden":
        new = replace(new, marking=c3)
    if change == "hidden between":
        world = [replace(one, marking=c3) if one.id == Trap.id("van") else one for one in world]
    if change == "too far":
        chain = [
            NodeStatement("Report", Trap._marking("C1"), Trap().nodes[0].provenance, {"kind": "TIP"}, Trap.id(f"r{n}"))
            for n in range(3)
        ]
        steps = [("MENTIONS", chain[0].id, Trap.id("van")), ("CORROBORATES", chain[1].id, chain[0].id)]
        old = [
            replace(link("uses"), type=kind, start=one, end=two, id=Trap.id(f"l{n}")) for n, (kind, one, two) in enumerate(steps)
        ]
        world = [*world, *chain, *old]
        new = replace(new, type="CORROBORATES", start=chain[2].id, end=chain[1].id)
    if change == "of a register":
        new = replace(new, type="CONCERNS", start=Trap.id("case"), end=JUDGE, id=Trap.id("link concerns"))
    guard = await put(shared, world, SEES)
    watch = await watched(guard)
    shared.clock.set(NOW + HOUR)
    await more(shared, guard, [new], SEES)
    assert (await alarm(guard, watch, ANALYST)).alerts == ()


async def test_an_ended_watch_tells_what_came_while_it_ran_and_nothing_of_after(shared: Installation) -> None:
    for stops in ("expires", "ended"):
        guard = await put(shared, trap("saw", "where"), SEES, C1_HELD, C2_WAITS)
        watch = await watched(guard, until=NOW + 2 * HOUR if stops == "expires" else NOW + DAY)
        shared.clock.set(NOW + 2 * HOUR)
        if stops == "ended":
            outcome = await guard.watches.end(asks("u-bart"), watch)
            assert outcome.value is not None
            assert (outcome.value.state, outcome.value.watch.ended_by) == ("ENDED", "u-bart")
        shared.clock.set(NOW + 3 * HOUR)
        during, after = recorded(link("saw"), NOW + HOUR), recorded(link("where"), NOW + 3 * HOUR)
        held = begun(replace(C2_WAITS, id="G-during", scopes=("C2",)), NOW + HOUR)
        late = begun(replace(C2_WAITS, id="G-late", grantee="user:u-saar", scopes=("C1", "C2")), NOW + 3 * HOUR)
        await more(shared, guard, [during, after], SEES, C1_HELD, held, late)
        assert [one.cause for one in (await alarm(guard, watch, ANALYST)).alerts] == [SAW], stops
        found = await alarm(guard, watch)
        assert [one.cause for one in found.alerts] == ["G-during"], stops
        assert found.state == {"expires": "EXPIRED", "ended": "ENDED"}[stops]
        assert codes(await guard.watches.end(asks(FUNCTIONARY), watch)) == ["WRONG_STATE"]
    steps = [entry for entry in read_entries(shared.audit.folder) if entry["action"] in ("watch.begin", "watch.end")][-5:]
    on_record = [("watch.begin", "begun"), ("watch.begin", "done"), ("watch.end", "begun"), ("watch.end", "done")]
    assert [(entry["action"], entry["outcome"]) for entry in steps] == [*on_record, ("watch.end", "WRONG_STATE")]
    assert [entry["detail"]["about"] for entry in steps if entry["outcome"] == "begun"] == [[f"watch:{watch}"]] * 2


async def test_an_alert_is_noted_once_by_somebody_who_is_told_of_it(shared: Installation) -> None:
    guard = await put(shared, trap("saw"), SEES, C1_HELD, C2_WAITS)
    watch = await watched(guard)
    shared.clock.set(NOW + HOUR)
    await more(shared, guard, [recorded(link("saw"), NOW + HOUR)], SEES, C1_HELD, begun(C2_WAITS, NOW + HOUR))
    of_grant, of_link = [(await alarm(guard, watch, who)).alerts[0] for who in (FUNCTIONARY, ANALYST)]
    asked = {FUNCTIONARY: asks(FUNCTIONARY), ANALYST: asks(ANALYST, PURPOSE), OUTSIDER: asks(OUTSIDER)}
    wrong = [(FUNCTIONARY, of_link), (ANALYST, of_grant), (OUTSIDER, of_grant), (OUTSIDER, of_link)]
    for who, alert in wrong:
        assert codes(await guard.alarms.acknowledge(asked[who], watch, alert.id)) == ["NOT_FOUND"], who
    for who, alert in ((FUNCTIONARY, of_grant), (ANALYST, of_link)):
        assert (await guard.alarms.acknowledge(asked[who], watch, alert.id)).done
        assert codes(await guard.alarms.acknowledge(asked[who], watch, alert.id)) == ["ALREADY_DONE"]
        (seen,) = (await alarm(guard, watch, who)).alerts
        assert seen == replace(alert, acknowledged_by=who, acknowledged_at=NOW + HOUR)
    entries = [entry for entry in read_entries(shared.audit.folder) if entry["action"] == "watch.acknowledge"]
    assert [entry["outcome"] for entry in entries][-6:] == ["begun", "done", "ALREADY_DONE"] * 2


@pytest.mark.parametrize(
    "who, purpose", [("u-fenna", "GRANT_ADMINISTRATION"), ("u-hugo", "GRANT_ADMINISTRATION"), ("u-willemijn", PURPOSE)]
)
async def test_who_does_not_speak_for_the_originator_begins_and_ends_nothing_and_learns_of_nothing(
    shared: Installation, who: str, purpose: str
) -> None:
    """Somebody of another organisation, somebody who does not administer, and somebody who does not do so now."""
    refused = []
    for there in (False, True):
        guard = await put(shared, trap(), SEES)
        watch = await watched(guard) if there else "W-0123456789abcdef0123"
        as_who = asks(who, purpose)
        refused.append(
            [
                codes(await guard.watches.begin(as_who, Wanted(JUDGE, "x", NOW + DAY))),
                codes(await guard.watches.end(as_who, watch)),
                codes(await guard.alarms.of(as_who, watch, 100)),
                (await guard.watches.list(as_who, 100)).value,
                (await guard.administration.notices(as_who)).value,
            ]
        )
    assert refused[0] == refused[1] == [["NOT_FOUND"], ["NOT_FOUND"], ["NOT_FOUND"], (), ()]


async def test_a_watch_is_of_a_person_of_ones_own_with_a_reason_and_an_end(shared: Installation) -> None:
    theirs = NodeStatement("Person", _theirs(Trap().nodes[0]), Trap().nodes[0].provenance, {}, Trap.id("theirs"))
    guard = await put(shared, [*trap(), theirs], SEES)
    for person in (theirs.id, Trap.id("van"), Trap.id("nobody"), "x" * 5_000, ""):
        assert codes(await guard.watches.begin(asks(FUNCTIONARY), Wanted(person, "x", NOW + DAY))) == ["NOT_FOUND"], person[:40]
    for reason, until, code in (
        (" ", NOW + DAY, "INVALID"),
        ("x" * 2_001, NOW + DAY, "INVALID"),
        ("x", NOW, "ENDED"),
        ("x", NOW + timedelta(days=367), "INVALID"),
    ):
        assert codes(await guard.watches.begin(asks(FUNCTIONARY), Wanted(JUDGE, reason, until))) == [code]
    wanted = Wanted(JUDGE, "threatened", NOW + timedelta(days=366))
    first = await guard.watches.begin(asks(FUNCTIONARY), wanted, "key")
    again = await guard.watches.begin(asks(FUNCTIONARY), wanted, "key")
    assert first.value == again.value is not None
    assert codes(await guard.watches.begin(asks(FUNCTIONARY), replace(wanted, reason="y"), "key")) == ["KEY_REUSED"]
    assert codes(await guard.watches.begin(asks("u-bart"), wanted)) == ["ALREADY_DONE"]
    assert [one.watch.person for one in (await guard.watches.list(asks(ANALYST, PURPOSE), 100)).value or ()] == [JUDGE]


async def test_an_organisation_watches_so_many_at_once_and_others_take_no_room(shared: Installation) -> None:
    people = [replace(Trap().nodes[0], id=f"{n:032x}") for n in range(4)]
    theirs = replace(people[0], marking=_theirs(people[0]), id=Trap.id("theirs"))
    guard = await put(shared, [*trap(), *people, theirs], SEES)
    with patch.object(watches, "MOST", 2):
        await watched(guard, "u-marijn", theirs.id)
        first = await watched(guard, person=people[0].id)
        await watched(guard, person=people[1].id)
        assert codes(await guard.watches.begin(asks(FUNCTIONARY), Wanted(people[2].id, "x", NOW + DAY))) == ["NOT_ALLOWED"]
        await guard.watches.end(asks(FUNCTIONARY), first)
        await watched(guard, person=people[2].id)


async def test_those_that_run_are_listed_before_those_that_ended_and_one_that_is_not_listed_is_still_there(
    shared: Installation,
) -> None:
    guard = await put(shared, trap(), SEES)
    with patch.object(turns, "KEPT", 1):
        first = await watched(guard, until=NOW + DAY)
        await guard.watches.end(asks(FUNCTIONARY), first)
        shared.clock.set(NOW + HOUR)
        second = await watched(guard, until=NOW + 2 * HOUR)
        listed = (await guard.watches.list(asks(FUNCTIONARY), 100)).value or ()
        assert [(one.watch.id, one.state) for one in listed] == [(second, "RUNNING")]
        assert (await alarm(guard, first)).state == "ENDED"


async def test_whatever_is_hidden_changes_no_byte_of_what_is_told(shared: Installation) -> None:
    """Others know more, relate it to the judge, watch it, and give grants on it: the originator's two people notice nothing."""
    answers = []
    c3 = replace(Trap._marking("C1 C2"), originator="OM", originators=frozenset({"OM"}), releasable_to=frozenset({"POL"}))
    own_c3 = Trap._marking("C3")
    other = NodeStatement("Person", c3, Provenance(to_text(NOW - DAY)), {"displayName": "x"}, Trap.id("other"))
    hidden: list[Statement] = [
        other,
        replace(other, marking=own_c3, id=Trap.id("own other")),
        RelationshipStatement("SAME_AS", other.id, JUDGE, c3, Provenance(to_text(NOW + HOUR)), {}, Trap.id("link same")),
        recorded(link("where"), NOW + HOUR, marking=own_c3, id=Trap.id("link c3"), start=Trap.id("report"), end=Trap.id("home")),
        recorded(link("uses"), NOW - DAY, marking=c3, id=Trap.id("link om"), type="AT", start=JUDGE, end=Trap.id("home")),
    ]
    theirs = granted("G-om", "C1", "ACTIVE", grantor="OM", granted_by="u-marijn", history=(Step(NOW + HOUR, "ACTIVE"),))
    for there in (False, True):
        guard = await put(shared, [*trap("saw"), *(hidden[:1] if there else [])], SEES, C1_HELD, C2_WAITS)
        if there:
            await watched(guard, "u-marijn", other.id)
        begins = await guard.watches.begin(asks(FUNCTIONARY), Wanted(JUDGE, "threatened", NOW + DAY), "key")
        assert begins.value is not None
        shared.clock.set(NOW + HOUR)
        new = [recorded(link("saw"), NOW + HOUR), *(hidden if there else [])]
        grants = (SEES, C1_HELD, begun(C2_WAITS, NOW + HOUR), *((theirs,) if there else ()))
        await more(shared, guard, new, *grants)
        watch = begins.value.watch.id
        told = [await alarm(guard, watch, who) for who in (FUNCTIONARY, ANALYST)]
        assert all(one.alerts for one in told)
        listed = [
            (await guard.watches.list(asks(ANALYST, PURPOSE), 100)).value,
            (await guard.watches.list(asks(FUNCTIONARY), 100)).value,
        ]
        given = [(one.kind, one.about) for one in await notices(guard, FUNCTIONARY)]
        answers.append(repr(([alarm_told(one) for one in told], [watch_told(one) for some in listed for one in some or ()], given)))
    assert answers[0] == answers[1]


@contextmanager
def counted(of: type, name: str, before: Callable[[int], Awaitable[None]] | None = None) -> Iterator[list[Any]]:
    """What a method was called with, call by call, while it does what it does; something may come before the n-th call is answered."""
    calls: list[Any] = []
    real = getattr(of, name)

    async def call(self: Any, *given: Any) -> Any:
        calls.append(given)
        found = await real(self, *given)
        if before:
            await before(len(calls))
        return found

    with patch.object(of, name, call):
        yield calls


async def policies_changed(guard: Guard, *records: Any, at: datetime = NOW) -> None:
    """A change of policy: of these records, or of none."""
    kept = guard.directory.records
    assert await kept.apply(await kept.epoch(), Change(records=records), at, "u-bart")


async def test_only_who_is_told_of_watches_looks_out_and_waits_for_it(shared: Installation) -> None:
    """An overseer of the originator is told what it is told of grants, and an analyst what they are told by name; of watches neither."""
    register = shared.world.register
    like = next(user for user in register.users if user.key == FUNCTIONARY)
    register = replace(register, users=(*register.users, replace(like, key="u-over", roles=("OVERSEER",))))
    with patch.object(shared, "world", replace(shared.world, register=register)):
        guard = await put(shared, trap(), C1_HELD, C2_WAITS)
        watch = await watched(guard)
        await more(shared, guard, [], C1_HELD, begun(C2_WAITS, NOW))
    with patch.object(Toward, "reached", side_effect=StoreError("down")):
        for who in ("u-over", ANALYST, OUTSIDER):
            assert (await guard.administration.notices(asks(who))).value == ()
            assert await told_since(guard, who) == b""
        with pytest.raises(StoreError):
            await guard.administration.notices(asks(FUNCTIONARY))
    assert [one.kind for one in await notices(guard, FUNCTIONARY)] == ["NEW_PATH"]
    assert watch.encode() in (await told_since(guard, FUNCTIONARY))
    for who in ("u-over", ANALYST):
        assert await notices(guard, who) == ()
        assert await told_since(guard, who) == b""


async def told_since(guard: Guard, who: str) -> bytes:
    """What somebody is told who follows from the beginning."""
    standing, _, _ = await guard.notices.any_since(asks(who), Place(0))
    return (await guard.notices.look(asks(who), Place(0), standing.classes.digest, lambda some: repr(some).encode())).body


async def test_no_number_of_watches_pushes_a_grant_out_of_what_is_told(shared: Installation) -> None:
    guard = await put(shared, trap())
    give = ControlStatement("""
    UNWIND range(0, 600) AS n
    CREATE (:PolicyNotice {organisation: 'DLIO', kind: CASE n WHEN 0 THEN 'BREAK_GLASS' ELSE 'NEW_PATH' END, about: toString(n),
      at: CASE n WHEN 0 THEN $before ELSE $at END, id: toString(n), changeOrder: n})
    """)
    await shared.store.write((give, {"before": to_text(NOW - DAY), "at": to_text(NOW)}))
    assert Counter(one.kind for one in await notices(guard, FUNCTIONARY)) == {"NEW_PATH": 500, "BREAK_GLASS": 1}


async def test_who_was_served_as_a_grant_began_and_is_no_more_when_somebody_looks_is_told(shared: Installation) -> None:
    """Off the team, or gone, before the originator looks: it opened what it opened."""
    for leaves in ("the team", "altogether"):
        team = Team("POL-SHORT", "POL")
        daan = next(user for user in shared.world.register.users if user.key == "u-daan")
        member = replace(daan, teams=(*daan.teams, team.code))
        others = tuple(user for user in shared.world.register.users if user.key != "u-daan")
        register = replace(shared.world.register, users=(*others, member), teams=(*shared.world.register.teams, team))
        grant = replace(C2_WAITS, grantee=f"team:{team.code}")
        with patch.object(shared, "world", replace(shared.world, register=register)):
            guard = await put(shared, trap(), C1_HELD, grant)
            watch = await watched(guard)
            shared.clock.set(NOW + HOUR)
            await more(shared, guard, [], C1_HELD, begun(grant, NOW + HOUR))
        after = daan if leaves == "the team" else replace(member, ended=to_text(NOW + 2 * HOUR))
        await policies_changed(guard, after, at=NOW + 2 * HOUR)
        shared.clock.set(NOW + 3 * HOUR)
        (alert,) = (await alarm(guard, watch)).alerts
        assert (alert.cause, [part.users for part in alert.opened]) == ("G-new", [("u-daan",)]), leaves


async def test_a_grant_is_decided_once_for_all_who_are_watched_and_never_again(shared: Installation) -> None:
    """Of one that covers nothing of the originator's nothing is kept; the newest alerts alone are worked out, and none to note one."""
    second = replace(Trap().nodes[0], id=Trap.id("second"))
    elsewhere = replace(C2_WAITS, id="G-elsewhere", scopes=("C9",))
    later = replace(C2_WAITS, id="G-later", grantee="user:u-saar", scopes=("C1", "C2"))
    guard = await put(shared, [*trap(), second], C1_HELD, C2_WAITS, elsewhere, later)
    watch = await watched(guard)
    await watched(guard, person=second.id)
    shared.clock.set(NOW + HOUR)
    grants = [begun(C2_WAITS, NOW + HOUR), begun(elsewhere, NOW + HOUR), begun(later, NOW + 2 * HOUR)]
    await more(shared, guard, [], C1_HELD, *grants[:2], later)
    shared.clock.set(NOW + HOUR + 2 * SETTLES)
    with counted(Toward, "reached") as calls:
        await notices(guard, FUNCTIONARY)
        assert sorted(filed.grant.id for _, filed, _ in calls) == ["G-elsewhere", "G-new"]
    kept = await shared.store.run(ControlStatement("MATCH (cause:WatchCause) RETURN cause.cause AS cause"))
    assert [row["cause"] for row in kept] == ["G-new"] * 2
    shared.clock.set(NOW + 2 * HOUR)
    await more(shared, guard, [], C1_HELD, *grants)
    with counted(Toward, "reached") as calls:
        await notices(guard, FUNCTIONARY)
        assert [filed.grant.id for _, filed, _ in calls] == ["G-later"]
    with counted(Toward, "reached") as calls:
        newest = (await guard.alarms.of(asks(FUNCTIONARY), watch, 1)).value
        assert newest is not None
        assert [one.cause for one in newest.alerts] == ["G-later"]
        assert [filed.grant.id for _, filed, _ in calls] == ["G-later"]
        assert (await guard.alarms.acknowledge(asks("u-bart"), watch, newest.alerts[0].id)).done
        assert len(calls) == 1


async def test_what_was_judged_by_policies_that_changed_meanwhile_is_judged_anew(shared: Installation) -> None:
    guard = await put(shared, trap(), C1_HELD, replace(C2_WAITS, scopes=("C1",)))
    watch = await watched(guard)
    await more(shared, guard, [], C1_HELD, begun(replace(C2_WAITS, scopes=("C1",)), NOW))

    async def changes(call: int) -> None:
        if call == 1:
            await more(shared, guard, [], C1_HELD, begun(C2_WAITS, NOW))

    with counted(Toward, "reached", changes) as calls:
        assert [one.kind for one in await notices(guard, FUNCTIONARY)] == ["NEW_PATH"]
        assert len(calls) == 2

    async def change(call: int) -> None:
        if call == 1:
            await policies_changed(guard)

    with counted(Alerts, "by_grants", change) as calls:
        assert len((await alarm(guard, watch)).alerts) == 1
        assert len(calls) == 2, "what is told is of one epoch"


async def test_a_watch_is_kept_to_the_millisecond_and_begun_again_it_is_the_same(shared: Installation) -> None:
    guard = await put(shared, trap())
    wanted = Wanted(JUDGE, " threatened ", NOW + DAY + timedelta(microseconds=1_234))
    both = [(await guard.watches.begin(asks(FUNCTIONARY), wanted, "key")).value for _ in range(2)]
    assert both[0] == both[1]
    assert both[0] is not None
    assert both[0].watch.until == NOW + DAY + timedelta(milliseconds=1)


async def test_nobody_notes_the_alert_of_a_grant_that_they_had_a_part_in(shared: Installation) -> None:
    for part in ("asked", "consented", "approved", "is served"):
        terms: dict[str, Any] = {
            "asked": {"requested_by": FUNCTIONARY},
            "consented": {"approvals": (("DLIO", FUNCTIONARY),)},
            "approved": {"history": (*C2_WAITS.history, Step(NOW, "ACTIVE", "", FUNCTIONARY))},
            "is served": {"grantee": f"user:{FUNCTIONARY}", "scopes": ("C1", "C2")},
        }[part]
        guard = await put(shared, trap(), C1_HELD, C2_WAITS)
        watch = await watched(guard)
        await more(shared, guard, [], C1_HELD, replace(begun(C2_WAITS, NOW), **terms))
        (alert,) = (await alarm(guard, watch)).alerts
        assert codes(await guard.alarms.acknowledge(asks(FUNCTIONARY), watch, alert.id)) == ["FOUR_EYES"], part
        assert (await guard.alarms.acknowledge(asks("u-bart"), watch, alert.id)).done, part


async def test_a_right_that_ends_while_a_watch_begins_ends_that(shared: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """The policies are others after they were looked at, and before the watch is there: it is decided anew."""
    guard = await put(shared, trap(), C1_HELD, C2_WAITS)
    looked = Meanwhile(monkeypatch, shared.endpoint, control_watches.LOCK_WATCHES, RAISE)
    await watched(guard)
    assert looked.runs == 2
