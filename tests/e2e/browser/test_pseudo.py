"""Every word on the pages is from a catalogue or was served: walked in a language that is English with marks around it."""

import pytest

from access_policies.trial import FILES
from api.pages.words import CATALOGUES
from graph_model.ontology import ONTOLOGY
from loaders.scenario.world import WORLD
from tests.browser.marks import TEXTS, marked, of_nobody
from tests.e2e.browser.conftest import Visitor
from tests.e2e.browser.pages import come_in
from tests.e2e.browser.test_pages import EVERY
from tests.e2e.office import question

SKIPPED = ("grants/G-gemh", "grants/G-nobody")
"""More of what another page of the same kind shows."""
LINKS = list(ONTOLOGY.relationships)
"""Relationships are called as in the graph, in every language."""
FIELDS = [f"{kind.name}.{one.name}" for kind in ONTOLOGY.types.values() for one in kind.properties]
OWN_NAMES = ("Kring", "Nederlands", "English")


@pytest.mark.parametrize("user", EVERY)
async def test_a_page_says_nothing_that_is_in_no_catalogue(visitor: Visitor, monkeypatch: pytest.MonkeyPatch, user: str) -> None:
    monkeypatch.setitem(CATALOGUES, "xx", {key: marked(words) for key, words in CATALOGUES["en"].items()})
    report = await question(visitor.service, user, "report { lines }") or ()
    page, data, found = (
        visitor.page,
        [WORLD.read_text(), *OWN_NAMES, *FILES, *FIELDS, *LINKS, *(line for one in report for line in one["lines"])],
        {},
    )
    await page.goto(f"{visitor.service.url}/pages/?lang=xx")
    found[""] = set(await page.evaluate(TEXTS))
    base = (await come_in(visitor, user)).split("/pages/")[1].split("/")[0]
    for place in EVERY[user]:
        if place not in SKIPPED:
            await page.goto(f"{visitor.service.url}/pages/{base}/{place}")
            found[place] = set(await page.evaluate(TEXTS))
            assert any("⟦" in text for text in found[place]), place
    strange = {place: of_nobody(texts, data) for place, texts in found.items()}
    assert {place: texts for place, texts in strange.items() if texts} == {}
