"""Somebody at the pages: in by the issuer, from page to page, and what axe finds there."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

from cli.npm import installed
from tests.conftest import KRING_HOME
from tests.e2e.browser.conftest import Visitor

AXE = Path(__file__).parents[2] / "npm" / "axe"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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


async def faults(page: Page) -> list[str]:
    """What axe finds, a line each; its script comes by the debugger, since a page lets none in."""
    await page.evaluate((installed(AXE, KRING_HOME) / "axe-core" / "axe.min.js").read_text() + "; undefined")
    found: dict[str, Any] = await page.evaluate("(tags) => axe.run(document, {runOnly: tags})", RULES)
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found["violations"] for node in one["nodes"]]
