"""The explorer's own tests, and the size of what a browser has to load."""

import gzip

from api.explorer.files import DIST
from tests.browser.explorer.build import install, npm

MOST_BYTES = 500_000


def test_the_islands_own_tests_pass() -> None:
    install()
    npm("test")


def test_the_bundle_stays_small_and_speaks_to_nobody_else() -> None:
    files = [path for path in DIST.rglob("*") if path.suffix in (".js", ".css", ".html", ".svg")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= MOST_BYTES
    page = (DIST / "index.html").read_text()
    assert "<style" not in page
    assert "//" not in page.replace("<!doctype html>", "")
    assert page.count("<script") == page.count('<script type="module"') == 1
