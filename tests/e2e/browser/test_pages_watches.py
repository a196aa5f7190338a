"""Watched persons at the pages, with JavaScript switched off: begun, told hop by hop, noted, ended; in Dutch, and by nobody else."""

from playwright.async_api import Browser

from tests.e2e.browser.conftest import Visitor
from tests.e2e.browser.pages import come_in, faults, menu
from tests.e2e.browser.test_pages_grants import NASTY, Take, press, sit
from tests.e2e.conftest import Service
from tests.e2e.test_watches import granted, recorded, related

__all__ = ["sit"]
PLACE = "/pages/GRANT_ADMINISTRATION/watches"


async def test_a_person_is_watched_told_of_noted_and_watched_no_more(service: Service, sit: Take, browser: Browser) -> None:
    one, other = [await recorded(service, name) for name in ("Tijs Proefkonijn", NASTY[:40])]
    fenna = await sit("u-fenna")
    await fenna.get_by_role("link", name="Watched persons").click()
    assert await fenna.locator(".note").inner_text() == "Nobody of whom you may know is watched."
    await fenna.get_by_label("Person (id").fill("0" * 32)
    await fenna.get_by_label("Reason").fill(NASTY)
    await fenna.get_by_label("Until").fill("2026-09-01T00:00")
    await press(fenna, "Watch")
    assert "no such record" in await fenna.get_by_role("alert").inner_text()
    assert await fenna.get_by_label("Reason").input_value() == NASTY
    await fenna.get_by_label("Person (id").fill(one)
    await press(fenna, "Watch")
    assert await fenna.get_by_role("status").inner_text() == "From now on this person is watched."
    assert await fenna.locator(".facts dd bdi").first.inner_text() == NASTY
    place = fenna.url.partition("?")[0].rpartition("/")[2]
    link, grant = await related(service, one, other), await granted(service)
    await fenna.goto(f"{service.url}{PLACE}/{place}")
    assert await fenna.locator("h2", has_text="A grant").get_by_role("link").inner_text() == grant
    assert "Person" in (await fenna.get_by_role("img").first.get_attribute("aria-label") or "")
    assert one in await fenna.locator("h2").first.inner_text()
    await fenna.goto(f"{service.url}/pages/GRANT_ADMINISTRATION/grants")
    assert await fenna.get_by_role("link", name=place).count() == 1
    await fenna.get_by_role("link", name=place).click()
    await press(fenna, "Take note")
    assert "Noted by u-fenna" in await fenna.locator("main").inner_text()
    await press(fenna, "End")
    assert await fenna.locator("h1 .badge").inner_text() == "ended"
    await fenna.goto(f"{service.url}{PLACE}")
    assert "September" not in await fenna.get_by_role("row", name=one).inner_text(), "it has ended before its end"

    saar = await sit("u-saar")
    await saar.goto(f"{service.url}/pages/THREAT_ASSESSMENT/watches?lang=nl")
    assert await saar.locator("h1").inner_text() == "Gevolgde personen"
    assert await saar.locator("form.form").count() == 0, "who does not administer begins nothing"
    await saar.get_by_role("link", name=one).click()
    said = await saar.locator("ol.lines li").all_inner_texts()
    assert said == [f"Person {one}", f"→ RELATED_TO {link}", f"Person {other}"]
    assert "Records die binnen drie stappen kwamen: 1" in await saar.locator("main").inner_text()
    await press(saar, "Voor gezien tekenen")
    assert "Genoteerd door u-saar" in await saar.locator("main").inner_text()

    noor = await sit("u-noor")
    shown = set()
    for wrong in (place, "W-nobody", "x" * 64):
        await noor.goto(f"{service.url}/pages/THREAT_ASSESSMENT/watches/{wrong}")
        assert await noor.locator("h1").inner_text() == "Nothing here"
        shown.add((await noor.content()).replace(wrong, ""))
    assert len({page.partition("<details")[0] for page in shown}) == 1

    for user, path in (("u-fenna", PLACE), ("u-saar", "/pages/THREAT_ASSESSMENT/watches")):
        for options in ({}, {"color_scheme": "dark", "viewport": {"width": 320, "height": 800}}):
            context = await browser.new_context(**options)  # type: ignore[arg-type]  # a mixture of options
            visitor = Visitor(service, context, await context.new_page())
            await come_in(visitor, user)
            assert "Watched persons" in await menu(visitor.page)
            for address in (path, f"{path}/{place}"):
                await visitor.page.goto(f"{service.url}{address}")
                assert await faults(visitor.page) == [], (user, address)
                assert not await visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth"), address
            await context.close()
