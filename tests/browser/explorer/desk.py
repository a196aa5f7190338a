"""Somebody at the explorer: what they do, in words of the page, and what the page said meanwhile."""

import time
from typing import Any

from playwright.sync_api import Page

from tests.browser.explorer.shell import Shell

PATIENCE = 180.0


class Desk:
    """A page of the explorer that has been opened as the shell's user."""

    def __init__(self, page: Page, shell: Shell, quiet: bool = True) -> None:
        self.page, self.shell, self.url = page, shell, shell.url
        self.violations: list[str] = []
        self._said: list[str] = []
        self._quiet = quiet
        page.on("console", lambda message: self._said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._said.append(str(error)))
        page.set_default_timeout(PATIENCE * 1000)
        page.expose_function("kringViolation", lambda told: self.violations.append(told))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => kringViolation(e.violatedDirective + ' ' + e.blockedURI))"
        )

    @property
    def complaints(self) -> list[str]:
        """Errors and policy reports. A document that was planned too slowly the first time (503) is asked again by the page."""
        said = [text for text in self._said if "503" not in text]
        return self.violations + (said if self._quiet else [text for text in said if "status of" not in text])

    def open(self) -> None:
        """Go to the page and wait until it is ready."""
        self.page.goto(f"{self.shell.url}/explorer/")
        self.page.wait_for_selector("body[data-ready]")

    def ask(self, expression: str) -> Any:
        """The value of a script in the page."""
        return self.page.evaluate(expression)

    def until(self, expression: str = "true") -> None:
        """Wait until nothing is asked and this holds. (The page's policy forbids Playwright's own way of waiting for scripts.)"""
        end = time.monotonic() + PATIENCE
        calm = 0
        while calm < 3:
            calm = calm + 1 if self.ask(f"__explorer.settled() && ({expression})") else 0
            assert time.monotonic() < end, f"never came true: {expression}; {self.status()}"
            self.page.wait_for_timeout(40)

    @property
    def ids(self) -> list[str]:
        return list(self.ask("__explorer.ids()"))

    @property
    def rows(self) -> list[str]:
        """Ids of the table's rows."""
        return sorted(self.page.locator("table.twin tbody tr").evaluate_all("rows => rows.map(r => r.dataset.id)"))

    @property
    def places(self) -> dict[str, dict[str, float]]:
        return dict(self.ask("__explorer.places()"))

    def status(self) -> str:
        """What was said last to people who listen."""
        return self.page.locator("#status").inner_text()

    def search(self, text: str) -> list[str]:
        """Ids of what is found for a text."""
        self.page.click('[data-key="tab.search"]')
        self.page.fill("#search", text)
        self.until()
        return list(self.page.locator(".result").evaluate_all("found => found.map(r => r.dataset.id)"))

    def put(self, text: str, originator: str, name: str) -> str:
        """Search, and put the one result of this originator with this name on the canvas."""
        self.search(text)
        found = self.page.locator(".result").filter(has=self.page.locator(".originator", has_text=originator)).filter(has_text=name)
        id_ = str(found.get_attribute("data-id"))
        found.click()
        self.until(f"__explorer.ids().includes('{id_}')")
        self.page.wait_for_selector(".expand .choice, .expand .hint")
        self.until()
        return id_

    def press(self, label: str) -> None:
        """A tool of the graph, by its name."""
        self.page.locator(".toolbar").get_by_role("button", name=label, exact=True).click()
        self.until()

    def select(self, *ids: str) -> None:
        """Select exactly these in the table, in this order."""
        self.page.click('[data-key="tab.table"]')
        clear = self.page.get_by_role("button", name="Clear the selection")
        if clear.count():
            clear.click()
        for id_ in ids:
            self.page.locator(f'tr[data-id="{id_}"] input').check()
        self.until()
