"""Organisations side by side: the numbers are the plain reference's of one's own records, and nothing that is another's changes one."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from access_policies.guard.sights import Sight
from graph_model.statement import NodeStatement
from tests.access_policies.conftest import Installation
from tests.access_policies.test_administration import asks, codes
from tests.access_policies.test_preview import RECORDED
from tests.access_policies.test_preview_paths import Trap, granted
from tests.invented import invented_raw
from tests.oracle.decision import instant
from tests.oracle.view import View, identified

PARTNERS = ("DLIO", "NCTV")
Numbers = dict[str, tuple[int, dict[str, int]]]
"""By purpose: people who see any of the records, and the records that anybody sees, by type."""


def _expected(world: Mapping[str, Any], organisation: str, originator: str) -> Numbers:
    found: Numbers = {}
    people = [user["key"] for user in world["users"] if user["org"] == organisation]
    for purpose in sorted({purpose for grant in world["grants"] for purpose in grant["purposes"]}):
        views = [View(dict(world), who, purpose, instant(world["now"])).nodes.values() for who in people]
        own = [{(one.id, one.type) for one in view if one.marking["originator"] == originator} for view in views]
        if any(own):
            together = Counter(kind for _, kind in set().union(*own))
            found[purpose] = (sum(1 for each in own if each), dict(sorted(together.items())))
    return found


def _given(shared: Installation, organisation: str, grantor: str) -> set[str]:
    """Grants in force of one organisation to people of another, from the register as it was loaded."""
    grantees = {name for user in shared.world.register.users if user.organisation == organisation for name in user.grantees}
    grants = (grant for grant in shared.world.register.grants if grant.grantor == grantor and grant.grantee in grantees)
    now = shared.clock.now()
    return {grant.id for grant in grants if grant.state_at(now) == "ACTIVE" and grant.not_before <= now}


async def _told(shared: Installation, who: str = "u-fenna", partners: tuple[str, ...] = PARTNERS) -> tuple[Sight, ...]:
    outcome = await shared.guard.administration.sights.of(asks(who), partners)
    assert outcome.value is not None, codes(outcome)
    return outcome.value


async def test_the_numbers_are_those_of_the_reference(shared: Installation) -> None:
    numbers = count()
    raw = json.loads(json.dumps(invented_raw(), default=str))
    world, given = identified(raw, lambda: f"x{next(numbers)}"), set[str]()
    for who, originator, partners in (("u-fenna", "POL", PARTNERS), ("u-yfke", "NCTV", ("DKDB", "POL"))):
        for sight in await _told(shared, who, partners):
            told = {part.purpose: (part.users, dict(part.records)) for part in sight.purposes}
            assert told == _expected(world, sight.organisation, originator), (who, sight.organisation)
            assert sight.grants == len(_given(shared, sight.organisation, originator)), (who, sight.organisation)
            given |= _given(shared, sight.organisation, originator)
    assert len(given) > 3
    one, two = await _told(shared)
    assert one.purposes != two.purposes
    assert all(part.classes > 0 for part in (*one.purposes, *two.purposes))


async def test_who_is_nobody_and_who_sees_nothing_are_told_alike(shared: Installation) -> None:
    nobody, nothing = await _told(shared, partners=("NOBODY", "GEMH"))
    assert replace(nobody, organisation="") == replace(nothing, organisation="")


@pytest.mark.parametrize(
    "who, purpose", [("u-daan", "GRANT_ADMINISTRATION"), ("u-hadewych", "OVERSIGHT"), ("u-fenna", "OVERSIGHT")]
)
async def test_who_does_not_administer_is_told_nothing(shared: Installation, who: str, purpose: str) -> None:
    outcome = await shared.guard.administration.sights.of(asks(who, purpose), PARTNERS)
    assert (outcome.value, codes(outcome)) == (None, ["NOT_FOUND"])


async def test_what_is_anothers_changes_no_number(shared: Installation) -> None:
    """Another originator keeps a record that it lets somebody else of the partner see."""
    levels, base = {"u-daan": "DEP_V", "u-saar": "STG_C"}, shared.world.register
    users = [user for user in base.users if user.key in (*levels, "u-willemijn")]
    users = [replace(user, clearances=(("VIRBI", levels[user.key]),)) if user.key in levels else user for user in users]
    own = granted("G-own", "C1", "ACTIVE", grantee="user:u-daan")
    of_om = granted("G-om", "C3", "ACTIVE", grantor="OM", grantee="user:u-saar", approvals=(("OM", "u-maud"),))
    theirs = replace(Trap._marking("C3"), originator="OM", originators=frozenset({"OM"}), level="STG_C")
    more = NodeStatement("Person", theirs, RECORDED, {"displayName": "theirs"}, Trap.id("theirs"))
    told = []
    for grants, others in (((own,), []), ((own, of_om), [more])):
        await shared.store_wiped()
        guard, trap = shared.guard_anew(), Trap()
        await guard.intake.found(replace(base, users=tuple(users), grants=grants), [*trap.nodes, *others], trap.links)
        told.append((await guard.administration.sights.of(asks("u-willemijn"), ("POL", "OM"))).value)
    assert told[0] is not None
    assert [(part.users, part.classes) for part in told[0][0].purposes] == [(1, 2)]
    assert told[0] == told[1]
