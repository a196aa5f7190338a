"""Somebody at the explorer that the demo itself serves: they come in as people do, by the landing page and the issuer."""

from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page

from tests.browser.explorer.desk import Desk


@dataclass
class Place:
    """Where a demo is served."""

    url: str


class Seat(Desk):
    """A page of the explorer at the demo's own address."""

    def __init__(self, page: Page, url: str, quiet: bool = True) -> None:
        super().__init__(page, Place(url), quiet)  # type: ignore[arg-type]  # a seat has a real service behind it, and no shell

    @property
    def context(self) -> BrowserContext:
        """The browser that the page is in."""
        return self.page.context

    def come_in(self, user: str) -> "Seat":
        """From the landing page to the explorer."""
        self.page.goto(f"{self.url}/")
        self.page.click(f'a[href="/explorer/sign-in?as={user}"]')
        return self.choose(user)

    def choose(self, user: str) -> "Seat":
        """Be somebody, on the issuer's page."""
        self.page.click(f"button[value={user}]")
        return self.arrive()

    def arrive(self) -> "Seat":
        """Wait until the explorer is there, with somebody in it."""
        self.page.wait_for_selector("body[data-ready=true]")
        self.until()
        return self

    @property
    def who(self) -> str:
        """Who the page says is here."""
        return self.page.locator(".who strong").inner_text()

    @property
    def is_empty(self) -> bool:
        """True when the page shows a way in and nothing else."""
        self.page.wait_for_selector("body[data-ready=refused]")
        return self.page.locator("#graph, table, .result").count() == 0
