"""Somebody at the pages: in by the issuer, from page to page, and what axe finds there."""

from typing import Any

from playwright.async_api import Page

from tests.browser.axe import FAULTS, RULES, script
from tests.e2e.browser.conftest import Visitor


async def come_in(visitor: Visitor, user: str) -> str:
    """Sign in at the pages; the address of the first page below the purpose."""
    await visitor.page.goto(f"{visitor.service.url}/pages/")
    await visitor.page.get_by_role("link", name="Sign in").or_(visitor.page.get_by_role("link", name="Aanmelden")).click()
    await visitor.page.click(f"button[value={user}]")
    await visitor.page.wait_for_selector("nav.menu")
    return visitor.page.url


async def menu(page: Page) -> list[str]:
    """What the menu offers."""
    return await page.locator("nav.menu a").all_inner_texts()


async def fact(page: Page, name: str) -> str:
    """What stands beside a name in a list of facts."""
    return await page.locator(".facts > div", has=page.locator("dt", has_text=name)).locator("dd").first.inner_text()


async def faults(page: Page, within: dict[str, Any] | None = None) -> list[str]:
    """What axe finds, a line each, in all of the page or in what axe calls a context."""
    await page.evaluate(script())
    return list(await page.evaluate(FAULTS, [within, RULES]))
