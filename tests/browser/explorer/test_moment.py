"""Looking back in the explorer: what a day shows is what the API answers of that day and the plain reference knows of it, and no more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from tests.browser.explorer.desk import Desk
from tests.browser.explorer.reference import Reference, cards_in
from tests.e2e.stamped_files import rows_of

Open = Callable[..., Desk]
THEN = "query Then($ids: [ID!]!, $at: String!) @asOf(recorded: $at) { nodes(ids: $ids) { __typename id } }"
FOUND = "query Found($text: String!, $at: String!) @asOf(recorded: $at) { search(text: $text, first: 40) { edges { node { __typename id } } } }"
RECURRED = "query Recurred($at: String!) @asOf(recorded: $at) { analysis(kind: RECURRING_ITEMS, first: 20) { report found } }"
WAYS = "query Ways($from: ID!, $to: ID!, $at: String!) @asOf(recorded: $at) { paths(from: $from, to: $to, maxHops: 6) { hops } }"
QUIET = ("2026-03-03", "2026-03-08")
"""Between the ends of these days much was recorded, and nothing that Daan may see."""


def _asked(desk: Desk, document: str, day: str, **variables: Any) -> Any:
    """What the API itself answers whoever sits at the desk, of a day."""
    shell = desk.shell
    headers = {"Authorization": f"Bearer {shell.token(shell.user)}", "Kring-Purpose": "THREAT_ASSESSMENT"}
    body = {"query": document, "variables": variables | {"at": f"{day}T23:59:59.999Z"}}
    return httpx.post(f"{shell.kring}/graphql", json=body, headers=headers, timeout=40).json()["data"]


def _look(desk: Desk, day: str) -> None:
    if desk.page.locator(".moment").is_hidden():
        desk.page.click('[data-key="moment"]')
    desk.page.fill('[data-key="moment.day"]', day)
    desk.until(f"__explorer.asKnown() === '{day}'")


def _known(desk: Desk, ids: list[str], day: str) -> list[str]:
    return sorted(node["id"] for node in _asked(desk, THEN, day, ids=ids)["nodes"] if node)


def _file(desk: Desk, choice: str = "expand.all") -> list[str]:
    desk.put("tegelaar", "POL", "Tegelaar-Öztunç")
    desk.page.click(f'[data-key="{choice}"]')
    desk.until("__explorer.ids().length > 2")
    return desk.ids


def test_days_show_what_the_api_and_the_reference_know_of_them_and_now_comes_back_whole(open_desk: Open) -> None:
    noor = open_desk("u-noor")
    now, places = _file(noor), noor.places
    told, teller = cards_in(noor.shell.passed), Reference("u-noor")
    noor.page.click('[data-key="moment"]')
    noor.page.locator('[data-key="moment.slider"]').press("Home")
    noor.until("__explorer.asKnown() !== null")
    assert noor.ids == _known(noor, now, noor.ask("__explorer.asKnown()"))
    assert noor.ask("document.activeElement.dataset.key") == "moment.slider"
    before, day = noor.ids, "2026-02-20"
    _look(noor, day)
    then = Reference("u-noor", known=f"{day}T23:59:59.999Z")
    assert noor.ids == _known(noor, now, day) == [id_ for id_ in now if then.sees(told[id_], teller)]
    assert noor.rows == noor.ids
    assert set(before) < set(noor.ids) < set(now)
    assert noor.places == {name: places[name] for name in noor.ids}
    assert noor.page.locator(".moment-title").inner_text() == "As known on 20 Feb 2026"
    noor.page.click('[data-key="moment.ask"]')
    noor.until("document.querySelectorAll('.since .member').length > 0")
    listed = noor.page.locator(".since .member").evaluate_all("all => all.map(one => one.dataset.id)")
    assert sorted(listed) == sorted(set(now) - set(noor.ids))
    noor.page.locator('[data-key="moment.back"]').press("Enter")
    noor.until("__explorer.asKnown() === null")
    assert (noor.ids, noor.places) == (now, places)
    assert noor.page.locator(".moment").is_hidden()
    assert noor.page.locator(".since").count() == 0
    assert noor.ask("document.activeElement.dataset.key") == "moment"


def test_search_expansion_paths_and_files_are_of_the_day(open_desk: Open) -> None:
    noor, day = open_desk("u-noor"), "2026-02-26"
    _look(noor, day)
    for text in ("zwaluw", "AE-412-U", "tegelaar"):
        found = [edge["node"]["id"] for edge in _asked(noor, FOUND, day, text=text)["search"]["edges"]]
        assert sorted(noor.search(text)) == sorted(found)
    judge = noor.put("zwaluw", "POL", "Ilse van der Zwaluw")
    journalist = noor.put("tegelaar", "POL", "Tegelaar-Öztunç")
    noor.page.click('[data-key="mentionsOf.Report"]')
    noor.until("__explorer.ids().length > 2")
    noor.put("zwaluw", "NCTV", "Ilse van der Zwaluw")
    assert _known(noor, noor.ids, day) == noor.ids
    noor.select(judge, journalist)
    noor.press("Find path")
    ways = _asked(noor, WAYS, day, **{"from": judge, "to": journalist})["paths"]
    drawn = noor.page.locator(".path").evaluate_all("all => all.map(one => Number(one.dataset.hops))")
    assert drawn == [one["hops"] for one in ways][:3]
    _analysed(noor, day)
    noor.page.click('[data-key="tab.views"]')
    with noor.page.expect_download() as sent:
        noor.page.get_by_role("button", name="Records (CSV)").click()
    rows = rows_of(Path(str(sent.value.path())).read_bytes())
    assert {row["asKnownOn"] for row in rows.values()} == {f"{day}T23:59:59.999Z"}


def _analysed(desk: Desk, day: str) -> None:
    """The items that recurred on that day, by the API's own answer: their reports stand in the table, and what is said names the day."""
    found = _asked(desk, RECURRED, day)["analysis"]
    desk.page.click('[data-key="tab.analysis"]')
    desk.page.locator('[data-key="analysis.kind"]').select_option("RECURRING_ITEMS")
    assert desk.page.locator(".analysis form .hint").last.inner_text() == "As known on 26 Feb 2026"
    desk.page.click('[data-key="analysis.run"]')
    desk.until("document.querySelector('.analysis .block') !== null")
    assert found["report"][3] in desk.page.locator(".analysis .block").inner_text()
    assert found["report"][3].startswith("As known on 2026-02-26 23:59 UTC: ")
    assert desk.page.locator(".analysis tbody tr").count() == found["found"]


def test_what_was_recorded_out_of_ones_view_changes_nothing_of_a_day(open_desk: Open) -> None:
    daan = open_desk("u-daan")
    _file(daan, "mentionsOf.Report")
    looks = []
    for day in QUIET:
        _look(daan, day)
        daan.search("tegelaar")
        daan.page.click('[data-key="moment.ask"]')
        daan.until("document.querySelector('.since .block') !== null")
        shown = " ".join(daan.page.locator(".columns").all_inner_texts()).replace("3 Mar 2026", "8 Mar 2026")
        looks.append((daan.ids, daan.ask("__explorer.links()"), daan.places, shown))
    assert looks[0] == looks[1]
    ends = [Reference("u-noor", known=f"{day}T23:59:59.999Z").view for day in QUIET]
    assert len(ends[0].nodes) < len(ends[1].nodes)
