"""The stories' lists of grants, story (j) step by step, and what changes while somebody decides: each on a world of its own."""

from dataclasses import replace

from access_policies.guard import Asked
from graph_model.instant import parse
from loaders.scenario.world import read_world
from tests.access_policies.conftest import Installation
from tests.access_policies.test_administration import asks, codes, requested, state
from tests.invented import invented_raw

RAW = invented_raw()
NOW = "2026-03-16T09:00:00Z"


async def test_every_list_of_grants_in_the_stories_is_what_the_reference_says(installation: Installation) -> None:
    await installation.guard.directory.register(read_world(whole_history=True).register)
    steps = [step for story in RAW["stories"] for step in story["steps"] if step["query"]["op"] == "grants"]
    for step in steps:
        installation.clock.set(parse(step["at"]))
        outcome = await installation.guard.administration.list(asks(step["who"], step["purpose"]), step["query"].get("scope"))
        assert [f"{seen.grant.id}={seen.state}" for seen in outcome.value or ()] == step["sees"]
    assert len(steps) == 4


async def test_story_j_from_the_question_to_the_answer(installation: Installation) -> None:
    office, clock = installation.guard.administration, installation.clock
    clock.set(parse("2026-03-16T10:05:00Z"))
    grant = await requested(installation)
    assert [notice.about for notice in (await office.notices(asks("u-willemijn"))).value or ()] == [grant]
    clock.set(parse("2026-03-16T10:40:00Z"))
    assert codes(await office.approve(asks("u-bart"), grant)) == ["WRONG_STATE"]
    assert state(await office.consent(asks("u-willemijn"), grant)) == "CONSENT_PENDING"
    clock.set(parse("2026-03-16T11:05:00Z"))
    for nobody in ("u-willemijn", "u-daan", "u-fenna", "u-otto"):
        assert codes(await office.approve(asks(nobody), grant))[0] in ("FOUR_EYES", "NOT_ALLOWED", "NOT_FOUND")
    assert state(await office.approve(asks("u-bart"), grant)) == "ACTIVE"
    mine = (await office.mine(asks("u-daan", "THREAT_ASSESSMENT"))).value or ()
    assert grant in {seen.grant.id for seen in mine if seen.state == "ACTIVE"}


async def test_story_f_what_is_lawfully_told_later_is_not_announced_before_its_day(installation: Installation) -> None:
    office, ilse = installation.guard.administration, asks("u-ilse", "INFORM_PERSON")

    async def of(who: Asked) -> set[str]:
        return {seen.grant.id for seen in (await office.mine(who)).value or ()}

    assert await of(ilse) == {"G-ilse", "G-reg-pers"}
    assert codes(await office.show(ilse, "G-ilse-late")) == codes(await office.show(ilse, "G-nobody")) == ["NOT_FOUND"]
    assert codes(await office.escalate(ilse, "G-ilse-late", "POL")) == codes(await office.escalate(ilse, "G-nobody", "POL"))
    assert "G-ilse-late" in await of(asks("u-lenneke", "INFORM_PERSON"))
    installation.clock.set(parse("2026-04-01T12:00:00Z"))
    assert await of(ilse) == {"G-ilse", "G-ilse-late", "G-reg-pers"}
    assert (await office.show(ilse, "G-ilse-late")).done


async def test_an_originator_whose_record_comes_meanwhile_is_asked_before_it_opens(installation: Installation) -> None:
    office, world = installation.guard.administration, installation.world
    grant = await requested(installation)
    await office.consent(asks("u-willemijn"), grant)
    mine = next(node for node in world.nodes if "C1-TEL" in node.marking.scopes)
    theirs = replace(mine.marking, originator="AIVD", originators=frozenset({"AIVD"}))
    new = replace(mine, id="e" * 32, marking=theirs)
    await installation.guard.intake.found(read_world().register, [new], [])
    await installation.guard.directory.records.known_classes()
    regranted = await requested(installation)
    await office.consent(asks("u-willemijn"), regranted)
    assert codes(await office.approve(asks("u-bart"), regranted)) == ["CONSENT_MISSING"]
    assert (await office.consent(asks("u-otto"), regranted)).done
    assert (await office.approve(asks("u-bart"), regranted)).done


async def test_a_functionary_who_lost_the_role_meanwhile_decides_nothing(installation: Installation) -> None:
    office = installation.guard.administration
    grant = await requested(installation)
    await office.consent(asks("u-willemijn"), grant)
    world = installation.world
    users = tuple(replace(user, roles=()) if user.key == "u-bart" else user for user in world.register.users)
    current = (await office.show(asks("u-willemijn"), grant)).value
    assert current is not None
    await installation.guard.directory.register(replace(world.register, users=users))
    assert codes(await office.approve(asks("u-bart"), grant)) == ["NOT_FOUND"]


async def test_neither_a_menu_nor_an_explanation_tells_of_a_grant_before_it_begins(installation: Installation) -> None:
    """They cover what she sees already, for a purpose that no other grant of hers has; one she will have asked for herself."""
    guard, register, ilse = installation.guard, installation.world.register, asks("u-ilse", "INFORM_PERSON")
    late = next(grant for grant in register.grants if grant.id == "G-ilse-late")
    later = replace(
        late, id="G-later", scopes=("OWN-ZWALUW",), purposes=("INFORM_PERSON", "PUBLIC_ORDER"), requested_by="u-lenneke"
    )
    steps = tuple(replace(step, at=parse("2026-04-30T00:00:00Z")) for step in late.history)
    asked_later = replace(later, id="G-asked-later", requested_by="u-ilse", not_before=parse("2026-01-14T00:00:00Z"), history=steps)
    person = installation.world.ids["P-zwaluw.NCTV"]

    async def told() -> tuple[object, ...]:
        known = {grant.id for grant in (await guard.person("u-ilse")).grants}
        whys = [await guard.administration.explaining.explain(ilse, person, at=parse(at)) for at in (NOW, "2026-05-01T00:00:00Z")]
        return known, *((why.value, why.refusals) for why in whys)

    before = await told()
    await guard.directory.register(replace(register, grants=(*register.grants, later, asked_later)))
    assert await told() == before
    assert before[0] == {"G-ilse", "G-reg-pers"}
    assert before[1] == before[2]
    installation.clock.set(parse("2026-05-01T00:00:00Z"))
    assert {"G-ilse-late", "G-later", "G-asked-later"} <= {grant.id for grant in (await guard.person("u-ilse")).grants}
    assert "G-later" in repr((await told())[2])
