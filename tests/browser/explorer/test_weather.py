"""Bad weather: the session ends, the API is away or slow, names are wild. Nothing typed or laid out is lost."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from tests.browser.explorer.desk import Desk

Open = Callable[..., Desk]
WILD = "<img src=x onerror=alert(1)> \u202eمرحبا {{7*7}} " + "ж" * 10_000
"""A name with a script in it, that turns the direction of writing, and is of 10,000 letters."""
PULSE = 20_000
"""Milliseconds after which the page looks again, by itself, whether it can go on."""
NO_WEBGL = """(() => {
  const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) { return kind.includes('webgl') ? null : real.call(this, kind, ...more); };
})()"""


def _by_the_clock(desk: Desk) -> None:
    """The page again, with a clock that can be put on, so that nobody sits out what it does every so often."""
    desk.page.clock.install()
    desk.page.reload()
    desk.page.wait_for_selector("body[data-ready=true]")


def test_an_expired_session_loses_no_word_and_goes_on_where_it_was(open_desk: Open) -> None:
    desk = open_desk("u-noor", quiet=False)
    _by_the_clock(desk)
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.page.click('[data-key="tab.notes"]')
    desk.page.fill("#note-text", "A half-written thought")
    before = desk.ids
    desk.shell.expired = True
    desk.page.click('.choice[data-key="mentionsOf.Report"]')
    desk.page.wait_for_selector(".notice.fault")
    assert "Your session has ended" in desk.page.locator(".notice.fault").inner_text()
    assert desk.page.get_by_role("link", name="Sign in").get_attribute("target") == "_blank"
    desk.page.locator(".notice.fault").get_by_role("button", name="Try again").click()
    assert (desk.ids, desk.page.input_value("#note-text"), desk.page.input_value("#search")) == (
        before,
        "A half-written thought",
        "zwaluw",
    )
    desk.shell.expired = False
    desk.page.clock.fast_forward(PULSE)
    desk.until(f"__explorer.ids().length > {len(before)}")
    assert desk.page.locator(".notice.fault").count() == 0
    assert desk.page.input_value("#note-text") == "A half-written thought"


def test_an_api_that_is_away_and_comes_back_is_told_once_and_finishes_what_was_asked(open_desk: Open) -> None:
    desk = open_desk("u-noor", quiet=False)
    _by_the_clock(desk)
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.shell.away = True
    desk.page.click('.choice[data-key="mentionsOf.Report"]')
    desk.page.wait_for_selector(".notice.fault")
    desk.page.fill("#search", "tegelaar")
    desk.page.wait_for_timeout(500)
    assert desk.page.locator(".notice.fault").count() == 1
    desk.shell.away = False
    desk.page.clock.fast_forward(PULSE)
    desk.until("__explorer.ids().length > 3 && document.querySelectorAll('.result').length > 1")
    assert desk.page.locator(".notice.fault").count() == 0


def test_a_slow_answer_shows_that_it_is_awaited_and_can_be_cancelled(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    before = desk.ids
    desk.shell.delay = 3.0
    desk.page.click('.choice[data-key="mentionsOf.Report"]')
    desk.page.locator(".notice.busy").get_by_role("button", name="Cancel").click()
    desk.until()
    assert desk.ids == before
    assert desk.page.locator(".notice.fault").count() == 0


def test_nobody_signed_in_gets_a_way_in_and_nothing_else(open_desk: Open) -> None:
    desk = open_desk("u-noor", quiet=False)
    desk.shell.expired = True
    desk.page.reload()
    desk.page.wait_for_selector('body[data-ready="refused"]')
    assert desk.page.get_by_role("link", name="Sign in").is_visible()
    assert desk.page.locator("#graph").count() == 0


@pytest.mark.parametrize(
    "words", ["‮مرحبا بالعالم", "x" * 10_000, "王小明 Ĳsbrandt <img src=x onerror=alert(1)>", "' OR 1=1 --", "{{7*7}} \u0000 \ud83d"]
)
def test_any_text_may_be_typed_and_stays_text(open_desk: Open, words: str) -> None:
    desk = open_desk("u-noor")
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.page.locator("#search").evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }", words
    )
    desk.until()
    desk.page.click('[data-key="tab.notes"]')
    desk.page.locator("#note-text").evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }", words
    )
    desk.page.get_by_role("button", name="Add note").click()
    desk.until()
    assert desk.page.locator(".note img").count() == 0
    assert desk.page.locator(".note .level").inner_text() == "Dep.V."
    assert desk.ask("document.documentElement.scrollWidth") <= 1440


def test_a_wild_name_is_a_name_in_every_panel_and_file_and_pushes_nothing_aside(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    desk.shell.renamed = ("Ilse van der Zwaluw", WILD)
    desk.search("zwaluw")
    found = desk.page.locator(".result").filter(has=desk.page.locator(".originator", has_text="NCTV")).filter(has_text="onerror")
    found.first.click()
    desk.page.wait_for_selector("table.compare")
    desk.page.click('[data-key="expand.all"]')
    desk.until("__explorer.ids().length > 3")
    for tab in ("filters", "timeline", "notes", "analysis", "table", "views"):
        desk.page.click(f'[data-key="tab.{tab}"]')
        assert desk.ask("document.images.length") == 0, tab
        assert desk.ask("document.documentElement.scrollWidth") <= 1440, tab
    assert desk.page.locator("#details-name bdi").inner_text().startswith("<img src=x onerror=alert(1)>")
    desk.page.set_viewport_size({"width": 320, "height": 256})
    desk.until("document.documentElement.scrollWidth <= 320")
    box = "document.querySelector('{}').getBoundingClientRect().{}"
    desk.until(f"{box.format('.table-panel', 'bottom')} <= {box.format('.details', 'top')}")
    with desk.page.expect_download() as sent:
        desk.page.get_by_role("button", name="Drawing (SVG)").click()
    drawing = Path(str(sent.value.path())).read_text()
    assert not any(element.tag.endswith(("img", "script")) for element in fromstring(drawing).iter())


@pytest.mark.parametrize("less", [{"user": "u-daan"}, {"purpose": "INFORM_PERSON"}], ids=["grant", "purpose"])
def test_what_was_opened_by_a_right_that_ended_leaves_screen_undo_and_print(open_desk: Open, less: dict[str, str]) -> None:
    desk = open_desk("u-noor")
    judge = desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.page.click('[data-key="mentionsOf.Report"]')
    desk.until("__explorer.ids().length > 2")
    for name, value in less.items():
        setattr(desk.shell, name, value)
    desk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    desk.until(f"!__explorer.ids().includes('{judge}')")
    desk.page.keyboard.press("Control+z")
    desk.until()
    desk.page.emulate_media(media="print")
    shown = desk.page.locator("body").inner_text() + desk.page.content()
    assert desk.ids == []
    assert "Zwaluw" not in shown.replace('value="zwaluw"', "")


def test_a_machine_without_webgl_draws_all_the_same(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    desk.page.add_init_script(NO_WEBGL)
    desk.page.reload()
    desk.page.wait_for_selector("body[data-ready=true]")
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.page.click('[data-key="tool.fit"]')
    desk.until()
    drawn = Image.open(io.BytesIO(desk.page.locator("#graph").screenshot()))
    assert drawn.convert("RGB").getcolors(maxcolors=40) is None
