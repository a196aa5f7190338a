"""Somebody at the explorer, at one instant, on a page on which nothing moves: so that the same world gives the same picture."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page

from tests.e2e.conftest import Service

NOW = "2026-03-16T09:00:00Z"
SIZE = {"width": 1360, "height": 850}
PATIENCE = 60.0


@asynccontextmanager
async def exploring(service: Service, browser: Browser, who: str) -> AsyncIterator[Page]:
    """The explorer in a fresh browser with somebody in it."""
    context = await browser.new_context(viewport=SIZE, locale="en-GB", timezone_id="UTC", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE * 1000)
    page = await context.new_page()
    await page.clock.set_fixed_time(NOW)
    await page.goto(f"{service.url}/explorer/sign-in?as={who}")
    await page.click(f"button[value={who}]")
    await page.wait_for_selector("body[data-ready=true]")
    yield page
    await context.close()


async def settled(page: Page, expression: str = "true") -> None:
    """Wait until nothing is asked and this holds, for a while on end. (The page's policy forbids waiting for scripts.)"""
    async with asyncio.timeout(PATIENCE):
        calm = 0
        while calm < 4:
            calm = calm + 1 if await page.evaluate(f"__explorer.settled() && ({expression})") else 0
            await page.wait_for_timeout(40)


async def picture(page: Page, full_page: bool = False) -> bytes:
    """A picture of what stands still: the first that is the same as the one before it."""
    async with asyncio.timeout(PATIENCE):
        last, taken = b"", await _taken(page, full_page)
        while taken != last:
            await page.wait_for_timeout(100)
            last, taken = taken, await _taken(page, full_page)
    return taken


async def _taken(page: Page, full_page: bool) -> bytes:
    return await page.screenshot(animations="disabled", caret="hide", full_page=full_page)


async def put(page: Page, originator: str, name: str) -> None:
    """Choose one of the results, and wait until its surroundings are told."""
    found = page.locator(".result").filter(has=page.locator(".originator", has_text=originator)).filter(has_text=name)
    id_ = await found.get_attribute("data-id")
    await found.click()
    await settled(page, f"__explorer.ids().includes('{id_}')")
    await page.wait_for_selector(".expand .choice, .expand .hint")
    await settled(page)
