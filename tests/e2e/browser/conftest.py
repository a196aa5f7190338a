"""One real Chromium for the run, a fresh context for each test, and a page that remembers everything it complained of."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from cli.browser import chromium
from tests.conftest import KRING_HOME
from tests.e2e.conftest import Service


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    found = await asyncio.to_thread(chromium, KRING_HOME)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found.program, args=[*found.arguments, "--disable-gpu"])
        yield browser
        await browser.close()


@dataclass
class Visitor:
    """Somebody at a screen."""

    service: Service
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    async def sign_in(self, user: str) -> None:
        """From GraphiQL to the issuer's page and back."""
        await self.page.goto(f"{self.service.url}/graphiql?as={user}")
        await self.page.click(f"button[value={user}]")
        await self.page.wait_for_selector("body[data-ready=signed-in]")

    async def run(self, tab: str) -> str:
        """Open a tab, run its question, and give the answer that shows."""
        await self.page.get_by_role("tab", name=tab).click()
        shown = "() => document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue() ?? ''"
        before = await self.page.evaluate(shown)
        for _ in range(20):
            await self.page.click(".graphiql-execute-button")
            await self.page.wait_for_selector(".graphiql-spinner", state="detached")
            answer = str(await self.page.evaluate(shown))
            if answer != before and '"data"' in answer:
                return answer
            await asyncio.sleep(0.1)
        raise AssertionError(f"no answer in {tab}: {answer}")


@pytest.fixture
async def visitor(service: Service, browser: Browser) -> AsyncIterator[Visitor]:
    """A visitor with a clean browser. A complaint of the console or of a policy fails the test."""
    context = await browser.new_context(viewport={"width": 1280, "height": 860})
    context.set_default_timeout(60_000)
    visitor = Visitor(service, context, await context.new_page())
    visitor.page.on(
        "console", lambda message: visitor.complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    visitor.page.on("pageerror", lambda fault: visitor.complaints.append(str(fault)))
    visitor.page.on(
        "requestfailed", lambda request: visitor.complaints.append(request.url) if "ABORTED" not in request.failure else None
    )
    yield visitor
    await context.close()
    assert visitor.complaints == []
