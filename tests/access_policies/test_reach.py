"""What a grant would open is what a decision a record says after it, and did not say before: for each user, purpose and action."""

from dataclasses import replace

from access_policies.classes import ClassIndex, places
from access_policies.decision import Decider
from access_policies.grants import Grant, Step
from access_policies.policy_texts import READS
from access_policies.reach import Reach, as_if_active, reaches
from access_policies.rules import EVERY_ACTION
from access_policies.subject import Context, Subject
from graph_model.marking import Marking
from tests.access_policies.strategies import HOUR, NOW, TABLE, Chance
from tests.access_policies.test_decision import GRANT, MARKING, SUBJECT
from tests.access_policies.test_decision import TABLE as POLICY_TABLE

Permitted = dict[str, list[int]]


def _plainly(subject: Subject, context: Context, grants: list[Grant], markings: list[Marking]) -> Permitted:
    decider = Decider(subject, context, grants, TABLE)
    found = {action: [decision.permit for decision in decider.decide(action, markings)] for action in EVERY_ACTION}
    for action in READS:
        found[action] = [read and see for read, see in zip(found[action], found["see"], strict=True)]
    return {action: [place for place, permit in enumerate(row) if permit] for action, row in found.items()}


def _waiting(chance: Chance) -> Grant:
    """A grant that is not in force yet, and sometimes begins later than now, or is due for review before it begins."""
    grant = replace(chance.grant(99), break_glass=False, level_ceiling="STG_G", history=(Step(NOW - HOUR, "CONSENT_PENDING"),))
    begin = NOW + HOUR * chance.one(-1, 0, 2)
    return replace(grant, not_before=begin, expires=begin + HOUR * 90, review_due=begin + HOUR * chance.one(-1, 0, 50))


def _told(found: dict[str, int]) -> Permitted:
    return {action: list(places(bits)) for action, bits in found.items()}


def test_a_grant_reaches_what_is_permitted_after_and_was_not_before() -> None:
    opened = together = apart = 0
    for seed in range(8):
        chance = Chance(seed)
        markings, grant = [chance.marking() for _ in range(8)], _waiting(chance)
        subjects = [chance.subject(), replace(one := chance.subject(), key="u-two"), replace(one, key="u-three")]
        own = [chance.grant(1), replace(grant, review_due=grant.expires, history=(Step(NOW - HOUR, "ACTIVE"),))]
        held = {subject.key: own for subject in subjects}
        index = ClassIndex(markings)
        found = reaches(grant, [(s, held[s.key]) for s in subjects], TABLE, index, NOW, index.all)
        when = max(NOW, grant.not_before)
        active = replace(grant, history=(Step(when, "ACTIVE"),), review_due=max(grant.review_due, when + HOUR))
        for subject in subjects:
            for purpose in grant.purposes:
                reach = _of(found, subject.key, purpose)
                others = [one for one in held[subject.key] if one.id != grant.id]
                before = _plainly(subject, Context(purpose, when), others, markings)
                after = _plainly(subject, Context(purpose, when), [*others, active], markings)
                alone = _plainly(subject, Context(purpose, when), [active], markings)
                told = (_told(reach.before), _told(reach.after), _told(reach.alone))
                assert told == (before, after, alone), (seed, subject.key, purpose)
                gained = {action: sorted(set(after[action]) - set(before[action])) for action in EVERY_ACTION}
                assert {action: list(places(reach.opened(action))) for action in EVERY_ACTION} == gained
                assert list(places(reach.any_opened)) == sorted({place for row in gained.values() for place in row})
                opened += bool(reach.any_opened)
        assert len({(r.purpose, *r.before.items(), *r.after.items(), *r.alone.items()) for r in found}) == len(found)
        together += any(len(reach.users) > 1 for reach in found)
        apart += len(found) > len(grant.purposes)
    assert min(opened, together, apart) >= 4


def _of(found: list[Reach], user: str, purpose: str) -> Reach:
    (reach,) = [reach for reach in found if reach.purpose == purpose and user in reach.users]
    assert len(set(reach.users)) == len(reach.users)
    return reach


def test_a_grant_that_is_due_for_review_is_seen_as_reviewed_and_another_keeps_its_day() -> None:
    grant = replace(_waiting(Chance(1)), not_before=NOW, expires=NOW + 9 * HOUR, review_due=NOW + 2 * HOUR)
    for at, due in ((NOW, NOW + 2 * HOUR), (NOW + 2 * HOUR, NOW + 9 * HOUR), (NOW + 3 * HOUR, NOW + 9 * HOUR)):
        seen = as_if_active(grant, at)
        assert (seen.review_due_at(at), seen.state_at(at), seen.history) == (due, "ACTIVE", (Step(at, "ACTIVE"),))


def test_users_are_told_apart_by_what_they_could_see_before_and_what_they_see_after() -> None:
    waiting = replace(GRANT, id="G-new", history=(Step(NOW - HOUR, "CONSENT_PENDING"),))
    held = [replace(GRANT, grantee="user:u-old", actions=("see",))]
    users = [(replace(SUBJECT, key=key), held) for key in ("u-old", "u-new", "u-other")]
    found = reaches(waiting, users, POLICY_TABLE, ClassIndex([MARKING]), NOW, 1)
    assert {reach.users: (reach.opened("see"), reach.opened("read_basic")) for reach in found} == {
        ("u-old",): (0, 1),
        ("u-new", "u-other"): (1, 1),
    }


def test_a_grant_to_read_what_is_not_seen_opens_nothing_and_one_to_cite_opens_that() -> None:
    index = ClassIndex([MARKING])
    for actions, opened in ((("read",), ()), (("cite",), ("cite",)), (("see", "read"), ("see", "read_basic"))):
        waiting = replace(GRANT, actions=actions, history=(Step(NOW - HOUR, "REQUESTED"),))
        (reach,) = reaches(waiting, [(SUBJECT, [])], POLICY_TABLE, index, NOW, index.all)
        assert tuple(action for action in EVERY_ACTION if reach.opened(action)) == opened
        assert reach.any_opened == bool(opened)


def test_what_others_hold_and_grant_moves_nobody_to_another_part() -> None:
    both = (("POL", "u-two"), ("OM", "u-three"))
    waiting = replace(GRANT, id="G-new", approvals=both, history=(Step(NOW - HOUR, "CONSENT_PENDING"),))
    low, high = (replace(SUBJECT, key=f"u-{level}", clearances=(("VIRBI", level),)) for level in ("DEP_V", "STG_C"))
    own = replace(MARKING, level="DEP_V")
    theirs = replace(own, originator="OM", level="STG_C")
    elsewhere = replace(theirs, scopes=frozenset({"Z"}))
    of_om = replace(GRANT, id="G-om", grantor="OM", grantee="user:u-STG_C", scopes=("Z",), approvals=both)
    told, apart = [], []
    for markings, grants in (([own], []), ([own, theirs], []), ([own, elsewhere], [of_om])):
        index, members = ClassIndex(markings), [(low, []), (high, grants)]
        found = reaches(waiting, members, POLICY_TABLE, index, NOW, index.having("originator", "POL"))
        told.append([(reach.users, reach.before, reach.after, reach.alone) for reach in found])
        apart.append(len(reaches(waiting, members, POLICY_TABLE, index, NOW, index.all)))
    assert apart == [1, 2, 2], "what others hold would tell them apart"
    assert told[0] == told[1] == told[2]
    ((users, _, after, _),) = told[0]
    assert (users, after["see"]) == (("u-DEP_V", "u-STG_C"), 1)
