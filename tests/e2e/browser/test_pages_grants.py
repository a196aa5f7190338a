"""Administering grants at the pages, with JavaScript switched off: ask, look, decide with four eyes, refuse, revoke, review."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page

from tests.e2e.acts import DECLARATION
from tests.e2e.browser.conftest import Visitor
from tests.e2e.browser.pages import come_in
from tests.e2e.conftest import Service
from tests.e2e.office import REQUEST, STEP, question, state, step

NASTY = '<script>alert(1)</script> "quoted" \u202e\u05d0\u05d1 & ' + "x" * 150
PREVIEW = """grantPreview(id: {id}) {{ parts {{ users records {{ number }} protectedPersons
  newPaths {{ pairs grants kinds {{ tells steps {{ type }} }} }} jointDisclosures {{ pairs grants kinds {{ tells steps {{ type }} }} }} }} }}"""


DECLARE = "declareEmergency(declaration: $declaration) { userErrors { code } }"
Take = Callable[[str], Awaitable[Page]]
DESK = "/pages/GRANT_ADMINISTRATION/grants"


@pytest.fixture
async def sit(service: Service, browser: Browser) -> AsyncIterator[Take]:
    """Gives somebody a browser without JavaScript, at their desk."""
    contexts: list[BrowserContext] = []

    async def take(user: str) -> Page:
        contexts.append(await browser.new_context(java_script_enabled=False, locale="en-GB"))
        page = await contexts[-1].new_page()
        await come_in(Visitor(service, contexts[-1], page), user)
        return page

    yield take
    for context in contexts:
        await context.close()


async def asked(service: Service, grantor: str = "POL", **changes: object) -> str:
    """Ask for a grant over the API, as a partner's system does; its id."""
    wanted = REQUEST | {"grantor": grantor, "grantee": "user:u-noor", "scopes": ["C2"], "necessity": NASTY} | changes
    done = await step(service, "u-noor", f"requestGrant(request: $request) {STEP}", "THREAT_ASSESSMENT", request=wanted)
    assert state(done) == "REQUESTED"
    return str(done["grant"]["id"])


async def press(page: Page, name: str) -> None:
    """Press a button of a step."""
    await page.get_by_role("button", name=name, exact=True).click()


async def buttons(page: Page) -> list[str]:
    """The steps that a page offers."""
    return await page.locator(".step button").all_inner_texts()


async def test_a_hidden_grant_and_a_missing_one_are_the_same_page(service: Service, sit: Take) -> None:
    sipke = await sit("u-sipke")
    shown = set()
    for grant in ("G-pol-c2", "G-nobody", "x" * 64):
        await sipke.goto(f"{service.url}{DESK}/{grant}")
        shown.add(await sipke.content())
        assert await sipke.locator("h1").inner_text() == "Nothing here"
    assert len(shown) == 1


async def test_a_request_is_taken_up_by_one_and_approved_by_another(service: Service, sit: Take) -> None:
    grant = "G-kees-c2"
    fenna = await sit("u-fenna")
    row = fenna.locator("section", has=fenna.locator("#waiting")).locator("tr", has_text=grant)
    assert "19 March 2026" in await row.inner_text()
    await row.get_by_role("link").click()
    preview = await question(service, "u-fenna", PREVIEW.format(id=f'"{grant}"'))
    assert await fenna.locator(".part .numbers .sum").first.inner_text() == str(records_of(preview)) != "0"
    assert await buttons(fenna) == ["Take up or consent", "Refuse"]
    await press(fenna, "Take up or consent")
    done = "Done: Take up or consent. The grant is now: waits for consent and approval."
    assert await fenna.get_by_role("status").inner_text() == done
    assert "Approve" not in await buttons(fenna)
    seal = await fenna.locator(".out input[name=seal]").get_attribute("value") or ""
    answer = await fenna.request.post(f"{service.url}{DESK}/{grant}/approve", form={"seal": seal})
    assert "somebody else must do this" in await answer.text()
    assert await question(service, "u-fenna", f'grant(id: "{grant}") {{ state }}') == {"state": "CONSENT_PENDING"}
    bente = await sit("u-bente")
    await bente.goto(f"{service.url}{DESK}/{grant}")
    await press(bente, "Approve")
    now = await question(service, "u-fenna", f'grant(id: "{grant}") {{ state }}')
    assert (now, await bente.locator("h1 .badge").inner_text()) == ({"state": "ACTIVE"}, "in force")


async def test_a_request_is_refused_on_a_ground_of_the_list_and_revoking_closes_what_it_said(service: Service, sit: Take) -> None:
    grant = await asked(service)
    fenna = await sit("u-fenna")
    await fenna.goto(f"{service.url}{DESK}/{grant}")
    assert await fenna.locator(".facts dd", has_text="quoted").inner_text() == NASTY
    assert await fenna.locator("select[name=ground] option").count() == 12
    await fenna.locator("select[name=ground]").select_option("BPG-2:13-f")
    await press(fenna, "Refuse")
    assert await fenna.locator("h1 .badge").inner_text() == "refused"
    history = (await question(service, "u-fenna", f'grant(id: "{grant}") {{ history {{ ground by }} }}'))["history"]
    assert history[-1] == {"ground": "BPG-2:13-f", "by": "u-fenna"}
    assert await buttons(fenna) == []
    await fenna.goto(f"{service.url}{DESK}/G-hugo-c2")
    assert await fenna.locator("#impact").inner_text() == "What it opens, and ending it closes"
    preview = await question(service, "u-fenna", PREVIEW.format(id='"G-hugo-c2"'))
    assert await fenna.locator(".part .numbers .sum").first.inner_text() == str(records_of(preview)) != "0"
    assert await served(service) > 0
    await fenna.get_by_label("Ground, without content").fill("moved")
    await press(fenna, "Revoke")
    assert await fenna.locator("h1 .badge").inner_text() == "revoked"
    assert await served(service) == 0


