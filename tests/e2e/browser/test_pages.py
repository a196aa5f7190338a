"""The pages in a real Chromium: who one is, what one's role can do, and nothing more; without a script, in two languages and themes."""

from typing import Any

import pytest
from playwright.async_api import Browser

from tests.e2e.browser.conftest import Visitor
from tests.e2e.browser.pages import come_in, fact, faults, menu
from tests.e2e.office import question

EVERY = {
    "u-fenna": (
        "",
        "grants",
        "grants/G-nctv-c1",
        "grants/G-gemh",
        "grants/G-nobody",
        "report",
        "record",
        "directory",
        "review",
        "emergencies",
        "partners?one=DLIO&two=NCTV",
    ),
    "u-bente": ("policies", "directory?user=u-daan"),
    "u-noor": ("request", "pointers", f"pointers/{'0' * 32}"),
    "u-hadewych": ("oversight", "oversight/known", "oversight/disclosures", "oversight/verification", "oversight/statistics"),
    "u-ilse": ("own",),
}
SOME: dict[str, tuple[str, ...]] = {
    "u-noor": ("request",),
    "u-fenna": ("", "grants", "grants/G-gemh", "record", "review", "emergencies", "directory"),
    "u-hadewych": ("oversight",),
    "u-ilse": ("own",),
}
DARK: dict[str, Any] = {"locale": "nl-NL", "color_scheme": "dark", "viewport": {"width": 320, "height": 800}}


@pytest.mark.parametrize(
    "user, first, pages",
    [
        (
            "u-fenna",
            "GRANT_ADMINISTRATION/grants",
            [
                "Who am I",
                "Grants",
                "Reviews",
                "Questions",
                "Who sees it, and why",
                "Break-glass",
                "Watched persons",
                "Directory",
                "Two partners side by side",
            ],
        ),
        (
            "u-noor",
            "THREAT_ASSESSMENT/",
            ["Who am I", "Ask for a grant", "Pointers", "Why do I see this?", "Break-glass", "Watched persons", "Explorer"],
        ),
        ("u-hadewych", "OVERSIGHT/oversight", ["Who am I", "Why do I see this?", "Oversight", "Explorer"]),
        ("u-ilse", "INFORM_PERSON/own", ["Who am I", "About me"]),
    ],
)
async def test_everybody_begins_at_their_own_desk_and_is_shown_no_way_to_others(
    visitor: Visitor, user: str, first: str, pages: list[str]
) -> None:
    assert await come_in(visitor, user) == f"{visitor.service.url}/pages/{first}"
    assert await menu(visitor.page) == pages
    for purpose in ("GRANT_ADMINISTRATION", "OVERSIGHT", "INFORM_PERSON", "THREAT_ASSESSMENT"):
        await visitor.page.goto(f"{visitor.service.url}/pages/{purpose}/")
        assert set(await menu(visitor.page)) <= {*pages, "Why do I see this?"}, purpose


async def test_the_first_page_says_who_one_is_for_what_under_which_grants_and_until_when(visitor: Visitor) -> None:
    page = visitor.page
    await come_in(visitor, "u-noor")
    assert await page.locator("h1").inner_text() == "Noor Kievitsbloem"
    assert await fact(page, "Organisation") == "NCTV"
    assert await fact(page, "Purpose in force") == "Assess threats"
    assert await fact(page, "Clearance") == "VIRBI: Staatsgeheim Geheim (Stg.G.)"
    assert await fact(page, "Clearance ends") == "31 December 2027, 00:00 UTC"
    assert "UTC" in await fact(page, "Session ends")
    served = await page.locator("tbody th").all_inner_texts()
    assert {"G-nctv-c1", "G-nctv-c2"} <= set(served)
    await page.get_by_label("Purpose", exact=True).select_option("PROTECTION_DECISION")
    await page.get_by_role("button", name="Choose").click()
    assert page.url.endswith("/pages/PROTECTION_DECISION/")
    assert await fact(page, "Purpose in force") == "Decide on protection"
    await page.get_by_role("link", name="Nederlands").click()
    assert await page.locator("html").get_attribute("lang") == "nl"
    await page.get_by_role("link", name="Waarom zie ik dit?").click()
    assert page.url.endswith("/pages/PROTECTION_DECISION/record")
    assert await page.locator("h1").inner_text() == "Waarom zie ik dit?"


