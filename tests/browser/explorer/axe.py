"""What axe finds on a page of the explorer, as it stands."""

from playwright.sync_api import Page

from tests.browser.axe import FAULTS, RULES, script


def faults(page: Page) -> list[str]:
    """Each fault as a short line."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(script())
    return list(page.evaluate(FAULTS, [None, RULES]))
