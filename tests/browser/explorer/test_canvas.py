"""What the canvas promises: counts are what is added, undo is exact, table and graph are one, nothing pinned moves."""

from collections.abc import Callable

import pytest

from tests.browser.explorer.desk import Desk

Open = Callable[..., Desk]


@pytest.fixture
def judge(open_desk: Open) -> tuple[Desk, str]:
    desk = open_desk("u-noor")
    return desk, desk.put("zwaluw", "POL", "Ilse van der Zwaluw")


def test_the_count_of_each_choice_is_what_it_adds_and_undo_is_exact(judge: tuple[Desk, str]) -> None:
    desk, _ = judge
    keys = desk.page.locator(".choice").evaluate_all("all => all.map(one => one.dataset.key)")
    assert len(keys) >= 6
    for key in keys:
        before, places = desk.ids, desk.places
        choice = desk.page.locator(f'.choice[data-key="{key}"]')
        count = int(choice.locator(".count").inner_text())
        fresh = int(str(choice.get_attribute("data-fresh")))
        choice.click()
        desk.until()
        added = set(desk.ids) - set(before)
        assert len(added) == fresh == count, key
        assert desk.rows == desk.ids
        desk.page.locator(".toolbar").get_by_role("button", name="Undo: expansion").click()
        desk.until()
        assert (desk.ids, desk.places) == (before, places), key


def test_undo_and_redo_walk_through_every_kind_of_step_and_back(judge: tuple[Desk, str]) -> None:
    desk, judge_id = judge
    states = [(desk.ids, desk.places)]

    def note() -> None:
        desk.until()
        states.append((desk.ids, desk.places))

    desk.page.click('[data-key="expand.all"]')
    desk.until("__explorer.ids().length > 10")
    note()
    desk.page.get_by_label("Layout", exact=True).select_option("hierarchy")
    note()
    desk.select(*[id_ for id_ in desk.ids if id_ != judge_id][:2])
    desk.press("Hide")
    note()
    desk.select(judge_id)
    desk.press("Select neighbours")
    desk.press("Keep only")
    note()
    for state in reversed(states[:-1]):
        desk.page.keyboard.press("Control+z")
        desk.until()
        assert (desk.ids, desk.places) == state
    for state in states[1:]:
        desk.page.keyboard.press("Control+y")
        desk.until()
        assert (desk.ids, desk.places) == state


def test_no_layout_moves_what_is_pinned_and_a_lock_keeps_everything(judge: tuple[Desk, str]) -> None:
    desk, judge_id = judge
    desk.page.locator('.choice[data-key="mentionsOf.Report"]').click()
    desk.until("__explorer.ids().length > 3")
    desk.select(judge_id)
    desk.press("Pin or loosen")
    pinned = desk.places[judge_id]
    for layout in ("hierarchy", "concentric", "case", "force"):
        desk.page.get_by_label("Layout", exact=True).select_option(layout)
        desk.until()
        assert desk.places[judge_id] == pinned, layout
    desk.press("Lock positions: new records move nothing")
    before = desk.places
    desk.page.locator('.choice[data-key="RELATED_TO.Person"]').click()
    desk.until(f"__explorer.ids().length > {len(before)}")
    after = desk.places
    assert all(abs(after[id_][axis] - place[axis]) <= 1 for id_, place in before.items() for axis in "xy")