@pytest.mark.parametrize("options, places", [({"locale": "en-GB"}, EVERY), (DARK, SOME)], ids=["light", "dark"])
async def test_axe_finds_nothing_and_nothing_sticks_out(
    visitor: Visitor, browser: Browser, options: dict[str, Any], places: dict[str, tuple[str, ...]]
) -> None:
    for user, paths in places.items():
        context = await browser.new_context(**options)
        other = Visitor(visitor.service, context, await context.new_page())
        base = (await come_in(other, user)).rpartition("/")[0]
        outside = (f"{visitor.service.url}/", f"{visitor.service.url}/pages/refused") if user == "u-ilse" else ()
        for path in (*(f"{base}/{path}" for path in paths), *outside):
            await other.page.goto(path)
            assert await faults(other.page) == [], path
            assert not await other.page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
            assert await other.page.locator("script, style, [style], [onclick]").count() == 0
        await context.close()


async def test_signing_out_leaves_nothing_behind_in_any_tab(visitor: Visitor) -> None:
    page = visitor.page
    desk = await come_in(visitor, "u-fenna")
    second = await visitor.context.new_page()
    await second.goto(f"{desk}/G-gemh")
    await second.goto(desk)
    await page.get_by_role("button", name="Sign out").click()
    assert await page.locator("h1").inner_text() == "You are signed out"
    assert [cookie["name"] for cookie in await visitor.context.cookies() if "session" in cookie.get("name", "")] == []
    for tab in (page, second):
        await tab.go_back()
        assert await tab.locator("h1").inner_text() in ("Your session has ended", "Kring")
        assert "Fenna" not in await tab.content()
        assert "G-gemh" not in await tab.content()


async def test_what_was_typed_when_the_session_ended_is_given_back_and_nothing_was_done(visitor: Visitor) -> None:
    page = visitor.page
    await page.goto(f"{(await come_in(visitor, 'u-fenna'))}/G-hugo-c2")
    await page.get_by_label("Ground, without content").fill("moved <to> elsewhere")
    await visitor.context.clear_cookies()
    await page.get_by_role("button", name="Revoke").click()
    assert await page.locator("h1").inner_text() == "Your session has ended"
    assert await page.get_by_label("What you typed").input_value() == "moved <to> elsewhere"
    assert "Fenna" not in await page.content()
    assert await faults(page) == []
    assert await question(visitor.service, "u-fenna", 'grant(id: "G-hugo-c2") { state }') == {"state": "ACTIVE"}


async def test_the_whole_way_needs_no_pointer(visitor: Visitor) -> None:
    page = visitor.page
    await page.goto(f"{visitor.service.url}/pages/")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.innerText") == "Skip to content"
    while await page.evaluate("document.activeElement.innerText") != "Sign in":
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("button[value=u-fenna]")
    await page.locator("button[value=u-fenna]").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_selector("nav.menu")
    while await page.evaluate("document.activeElement.innerText") != "G-gemh":
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/grants/G-gemh")


async def test_a_protected_person_reads_what_may_be_told_now_and_the_rest_on_its_day(visitor: Visitor) -> None:
    page = visitor.page
    await come_in(visitor, "u-ilse")
    now = await page.locator("main").inner_text()
    assert "Lenneke Vlierhout" in now
    assert "I may be imagining it" in now
    assert await page.locator(".item h3").count() == 4
    assert "may be shown later" in now
    for third in ("Schipper", "Tegelaar", "ANEMOON", "POL"):
        assert third not in now
    visitor.service.clock.set(visitor.service.world.now.replace(month=4, day=2))
    await page.reload()
    assert await page.locator(".item h3").count() == 6
    assert "may be shown later" in await page.locator("main").inner_text()


async def test_an_overseer_verifies_the_log_and_looks_back(visitor: Visitor) -> None:
    page, ids = visitor.page, visitor.service.world.ids
    await come_in(visitor, "u-hadewych")
    await page.get_by_role("link", name="Is the log whole?").click()
    assert await page.get_by_role("status").inner_text() == "Every log is as it was written."
    await page.get_by_role("link", name="Oversight").first.click()
    await page.get_by_role("link", name="As it was known then").click()
    await page.get_by_label("Id of the record").fill(ids["C-C1.NCTV"])
    await page.get_by_label("Organisation (code)").fill("NCTV")
    await page.get_by_label("At (UTC)").fill("2026-03-15T00:00")
    await page.get_by_role("button", name="Ask").click()
    assert ids["C-C1.NCTV"] in await page.locator("#case").inner_text()
    assert await page.locator("tbody tr").count() > 3
    await page.goto(page.url.replace("/known", "/disclosures").partition("?")[0])
    await page.get_by_label("Id of the record").fill(ids["R-r10.POL"])
    await page.get_by_role("button", name="Ask").click()
    assert await page.locator("#served").count() == 1
