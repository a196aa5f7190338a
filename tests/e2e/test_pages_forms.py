"""Forms of administration over HTTP: the directory, break-glass and the review campaign; refusals beside what was typed."""

import re
from html import unescape
from typing import Any

import httpx

from api.pages.review import LOOKED, UNSEEN
from tests.e2e.conftest import Service
from tests.e2e.office import question
from tests.e2e.test_writes_pointers import published
from tests.e2e.visit import Visit, visit

DESK = "/pages/GRANT_ADMINISTRATION"
USER = "directory { users { key name roles clearances { scheme level } clearedUntil systems compartments teams conflicts ended } }"
Fields = dict[str, str]


async def send(browser: Visit, place: str, purpose: str = "GRANT_ADMINISTRATION", **fields: str) -> httpx.Response:
    """Send a form with the seal of its session."""
    seal = str((await browser.facts())["seal"])
    return await browser.client.post(f"/pages/{purpose}/{place}", data={"seal": seal, **fields})


async def page(browser: Visit, place: str, purpose: str = "GRANT_ADMINISTRATION") -> str:
    """A page, as text."""
    answer = await browser.client.get(f"/pages/{purpose}/{place}")
    assert answer.status_code == 200, answer.text
    return answer.text


def form_of(text: str, action: str) -> Fields:
    """The fields of a form as it stands in a page: what a browser would send if nobody touched it."""
    form = re.search(rf'<form[^>]*action="[^"]*{re.escape(action)}">(.*?)</form>', text, re.DOTALL)
    assert form, action
    fields: Fields = {}
    for tag in re.findall(r"<input[^>]*>", form[1]):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        is_ticked = not re.search(r'type="(checkbox|radio)"', tag) or " checked" in tag
        if name and is_ticked:
            fields[unescape(name[1])] = unescape(value[1]) if value else "on"
    return fields


async def user(service: Service, key: str) -> dict[str, Any]:
    """Somebody of the police as its security officer sees them."""
    seen = await question(service, "u-bente", USER)
    return next((one for one in seen["users"] if one["key"] == key), {})


async def test_people_and_teams_are_changed_by_forms_that_change_nothing_else(service: Service) -> None:
    before = await user(service, "u-daan")
    async with visit(service) as bente, visit(service) as fenna:
        await bente.sign_in("u-bente")
        await fenna.sign_in("u-fenna")
        held, stale = [form_of(await page(one, "directory?user=u-daan"), "/changeUser") for one in (bente, fenna)]
        untouched = await send(bente, "directory/changeUser", **held)
        assert untouched.headers["location"].endswith("/directory?done=changeUser")
        assert await user(service, "u-daan") == before
        changed = held | {"conflicts": "C1 C2", "clearances": "VIRBI:DEP_V"}
        assert (await send(bente, "directory/changeUser", **changed)).status_code == 303
        after = await user(service, "u-daan")
        assert after == before | {"conflicts": ["C1", "C2"], "clearances": [{"scheme": "VIRBI", "level": "DEP_V"}]}
        late = (await send(fenna, "directory/changeUser", **stale | {"name": 'Daan "<b>'})).text
        assert "STALE" in late
        assert 'value="Daan &#34;&lt;b&gt;"' in late
        assert form_of(late, "/changeUser")["version"] == stale["version"]
        assert (await user(service, "u-daan"))["name"] == before["name"]
        assert "clearances" not in stale
        forged = (await send(fenna, "directory/changeUser", **stale | {"clearances": "VIRBI:STG_ZG"})).text
        assert "STALE" in forged
        fresh = form_of(await page(fenna, "directory?user=u-daan"), "/changeUser")
        assert "NOT_ALLOWED" in (await send(fenna, "directory/changeUser", **fresh | {"clearances": "VIRBI:STG_ZG"})).text
        for name in ("addTeam", "endTeam"):
            assert (await send(fenna, f"directory/{name}", code="POL-KADE")).status_code == 303
        refused = (await send(fenna, "directory/addTeam", code="DLIO-KADE")).text
        assert "INVALID" in refused
        assert 'value="DLIO-KADE"' in refused
        new = {"key": "u-new", "organisation": "POL", "name": "Nieuw", "clearedUntil": "2027-01-01T00:00", "role.ANALYST": "on"}
        assert (await send(fenna, "directory/addUser", **new | {"role.GRANT_ADMIN": "on"})).status_code == 200
        assert await user(service, "u-new") == {}
        assert (await send(bente, "directory/addUser", **new)).status_code == 303
        assert (await user(service, "u-new"))["roles"] == ["ANALYST"]
        assert (await send(bente, "directory/endUser", code="u-new")).status_code == 303
        assert (await user(service, "u-new"))["ended"]
        assert (await send(bente, "directory/explode", code="x")).status_code == 404
        hidden = [(await send(fenna, "directory/endUser", code=key)).text.replace(key, "x") for key in ("u-hugo", "u-nobody")]
        assert _bare(hidden[0]) == _bare(hidden[1])


