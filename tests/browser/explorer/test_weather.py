"""Bad weather: the session ends, the API is away or slow, names are wild. Nothing typed or laid out is lost."""

from collections.abc import Callable

import pytest

from tests.browser.explorer.desk import Desk

Open = Callable[..., Desk]


def test_an_expired_session_loses_no_word_and_goes_on_where_it_was(open_desk: Open) -> None:
    desk = open_desk("u-noor", quiet=False)
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
    desk.until(f"__explorer.ids().length > {len(before)}")
    assert desk.page.locator(".notice.fault").count() == 0
    assert desk.page.input_value("#note-text") == "A half-written thought"


def test_an_api_that_is_away_and_comes_back_is_told_once_and_finishes_what_was_asked(open_desk: Open) -> None:
    desk = open_desk("u-noor", quiet=False)
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.shell.away = True
    desk.page.click('.choice[data-key="mentionsOf.Report"]')
    desk.page.wait_for_selector(".notice.fault")
    desk.page.fill("#search", "tegelaar")
    desk.page.wait_for_timeout(500)
    assert desk.page.locator(".notice.fault").count() == 1
    desk.shell.away = False
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
