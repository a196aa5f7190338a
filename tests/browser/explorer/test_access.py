"""Everybody can use it: axe finds nothing, the keyboard reaches everything, words are all translated, small screens hold it."""

from collections.abc import Callable

import pytest

from tests.browser.explorer.axe import faults
from tests.browser.explorer.desk import Desk

Open = Callable[..., Desk]
DUTCH = {"locale": "nl-NL"}
WIDTHS = (1440, 900, 320)


def _faults(desk: Desk) -> list[str]:
    """What axe finds on a panel at each width: the page answers to its width in its styles alone, wherever it was opened."""
    found = []
    for width in WIDTHS:
        desk.page.set_viewport_size({"width": width, "height": 900})
        found += [f"at {width}: {fault}" for fault in faults(desk.page)]
    return found


@pytest.mark.parametrize("theme, language", [("light", {}), ("dark", DUTCH)])
def test_axe_finds_nothing_on_any_panel(open_desk: Open, theme: str, language: dict[str, str]) -> None:
    desk = open_desk("u-noor", color_scheme=theme, **language)
    assert _faults(desk) == []
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.page.wait_for_selector("table.compare")
    desk.page.click('[data-key="expand.all"]')
    desk.until("__explorer.ids().length > 10")
    assert _faults(desk) == []
    for tab in ("filters", "views", "timeline", "notes", "analysis"):
        desk.page.click(f'[data-key="tab.{tab}"]')
        assert _faults(desk) == [], tab
    desk.page.click('[data-key="moment"]')
    desk.page.fill('[data-key="moment.day"]', "2026-03-05")
    desk.until("__explorer.asKnown() !== null")
    desk.page.click('[data-key="moment.ask"]')
    desk.until("document.querySelector('.since') !== null")
    assert _faults(desk) == []
    desk.page.keyboard.press("?")
    desk.page.wait_for_selector("dialog[open]")
    assert _faults(desk) == []


def test_how_two_records_relate_is_found_without_a_pointer(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    keys = desk.page.keyboard
    for word, name in (("zwaluw", "Ilse van der Zwaluw"), ("tegelaar", "Tegelaar-Öztunç")):
        desk.page.locator("#search").press("Control+a") if desk.ask("document.activeElement.id") == "search" else keys.press("/")
        keys.type(word)
        desk.until(f"[...document.querySelectorAll('.result')].some((one) => one.innerText.includes('{name}'))")
        found = desk.page.locator(".result").evaluate_all("all => all.map(one => one.innerText)")
        place = next(k for k, text in enumerate(found) if name in text and "POL" in text)
        for _ in range(place + 1):
            keys.press("ArrowDown")
        keys.press("Enter")
        desk.until()
    assert len(desk.ids) == 2
    while desk.ask("document.activeElement.id") != "graph":
        keys.press("Tab")
    first, second = desk.ids
    keys.press("Escape")
    spoken = []
    for id_ in (first, second):
        desk.page.evaluate("(id) => __explorer.focus(id)", id_)
        keys.press("Space")
        desk.until()
        spoken.append(desk.status())
    desk.until()
    keys.press("p")
    desk.until("document.querySelectorAll('.path').length > 0")
    assert desk.status() == "4 hops"
    while desk.ask("document.activeElement.dataset.key ?? ''") != "path.show.0":
        keys.press("Tab")
    keys.press("Enter")
    desk.until("__explorer.path().length === 5")
    while desk.ask("document.activeElement.id") != "graph":
        keys.press("Shift+Tab")
    desk.page.evaluate("() => __explorer.focus(__explorer.path()[0])")
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown") * 3:
        keys.press(key)
        desk.page.wait_for_timeout(30)
        spoken.append(desk.status())
    assert any("mentions" in text or "mentioned by" in text for text in spoken), spoken
    assert all("Dep.V." in text or "No link" in text or "hop" in text for text in spoken if text), spoken
    keys.press("r")
    desk.until("document.activeElement.id === 'details-name'")
    assert " mentions " in desk.page.locator("#details-name").inner_text()
    assert {"B: usually reliable", "C: fairly reliable"} & set(desk.page.locator(".details dd").all_inner_texts())


def test_the_table_is_walked_and_sorted_by_keys_and_keeps_the_focus(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.page.click('[data-key="RELATED_TO.Person"]')
    desk.until("__explorer.ids().length > 3")
    desk.page.locator('[data-key="sort.name"]').focus()
    desk.page.keyboard.press("Enter")
    assert desk.ask("document.activeElement.dataset.key") == "sort.name"
    assert desk.page.locator("th[aria-sort=ascending]").inner_text().startswith("Name")
    names = desk.page.locator("[data-row]").all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    desk.page.locator("[data-row]").first.focus()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    desk.until()
    assert desk.page.locator("#details-name").inner_text() == names[1]
    assert desk.ask("document.activeElement.innerText") == names[1]


def test_both_languages_say_everything_and_the_page_says_which(open_desk: Open) -> None:
    desk = open_desk("u-noor", **DUTCH)
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    assert desk.ask("document.documentElement.lang") == "nl"
    dutch = desk.page.locator("body").inner_text()
    assert "genoemd in Melding" in dutch
    assert "U ziet wat uw machtigingen toestaan." in dutch
    desk.page.click('[data-key="language"]')
    desk.until()
    english = desk.page.locator("body").inner_text()
    assert desk.ask("document.documentElement.lang") == "en"
    assert "mentioned by Report" in english
    for word in ("Melding", "Zoeken", "Rubricering", "Uitbreiden", "Herkomst"):
        assert word in dutch
        assert word not in english


@pytest.mark.parametrize("size", [{"width": 320, "height": 720}, {"width": 320, "height": 256}])
def test_a_small_screen_or_400_percent_scrolls_one_way_only(open_desk: Open, size: dict[str, int]) -> None:
    desk = open_desk("u-noor", viewport=size)
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    assert desk.ask("document.documentElement.scrollWidth") <= size["width"]
    for selector in ("#search", "#graph", "table.twin", "#details-name"):
        desk.page.locator(selector).first.scroll_into_view_if_needed()
        assert desk.page.locator(selector).first.is_visible(), selector


def test_what_can_be_pressed_is_large_enough(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    small = desk.ask(
        "[...document.querySelectorAll('button, select, input, a')].map(e => [e.getBoundingClientRect(), e.dataset.key ?? e.id])"
        ".filter(([r]) => r.width > 0 && (r.width < 18 || r.height < 18)).map(([, key]) => key)"
    )
    assert small == []