async def test_a_form_that_nobody_touched_changes_not_even_an_order(service: Service) -> None:
    before = await question(service, "u-yfke", USER)
    async with visit(service) as yfke:
        await yfke.sign_in("u-yfke")
        held = form_of(await page(yfke, "directory?user=u-mats"), "/changeUser")
        assert held["role.SECURITY_OFFICER"] == held["role.GRANT_ADMIN"] == "on"
        assert (await send(yfke, "directory/changeUser", **held)).status_code == 303
    assert await question(service, "u-yfke", USER) == before


async def test_the_operator_lets_an_organisation_begin_and_leave(service: Service) -> None:
    async with visit(service) as tess:
        await tess.sign_in("u-tess")
        kind = re.findall(r"<option[^>]*>([A-Z_]+)</option>", (await page(tess, "directory")).partition("recipient")[2])[0]
        assert (await send(tess, "directory/addOrganisation", code="NIEUW", name="Nieuw", recipient=kind)).status_code == 303
        assert (await send(tess, "directory/addCompartment", code="NIEUW-RING", keeper="NIEUW")).status_code == 303
        assert "TAKEN" in (await send(tess, "directory/addOrganisation", code="NIEUW", name="x", recipient=kind)).text
        assert (await send(tess, "directory/endOrganisation", code="NIEUW")).status_code == 303


async def test_break_glass_is_declared_by_two_and_used_by_one_who_may(service: Service) -> None:
    terms = {
        "id": "BG-POL-nacht", "organisation": "DKDB", "role.DUTY_OFFICER": "on", "scopes": "C3", "field.basic": "on",
        "purpose.PROTECTION_EXECUTION": "on", "ceiling": "DEP_V", "hours": "4", "basis": "PW-BREAK-GLASS", "until": "2026-06-01T00:00",
    }  # fmt: skip
    execution = "PROTECTION_EXECUTION"
    async with visit(service) as fenna, visit(service) as bente, visit(service) as meike, visit(service) as kees:
        for browser, name in ((fenna, "u-fenna"), (bente, "u-bente"), (meike, "u-meike"), (kees, "u-kees")):
            await browser.sign_in(name)
        refused = (await send(fenna, "emergencies", **terms | {"id": "BG-OM-nacht"})).text
        assert "INVALID" in refused
        assert form_of(refused, "/emergencies")["role.DUTY_OFFICER"] == "on"
        assert "do not fit" in (await send(fenna, "emergencies", **terms | {"hours": "9" * 5000})).text
        assert (await send(fenna, "emergencies", **terms)).headers["location"].endswith("/emergencies?done=declare")
        assert "BG-POL-nacht/second" not in await page(fenna, "emergencies")
        assert "FOUR_EYES" in (await send(fenna, "emergencies/BG-POL-nacht/second")).text
        assert "BG-POL-nacht/use" not in await page(meike, "emergencies", execution)
        assert "BG-POL-nacht/second" in await page(bente, "emergencies")
        assert (await send(bente, "emergencies/BG-POL-nacht/second")).status_code == 303
        assert "BG-POL-nacht" not in await page(kees, "emergencies", execution)
        bare = [
            (await send(kees, f"emergencies/{id_}/use", execution, reason="shots", case="C3")).text.replace(id_, "x")
            for id_ in ("BG-POL-nacht", "BG-POL-niets")
        ]
        assert _bare(bare[0]) == _bare(bare[1])
        typed = (await send(meike, "emergencies/BG-POL-nacht/use", execution, reason="two <shots>", case="C1")).text
        assert 'value="two &lt;shots&gt;"' in typed
        used = await send(meike, "emergencies/BG-POL-nacht/use", execution, reason="two shots", case="C3")
        assert "two shots" in (await meike.client.get(used.headers["location"])).text
        assert (await send(bente, "emergencies/BG-POL-nacht/close")).status_code == 303
        assert "BG-POL-nacht/use" not in await page(meike, "emergencies", execution)


