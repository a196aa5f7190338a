"""Every word on the explorer's page is from a catalogue, from the model, or was served: nothing is written into the page itself."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.explorer.build import ROOT, install, npm
from tests.browser.explorer.desk import Desk
from tests.browser.explorer.shell import NAMES
from tests.browser.marks import TEXTS, of_nobody

Open = Callable[..., Desk]
CONFIG = Path(__file__).parent / "pseudo" / "vite.config.js"
OWN_NAMES = ("Kring", "Nederlands", "English")
"""The product, and each language in its own words."""
QUESTIONS = [one["english"] for one in json.loads((ROOT / "src" / "ontology" / "ontology.json").read_text())["analyses"]]


@pytest.fixture(scope="module")
def marked_script(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The explorer's script, with marks around all of its words."""
    install()
    folder = tmp_path_factory.mktemp("pseudo")
    npm("exec", "--", "vite", "build", "--config", str(CONFIG), "--outDir", str(folder), "--emptyOutDir")
    (script,) = (folder / "assets").glob("*.js")
    return script.read_text()


def _strings(served: Any) -> Iterator[str]:
    if isinstance(served, str):
        yield served
    elif isinstance(served, dict | list):
        for one in served.values() if isinstance(served, dict) else served:
            yield from _strings(one)


class Walk:
    """Somebody who goes through the whole page, and keeps every text of it."""

    def __init__(self, desk: Desk, script: str) -> None:
        self.desk, self.texts = desk, set[str]()
        desk.page.route("**/assets/*.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
        desk.page.reload()
        desk.page.wait_for_selector("body[data-ready=true]")
        self.look()

    def look(self) -> None:
        """Keep what is there now."""
        self.texts |= set(self.desk.page.evaluate(TEXTS))

    def press(self, key: str, holds: str = "true") -> None:
        """Press a button, and look when all is answered."""
        self.desk.page.click(f'[data-key="{key}"]')
        self.desk.until(holds)
        self.look()

    def strangers(self) -> list[str]:
        """What nobody can have put there but the page itself."""
        served = [*_strings([answer for _, answer in self.desk.shell.passed]), *NAMES["u-noor"], *OWN_NAMES, *QUESTIONS]
        return of_nobody(self.texts, served)


@pytest.fixture
def walk(open_desk: Open, marked_script: str) -> Walk:
    return Walk(open_desk("u-noor", quiet=False), marked_script)


def test_the_whole_page_says_nothing_that_is_in_no_catalogue(walk: Walk) -> None:
    desk, keys = walk.desk, walk.desk.page.keyboard
    assert any(text.startswith("⟦") for text in walk.texts)
    judge = desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.page.wait_for_selector("table.compare")
    walk.look()
    journalist = desk.put("tegelaar", "POL", "Tegelaar-Öztunç")
    walk.press("expand.all", "__explorer.ids().length > 10")
    for tab in ("filters", "views", "timeline", "notes", "analysis", "table"):
        walk.press(f"tab.{tab}")
    walk.press("views.copy", "document.querySelector('[data-key=\"views.link\"]') !== null")
    walk.press("tab.notes")
    desk.page.fill("#note-text", "Zwaluw")
    desk.page.locator(".notes form button").click()
    walk.look()
    walk.press("tab.analysis")
    walk.press("analysis.run", "document.querySelector('[data-key=\"analysis.mark\"]') !== null")
    walk.press("tab.table")
    for id_ in (judge, journalist):
        desk.page.locator(f'tr[data-id="{id_}"] input').check()
    walk.press("action.path", "document.querySelectorAll('.path .sentence').length >= 4")
    walk.press("moment")
    desk.page.fill('[data-key="moment.day"]', "2026-03-05")
    desk.until("__explorer.asKnown() !== null")
    walk.press("moment.ask", "document.querySelector('.since .block') !== null")
    walk.press("moment.back", "__explorer.asKnown() === null")
    for key in ("h", "ArrowLeft", "?"):
        desk.page.locator("#graph").focus()
        keys.press(key)
        desk.until()
        walk.look()
    keys.press("Escape")
    desk.page.goto(f"{desk.url}/explorer/#view=broken")
    desk.page.wait_for_selector(".notice.told")
    walk.look()
    assert walk.strangers() == []


def test_faults_and_the_way_in_say_nothing_that_is_in_no_catalogue(walk: Walk) -> None:
    desk = walk.desk
    for weather in ("away", "expired"):
        setattr(desk.shell, weather, True)
        desk.search(f"zwaluw {weather}")
        desk.page.wait_for_selector(".notice.fault")
        walk.look()
        setattr(desk.shell, weather, False)
        desk.page.locator(".notice.fault button").first.click()
        desk.until("document.querySelector('.notice.fault') === null")
    desk.shell.expired = True
    for why in ("", "#refused", "#unavailable"):
        desk.page.goto("about:blank")
        desk.page.goto(f"{desk.url}/explorer/{why}")
        desk.page.wait_for_selector("body[data-ready=refused]")
        walk.look()
    assert walk.strangers() == []
