"""Nothing of what a caller may not see is anywhere in the page or in what it keeps; views keep ids and no word of a record."""

import json
from collections.abc import Callable

from tests.browser.explorer.desk import Desk
from tests.invented import invented_raw

Open = Callable[..., Desk]
KEPT = "JSON.stringify([{...localStorage}, {...sessionStorage}])"


def canaries(handle: str) -> list[str]:
    """Values of every hidden record that the stories name, long enough to be nobody else's."""
    raw = invented_raw()
    hidden = {key for story in raw["stories"] for step in story["steps"] if step["who"] == handle for key in step.get("hidden", ())}
    words = (value for node in raw["nodes"] if node["key"] in hidden for value in node.get("p", {}).values())
    return sorted({word for word in words if isinstance(word, str) and len(word) > 14 and not word.isupper()})


def test_no_hidden_value_reaches_the_page_or_what_it_keeps(open_desk: Open) -> None:
    desk = open_desk("u-daan")
    secrets = canaries("u-daan")
    assert len(secrets) >= 3
    for word in [secret[:24] for secret in secrets[:6]] + ["Tegelaar"]:
        desk.search(word)
    desk.put("tegelaar", "POL", "Tegelaar-Öztunç")
    desk.page.click('[data-key="expand.all"]')
    desk.until("__explorer.ids().length > 3")
    desk.page.click('[data-key="tab.timeline"]')
    desk.page.click('[data-key="tab.search"]')
    desk.page.fill("#search", "")
    everything = (
        desk.page.content()
        + desk.ask(KEPT)
        + desk.ask("JSON.stringify(performance.getEntriesByType('resource').map(one => one.name))")
    )
    assert [secret for secret in secrets if secret in everything] == []
    assert desk.ask("document.cookie") == ""


def test_a_saved_view_is_ids_and_layout_and_opens_to_each_readers_own_subset(open_desk: Open) -> None:
    noor = open_desk("u-noor")
    noor.put("tegelaar", "POL", "Tegelaar-Öztunç")
    noor.put("zwaluw", "AIVD", "Zwaluw")
    noor.page.click('[data-key="expand.all"]')
    noor.until("__explorer.ids().length > 3")
    noor.page.click('[data-key="tab.views"]')
    noor.page.fill("#view-name", "two files")
    noor.page.get_by_role("button", name="Save view").click()
    noor.until()
    ids, places = noor.ids, noor.places
    kept = noor.ask(KEPT)
    names = noor.page.locator("[data-row]").all_inner_texts()
    assert names
    assert [name for name in names if name in kept] == []
    noor.page.reload()
    noor.page.wait_for_selector("body[data-ready]")
    noor.until()
    assert (noor.ids, noor.places) == (ids, {id_: {"x": round(p["x"]), "y": round(p["y"])} for id_, p in places.items()})
    view = noor.ask("localStorage.getItem('kring.explorer.views.u-noor')")
    daan = open_desk("u-daan")
    daan.page.evaluate("(view) => localStorage.setItem('kring.explorer.views.u-daan', view)", view)
    daan.page.reload()
    daan.page.wait_for_selector("body[data-ready]")
    daan.page.get_by_role("button", name="two files").first.click()
    daan.until("__explorer.ids().length > 0")
    own = daan.ids
    assert own
    assert set(own) < set(ids)
    assert "Zwaluw" not in daan.page.content()
    assert json.loads(view)[0]["ids"]


def test_another_purpose_is_another_view(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.page.click('[data-key="expand.all"]')
    desk.until("__explorer.ids().length > 10")
    before = desk.ids
    desk.page.get_by_label("Purpose").select_option("PROTECTION_DECISION")
    desk.until(f"__explorer.ids().length < {len(before)}")
    assert set(desk.ids) < set(before)
    assert desk.rows == desk.ids
    desk.page.keyboard.press("Control+z")
    desk.until()
    assert set(desk.ids) < set(before)


def test_what_is_sent_holds_ids_and_typed_words_only(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    texts = {asked["query"] for asked in desk.shell.asked}
    assert len(texts) <= 30
    assert all("Zwaluw" not in text for text in texts)
    assert {name for asked in desk.shell.asked for name in asked["variables"]} <= {
        "id",
        "text",
        "first",
        "from",
        "to",
        "maxHops",
        "after",
    }
