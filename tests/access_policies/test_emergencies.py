"""Break-glass over the real store: told in the same transaction, SILENT stays shut, no second use while a review is overdue."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from functools import partial

from access_policies.grants.emergency import Declaration
from access_policies.guard import Asked
from tests.access_policies.conftest import Installation
from tests.access_policies.questions import ask, handles
from tests.access_policies.test_administration import asks, codes
from tests.answers import rendered

HOUR = timedelta(hours=1)
EXECUTION = "PROTECTION_EXECUTION"


async def _records(shared: Installation) -> list[str]:
    question = {"op": "list", "types": ["Person", "Measure", "Place", "Case"]}
    query, parameters = ask(question, shared.world.ids, {})
    who = Asked("u-meike", EXECUTION, "all")
    released = await shared.guard.reading.read(who, query, parameters, partial(rendered, query))
    return handles(question, json.loads(released.body), shared.world.ids)


async def test_from_the_declaration_to_the_review(shared: Installation) -> None:
    office, now = shared.guard.administration.emergencies, shared.world.now
    draft = Declaration(
        "BG-POL-C3", "", "DKDB", ("DUTY_OFFICER",), ("C3", "C3-OPS"), ("basic", "identity", "operational"), "STG_C", (EXECUTION,),
        "PW-BREAK-GLASS", 4, now + 90 * 24 * HOUR, now, "",
    )  # fmt: skip
    assert codes(await office.declare(asks("u-saar"), draft)) == ["NOT_FOUND"]
    assert (await office.declare(asks("u-fenna"), draft)).done
    assert codes(await office.declare(asks("u-fenna"), draft)) == ["TAKEN"]
    assert codes(await office.use(asks("u-meike", EXECUTION), "BG-POL-C3", "shots", "C3")) == ["NOT_FOUND"]
    assert codes(await office.approve(asks("u-fenna"), "BG-POL-C3")) == ["FOUR_EYES"]
    assert (await office.approve(asks("u-bente"), "BG-POL-C3")).done

    before = await _records(shared)
    both = await asyncio.gather(*(office.use(asks("u-meike", EXECUTION), "BG-POL-C3", "shots", "C3") for _ in range(2)))
    assert sorted(codes(outcome) for outcome in both) == [[], ["ALREADY_DONE"]]
    used = next(outcome.value for outcome in both if outcome.value)
    opened = set(await _records(shared)) - set(before)
    assert {"P-beukelaar.POL", "M-m20.POL", "L-kantoor.POL"} <= opened
    assert {"L-huis-beuk.POL", "M-m21.POL"}.isdisjoint(opened)
    for told in ("u-fenna", "u-hadewych"):
        notices = (await shared.guard.administration.notices(asks(told))).value or ()
        assert (notices[0].kind, notices[0].about) == ("BREAK_GLASS", used.grant.id)

    shared.clock.set(now + 4 * HOUR)
    assert await _records(shared) == before
    shared.clock.set(now + 73 * HOUR)
    assert codes(await office.use(asks("u-meike", EXECUTION), "BG-POL-C3", "shots", "C3")) == ["REVIEW_OVERDUE"]
    assert codes(await office.review(asks("u-meike"), used.grant.id, "JUSTIFIED")) == ["NOT_ALLOWED"]
    assert (await office.review(asks("u-hadewych", "OVERSIGHT"), used.grant.id, "JUSTIFIED")).done
    assert (await office.use(asks("u-meike", EXECUTION), "BG-POL-C3", "again", "C3")).done
    assert (await office.end(asks("u-bente"), "BG-POL-C3")).done
    shared.clock.set(now + 80 * HOUR)
    assert codes(await office.use(asks("u-meike", EXECUTION), "BG-POL-C3", "again", "C3")) == ["NOT_FOUND"]
    shared.clock.set(now)


async def test_nobody_learns_by_declaring_what_another_organisation_declared(installation: Installation) -> None:
    office, now = installation.guard.administration.emergencies, installation.world.now
    draft = Declaration(
        "BG-POL-C3", "", "DKDB", ("DUTY_OFFICER",), ("C3",), ("basic",), "STG_C", (EXECUTION,),
        "PW-BREAK-GLASS", 4, now + 90 * 24 * HOUR, now, "",
    )  # fmt: skip
    before = await office.declare(asks("u-willemijn"), draft, dry_run=True)
    assert (await office.declare(asks("u-fenna"), draft)).done
    after = await office.declare(asks("u-willemijn"), draft, dry_run=True)
    assert (before.value, before.refusals) == (after.value, after.refusals)
    assert codes(await office.declare(asks("u-willemijn"), replace(draft, id="\n"))) == ["INVALID"]
    assert (await office.declare(asks("u-willemijn"), replace(draft, id="BG-DLIO-C3"))).done