async def test_a_campaign_keeps_and_ends_and_who_keeps_many_has_looked(service: Service) -> None:
    async with visit(service) as fenna:
        await fenna.sign_in("u-fenna")
        fields = form_of(await page(fenna, "review"), "/review")
        grants = [name for name in fields if name.startswith("on.")]
        assert len(grants) > UNSEEN + 1
        assert {fields[name] for name in grants} == {"later"}
        decided = dict.fromkeys(grants[: UNSEEN + 1], "keep") | {grants[UNSEEN + 1]: "end"}
        looking = (await send(fenna, "review", **decided)).text
        looks = re.findall(r'name="(looked\.[^"]+)"', looking)
        assert len(looks) == LOOKED
        assert await _states(service, grants) == {"ACTIVE"}
        again = await send(fenna, "review", **decided, **{f"looked.{name.removeprefix('on.')}": "on" for name in grants[:1]})
        assert re.findall(r'name="(looked\.[^"]+)"', again.text) == looks
        done = await send(fenna, "review", **form_of(looking, "/review"), **dict.fromkeys(looks, "on"))
        assert done.headers["location"].endswith("/review?done=7")
        assert await _states(service, grants[: UNSEEN + 1]) == {"ACTIVE"}
        assert await _states(service, [grants[UNSEEN + 1]]) == {"REVOKED"}
        other = (await send(fenna, "review", **{"on.G-insp-c2": "end", "on.G-nobody": "end"})).text
        assert "G-nobody" not in other
        assert (await question(service, "u-rosa", 'grant(id: "G-insp-c2") { state }'))["state"] == "EXPIRED"


async def _states(service: Service, names: list[str]) -> set[str]:
    asked = [await question(service, "u-fenna", f'grant(id: "{name.removeprefix("on.")}") {{ state }}') for name in names]
    return {one["state"] for one in asked}


def _bare(text: str) -> str:
    """A page without its receipt, which is of this one answer."""
    return re.sub(r"<code>[^<]{60,}</code>", "", text)


async def test_a_pointer_leads_to_a_request_and_one_that_is_not_sensed_is_not_there(service: Service) -> None:
    phone, _ = await published(service)
    terms = {"grantee": "user:u-daan", "basis": "WPG-15", "necessity": "same number in two cases", "ceiling": "STG_C"}
    terms |= {"from": "2026-03-16T00:00", "until": "2026-04-16T00:00"}
    async with visit(service) as browser:
        await browser.sign_in("u-daan")
        listed = await page(browser, "pointers", "THREAT_ASSESSMENT")
        assert ("PW-7Q2" in listed, "PW-9M4" in listed, listed.count("DLIO consent desk")) == (True, True, 2)
        assert service.world.ids["I-tel2.DLIO"] not in listed
        way = re.search(rf'href="[^"]*(pointers/{phone}[^"]*)"', listed)
        assert way
        form = form_of(await page(browser, way[1], "THREAT_ASSESSMENT"), f"/{way[1]}")
        untold = await send(browser, way[1], "THREAT_ASSESSMENT", **form | terms | {"basis": ""})
        assert 'class="note bad' in untold.text
        assert "same number in two cases" in untold.text
        form = form_of(untold.text, f"/{way[1]}")
        sent = [await send(browser, way[1], "THREAT_ASSESSMENT", **form | terms) for _ in range(2)]
        assert sent[0].headers["location"] == sent[1].headers["location"]
        nowhere = f"pointers/{'0' * 32}"
        assert "There is no such pointer for you." in await page(browser, nowhere, "THREAT_ASSESSMENT")
        lost = (await send(browser, nowhere, "THREAT_ASSESSMENT", **form | terms)).text
        assert ('class="note bad' in lost, "same number in two cases" in lost, "PW-7Q2" in lost) == (True, True, False)
    (asked,) = await question(service, "u-willemijn", f'grants(scope: "pointer:{phone}") {{ grantee state }}')
    assert asked == {"grantee": "user:u-daan", "state": "REQUESTED"}
    async with visit(service) as browser:
        await browser.sign_in("u-kees")
        assert "No pointer was published to you" in await page(browser, "pointers", "PROTECTION_EXECUTION")
        hidden, missing = [(await page(browser, f"pointers/{one}", "PROTECTION_EXECUTION")) for one in (phone, "0" * 32)]
        assert hidden.replace(phone, "0" * 32) == missing
