"""What axe finds on a page. Its script comes by the debugger, since the page's own policy lets no other script in."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from cli.npm import installed
from tests.conftest import KRING_HOME

AXE = Path(__file__).parents[2] / "npm" / "axe"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[str]:
    """Each fault as a short line."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((installed(AXE, KRING_HOME) / "axe-core" / "axe.min.js").read_text() + "; undefined")
    found: dict[str, Any] = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", RULES)
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found["violations"] for node in one["nodes"]]
