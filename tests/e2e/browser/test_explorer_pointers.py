"""In the explorer the details of a record say that somebody else holds what matches, to whom that was published, and to nobody else."""

from playwright.async_api import Browser, Page

from tests.e2e.browser.exploring import exploring, put, settled
from tests.e2e.conftest import Service
from tests.e2e.office import question
from tests.e2e.test_writes_pointers import PHONE, published

TITLE = "Others hold something that matches"


async def _phone(page: Page) -> str:
    """The details of one's own record of the number, as text."""
    await page.fill("#search", "900187")
    await settled(page, "document.querySelectorAll('.result').length > 0")
    await put(page, "POL", "900187")
    await page.wait_for_selector(".block.why, [data-key='why.title']")
    await settled(page)
    return await page.locator("aside.details").inner_text()


async def test_who_senses_a_pointer_reads_it_beside_the_record_that_it_names_and_asks_for_consent(
    service: Service, browser: Browser
) -> None:
    async with exploring(service, browser, "u-daan") as page:
        before = await _phone(page)
        assert TITLE not in before
    pointer, _ = await published(service)
    async with exploring(service, browser, "u-daan") as page:
        told = await _phone(page)
        assert TITLE in told
        assert all(said in told for said in (PHONE["matched"], PHONE["ask"], PHONE["reference"], "DLIO"))
        assert "PW-9M4" not in told, "a pointer that names nothing is about no record"
        async with page.context.expect_page() as opened:
            await page.locator(".pointers").get_by_role("link", name="Ask for consent").click()
        form = await opened.value
        await form.select_option("#basis", "WPG-15")
        await form.fill("#necessity", "same number in two cases")
        await form.fill("#from", "2026-03-16T00:00")
        await form.fill("#until", "2026-04-16T00:00")
        await form.get_by_role("button", name="Ask for consent").click()
        await form.wait_for_url("**/grants/**")
        assert await page.evaluate("__explorer.ids().length") == 1, "the canvas stays as it was"
    asked = await question(service, "u-willemijn", f'grants(scope: "pointer:{pointer}") {{ grantee state }}')
    assert asked == [{"grantee": "user:u-daan", "state": "REQUESTED"}]


async def test_what_is_published_to_others_changes_nothing_on_the_page(service: Service, browser: Browser) -> None:
    """The same walk of somebody who senses none, before and after: pixel for pixel."""
    seen = []
    for _ in range(2):
        async with exploring(service, browser, "u-saar") as page:
            text = await _phone(page)
            seen.append((text, await page.screenshot(animations="disabled", caret="hide")))
        await published(service)
    assert seen[0] == seen[1]