async def test_what_opens_between_records_is_drawn_and_what_two_grants_tell_together_stands_first(
    service: Service, sit: Take
) -> None:
    """Noor reads who is threatened in C2; an address without a name is no name, and with hers it is whose."""
    grant = await asked(service, fieldClasses=["basic", "operational"])
    fenna = await sit("u-fenna")
    await fenna.goto(f"{service.url}{DESK}/{grant}")
    joint = (await question(service, "u-fenna", PREVIEW.format(id=f'"{grant}"')))["parts"][0]["jointDisclosures"]
    warning = fenna.locator(".part .paths").first
    await drawn(warning, joint)
    assert joint["grants"] == await warning.get_by_role("link").all_inner_texts() == ["G-nctv-c2"]
    assert {"Place.address", "Place.geo"} <= {field for kind in joint["kinds"] for field in kind["tells"]}
    await fenna.goto(f"{service.url}{DESK}/G-hugo-c2")
    (part,) = (await question(service, "u-fenna", PREVIEW.format(id='"G-hugo-c2"')))["parts"]
    await drawn(fenna.locator(".part .paths"), part["newPaths"])
    assert part["jointDisclosures"] == {"pairs": 0, "grants": [], "kinds": []}


async def drawn(place: Locator, paths: dict[str, Any]) -> None:
    """Each kind of path is a picture of its types, told to whoever hears it as well."""
    assert await place.locator(".sum").inner_text() == str(paths["pairs"]) != "0"
    pictures = await place.get_by_role("img").all()
    for picture, kind in zip(pictures, paths["kinds"], strict=True):
        types = [step["type"] for step in kind["steps"]]
        assert await picture.locator("text:not(.by)").all_text_contents() == types
        assert re.findall(r"(\w+) \([^)]+\)", await picture.get_attribute("aria-label") or "") == types


def records_of(preview: dict[str, Any]) -> int:
    """How many records the first part of a preview counts."""
    return sum(count["number"] for count in preview["parts"][0]["records"])


async def served(service: Service) -> int:
    """How many reports of the police Hugo sees."""
    query = '{ reports(first: 1, where: {originator: {eq: "POL"}}) { totalCount } }'
    answer = await service.ask("u-hugo", "THREAT_ASSESSMENT", query)
    return int(answer.json()["data"]["reports"]["totalCount"])


async def test_a_use_of_break_glass_waits_on_both_desks_until_the_overseer_judges_it(service: Service, sit: Take) -> None:
    declared = await step(service, "u-fenna", DECLARE, declaration=DECLARATION | {"organisation": "DKDB"})
    assert declared["userErrors"] == []
    await step(service, "u-bente", 'approveEmergency(declaration: "BG-POL-roles") { userErrors { code } }')
    using = f'useEmergency(declaration: "BG-POL-roles", reason: "shots", case: "C3") {STEP}'
    used = await step(service, "u-meike", using, "PROTECTION_EXECUTION")
    assert state(used) == "ACTIVE"
    fenna, hadewych = await sit("u-fenna"), await sit("u-hadewych")
    await fenna.locator("section", has=fenna.locator("#lapsed")).get_by_role("link", name=used["grant"]["id"]).click()
    assert "Record the judgement" in await buttons(fenna)
    assert "shots" in await fenna.locator(".terms").inner_text()
    await hadewych.locator(".step select").select_option("NOT_JUSTIFIED")
    await press(hadewych, "Record the judgement")
    assert await hadewych.get_by_role("status").inner_text() == "Your judgement is on record."
    await fenna.reload()
    assert "Not justified · u-hadewych" in await fenna.locator(".terms").inner_text()
    assert "Record the judgement" not in await buttons(fenna)
    await press(hadewych, "Record the judgement")
    assert "ALREADY_DONE" in await hadewych.get_by_role("alert").inner_text()


async def test_somebody_asks_for_a_grant_and_hears_of_it(service: Service, sit: Take) -> None:
    daan = await sit("u-daan")
    await daan.get_by_role("link", name="Ask for a grant").click()
    await daan.get_by_label("Organisation that is asked (code)").fill("NOBODY")
    await daan.get_by_label("Scope").fill("C1-TEL  C1")
    await daan.get_by_label("Legal basis").select_option("WPG-15")
    await daan.get_by_label("Why it is necessary, without content").fill(NASTY)
    await daan.get_by_label("identity").check()
    await daan.get_by_label("From (UTC)").fill("2026-03-16T09:00")
    await daan.get_by_label("Until (UTC), at most a year later").fill("2026-04-16T00:00")
    await press(daan, "Ask")
    assert "UNKNOWN_VALUE" in await daan.get_by_role("alert").inner_text()
    assert await daan.get_by_label("Why it is necessary, without content").input_value() == NASTY
    await daan.get_by_label("Organisation that is asked (code)").fill("DLIO")
    await press(daan, "Ask")
    assert await daan.get_by_role("status").inner_text() == "Done: Ask. The grant is now: requested."
    grant = await daan.locator("h1").inner_text()
    mine = await question(service, "u-daan", "myGrants { id scopes actions fieldClasses purposes }", "THREAT_ASSESSMENT")
    asked_for = next(one for one in mine if grant.startswith(one["id"]))
    assert asked_for["scopes"] == ["C1-TEL", "C1"]
    assert (asked_for["actions"], asked_for["fieldClasses"]) == (["see", "read"], ["basic", "identity"])
    assert asked_for["purposes"] == ["THREAT_ASSESSMENT"]
    willemijn = await sit("u-willemijn")
    assert await willemijn.get_by_role("link", name=asked_for["id"]).count() == 2