def test_facets_add_up_to_the_table_and_clearing_gives_the_same_set_back(judge: tuple[Desk, str]) -> None:
    desk, _ = judge
    desk.page.click('[data-key="expand.all"]')
    desk.until("__explorer.ids().length > 10")
    whole = desk.ids
    desk.page.click('[data-key="tab.filters"]')
    desk.page.locator('[data-facet="type"] label').filter(has_text="Report").locator("input").uncheck()
    desk.until()
    assert desk.rows == desk.ids != whole
    for facet in ("type", "originator", "level", "reliability"):
        labels = desk.page.locator(f'[data-facet="{facet}"] label').filter(has=desk.page.locator("input:checked"))
        assert sum(int(text) for text in labels.locator(".count").all_inner_texts()) == len(desk.ids), facet
    desk.page.get_by_role("button", name="Clear filters").click()
    desk.until()
    assert desk.ids == whole
    labels = desk.page.locator('[data-facet="reliability"] label')
    named = {text.rpartition("\n")[0]: int(text.rpartition("\n")[2]) for text in labels.all_inner_texts()}
    assert next(iter(named)) == "not graded, or not for you"
    assert {"A: completely reliable", "B: usually reliable"} <= set(named)
    labels.filter(has_text="not graded").locator("input").focus()
    desk.page.keyboard.press("Space")
    desk.until()
    graded = desk.page.locator("table.twin tbody tr td:nth-child(6) .visually-hidden").all_inner_texts()
    assert sorted(graded) == sorted(text for text, count in list(named.items())[1:] for _ in range(count))


def test_a_period_keeps_only_what_was_so_then_in_graph_table_and_count(judge: tuple[Desk, str]) -> None:
    desk, _ = judge
    desk.page.click('[data-key="expand.all"]')
    desk.until("__explorer.ids().length > 10")
    whole = desk.ids
    desk.page.click('[data-key="tab.timeline"]')
    desk.page.get_by_label("From").fill("2026-02-26")
    desk.page.get_by_label("Until").fill("2026-02-26")
    desk.page.get_by_label("Keep what has no date").uncheck()
    desk.until()
    in_period = desk.ids
    assert 0 < len(in_period) < len(whole)
    assert desk.page.locator("#count").inner_text().startswith(f"{len(in_period)} record")
    desk.page.click('[data-key="tab.table"]')
    assert desk.rows == in_period
    assert "26 Feb 2026" in desk.page.locator("table.twin tbody").inner_text()
    desk.page.click('[data-key="tab.timeline"]')
    desk.page.get_by_role("button", name="All times").click()
    desk.page.get_by_label("Keep what has no date").check()
    desk.until()
    assert desk.ids == whole


def test_brushing_the_chart_sets_the_period(judge: tuple[Desk, str]) -> None:
    desk, _ = judge
    desk.page.locator('.choice[data-key="mentionsOf.Report"]').click()
    desk.until("__explorer.ids().length > 3")
    desk.page.click('[data-key="tab.timeline"]')
    box = desk.page.locator("svg.chart").bounding_box()
    assert box
    desk.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 40)
    desk.page.mouse.down()
    desk.page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 40, steps=4)
    desk.page.mouse.up()
    desk.until()
    assert desk.page.get_by_label("From").input_value() > "2026-01-01"
    assert desk.page.get_by_label("Until").input_value() > desk.page.get_by_label("From").input_value()


def test_a_click_on_a_node_opens_it_and_a_drag_pins_it(judge: tuple[Desk, str]) -> None:
    desk, _ = judge
    desk.page.locator('.choice[data-key="mentionsOf.Report"]').click()
    desk.until("__explorer.ids().length > 3")
    row = desk.page.locator("table.twin tbody tr").filter(has_text="Report").first
    id_ = str(row.get_attribute("data-id"))
    at = desk.ask(f"__explorer.screen('{id_}')")
    desk.page.mouse.click(at["x"], at["y"])
    desk.until()
    assert desk.page.locator(f'tr[data-id="{id_}"] input').is_checked()
    assert (
        "observation" in desk.page.locator("#details-name").inner_text()
        or desk.page.locator(".kind").first.inner_text() == "Report"
    )
    desk.page.mouse.move(at["x"], at["y"])
    desk.page.mouse.down()
    desk.page.mouse.move(at["x"] + 60, at["y"] + 30, steps=6)
    desk.page.mouse.up()
    desk.until()
    moved = desk.places[id_]
    desk.page.get_by_label("Layout", exact=True).select_option("concentric")
    desk.until()
    assert desk.places[id_] == moved
