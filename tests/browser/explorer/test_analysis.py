"""Analyses on the screen: what somebody finds is of the own view, told as text and table, and goes onto the canvas."""

from collections.abc import Callable

from tests.browser.explorer.axe import faults
from tests.browser.explorer.desk import Desk

Open = Callable[..., Desk]


def _ask(desk: Desk, kind: str) -> None:
    """By keyboard: the tab, the question, the answer."""
    desk.page.locator('[data-key="tab.analysis"]').focus()
    desk.page.keyboard.press("Enter")
    desk.page.locator('[data-key="analysis.kind"]').select_option(kind)
    desk.page.locator('[data-key="analysis.run"]').focus()
    desk.page.keyboard.press("Enter")
    desk.until("document.querySelector('.analysis .block') !== null")


def test_the_van_in_two_files_is_found_and_shown_to_whoever_sees_both(open_desk: Open) -> None:
    desk = open_desk("u-noor", locale="nl-NL")
    _ask(desk, "RECURRING_ITEMS")
    panel = desk.page.locator(".analysis")
    assert panel.locator("h3").inner_text() == "Welke kenmerken keren terug?"
    row = panel.locator("tr").filter(has_text="AE-412-U")
    assert "genoemd in 2 meldingen" in row.inner_text()
    assert faults(desk.page) == []
    row.get_by_role("button", name="Toon").focus()
    desk.page.keyboard.press("Enter")
    desk.until("__explorer.ids().length === 3")
    desk.page.click('[data-key="tab.table"]')
    assert desk.page.locator('table.twin input[data-key^="tick."]:checked').count() >= 3
    assert "AE-412-U" in desk.page.locator("table.twin").inner_text()


def test_a_question_about_somebody_needs_one_record_and_may_take_its_time_until_it_is_ended(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    desk.page.click('[data-key="tab.analysis"]')
    desk.page.locator('[data-key="analysis.kind"]').select_option("OPEN_THREATS")
    desk.page.click('[data-key="analysis.run"]')
    assert desk.status() == "Select one record that this question is about."
    desk.select(desk.put("tegelaar", "POL", "Tegelaar-Öztunç"))
    _ask(desk, "OPEN_THREATS")
    assert desk.page.locator(".analysis tbody tr").count() >= 2
    assert "up to 2 steps of kinship" in desk.page.locator(".analysis .block").inner_text()
    at_once = desk.page.locator(".analysis tbody").inner_text()
    desk.page.locator('[data-key="analysis.long"]').check()
    begun = desk.page.get_by_role("button", name="End the analysis")
    desk.page.click('[data-key="analysis.run"]')
    begun.wait_for()
    assert faults(desk.page) == []
    desk.until("document.querySelector('.analysis .block') !== null")
    assert desk.page.locator(".analysis tbody").inner_text() == at_once
    desk.page.click('[data-key="analysis.run"]')
    begun.click()
    assert desk.page.locator(".notice.told").inner_text().startswith("The analysis was ended.")
    assert desk.page.locator(".analysis .block").count() == 0


def test_whoever_sees_one_of_the_files_is_told_nothing_of_the_other(open_desk: Open) -> None:
    desk = open_desk("u-daan")
    _ask(desk, "RECURRING_ITEMS")
    assert "AE-412-U" not in desk.page.locator(".analysis").inner_text()
    assert desk.page.locator(".analysis tbody tr").count() == 0
