"""The stories as people live them on the screen: the same explorer, the same question, what each may see."""

import json
import re
from collections.abc import Callable

from tests.browser.explorer.conftest import Demo
from tests.browser.explorer.desk import Desk
from tests.browser.explorer.reference import Reference, cards_in

Open = Callable[..., Desk]
NO_PATH = "No path in your view."
WITHOUT_WHAT_RIGHTS_SAY = """(() => {
  const page = document.documentElement.cloneNode(true)
  page.querySelectorAll(".withheld, .withheld-note").forEach((note) => note.remove())
  return page.outerHTML
})()"""
"""The page but for the fields that rights withhold of records in view, which are named whether or not anything is there."""


def _both_ends(desk: Desk) -> tuple[str, str]:
    judge = desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    journalist = desk.put("tegelaar", "POL", "Tegelaar-Öztunç")
    desk.select(judge, journalist)
    return judge, journalist


def test_b_the_van_that_was_in_two_files_is_drawn_and_explained_hop_by_hop(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    judge, journalist = _both_ends(desk)
    desk.press("Find path")
    path = desk.page.locator(".path").first
    assert path.get_attribute("data-hops") == "4"
    desk.until("document.querySelectorAll('.path .sentence').length >= 4")
    assert path.locator(".sentence strong").all_inner_texts() == ["mentions"] * 4
    assert path.locator(".sentence").first.get_by_text("POL, recorded 26 Feb 2026").count() == 1
    assert path.locator(".sentence").first.get_by_text("B: usually reliable · 2: probably true").count() == 1
    path.get_by_role("button", name="Draw this path").click()
    desk.until("__explorer.path().length === 5")
    drawn = desk.ask("__explorer.path()")
    assert (drawn[0], drawn[-1]) == (judge, journalist)
    assert set(drawn) <= set(desk.ids)
    assert desk.rows == desk.ids
    assert desk.page.locator(f'tr[data-id="{drawn[2]}"]').locator("th").inner_text() == "AE-412-U"
    assert len(desk.ask("__explorer.links()")) >= 4


def test_b_who_was_not_granted_the_other_file_reads_one_constant_sentence(open_desk: Open) -> None:
    desk = open_desk("u-daan")
    assert desk.search("zwaluw") == []
    assert desk.page.locator("#search-hint").inner_text() == "Nothing found in your view."
    journalist = desk.put("tegelaar", "POL", "Tegelaar-Öztunç")
    van = desk.put("AE-412-U", "POL", "AE-412-U")
    other = desk.put("900187", "POL", "900187")
    said = set()
    for pair in ((journalist, other), (van, other)):
        desk.select(*pair)
        desk.press("Find path")
        desk.page.get_by_label("At most").select_option("1")
        desk.until()
        said.add(desk.page.locator(".no-path").inner_text())
    assert said == {NO_PATH}
    assert "Zwaluw" not in desk.page.content()
    text = desk.ask(WITHOUT_WHAT_RIGHTS_SAY)
    assert not any(word in text for word in ("restricted", "hidden by", "withheld"))


def test_b_the_vans_other_life_is_no_greyed_dot(open_desk: Open) -> None:
    desk = open_desk("u-daan")
    desk.put("AE-412-U", "POL", "AE-412-U")
    choices = desk.page.locator(".choice").filter(has_text="Report")
    assert choices.locator(".count").all_inner_texts() == ["1"]


def test_h_the_door_is_not_in_the_file(open_desk: Open) -> None:
    for who, sees in (("u-noor", 0), ("u-kees", 2), ("u-meike", 0)):
        desk = open_desk(who)
        assert len(desk.search("Emmerpad")) == sees, who
        assert ("Emmerpad 14" in desk.page.locator(".side").inner_text()) == bool(sees), who


def test_a_several_originators_on_one_judge_stand_side_by_side(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.page.wait_for_selector("table.compare")
    heads = desk.page.locator("table.compare thead .originator").all_inner_texts()
    assert sorted(heads) == ["AIVD", "NCTV", "OM", "POL"]
    row = desk.page.locator("table.compare tbody tr").filter(has_text="Birth date")
    assert row.locator("td").all_inner_texts().count("") == 3
    assert desk.page.locator("table.compare tr.differs").filter(has_text="Display name").count() == 1
    assert "Stg.G." in desk.page.locator("table.compare thead").inner_text()


def test_a_grade_reads_in_words_beside_who_asserts_it_and_when(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    judge = desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.page.wait_for_selector("table.compare")
    heads = desk.page.locator("table.compare thead th").all_inner_texts()
    assert all("10 Jan 2026" in head for head in heads)
    row = desk.page.locator("table.compare tbody tr").filter(has=desk.page.get_by_role("rowheader", name="Reliability"))
    of_whom = {head.split()[0]: said for head, said in zip(heads, row.locator("td").all_inner_texts(), strict=True)}
    assert of_whom == {"POL": "", "OM": "A: completely reliable", "AIVD": "", "NCTV": "B: usually reliable"}
    assert row.get_attribute("class") == ""
    desk.page.click('[data-key="RELATED_TO.Person"]')
    desk.until("__explorer.ids().length > 3")
    confidant = desk.page.locator("table.twin tbody tr").filter(has_text="Hoen-Ridderkerf").get_attribute("data-id")
    one, other = (desk.ask(f"__explorer.screen('{id_}')") for id_ in (judge, confidant))
    desk.page.mouse.click(*((one[axis] + other[axis]) / 2 for axis in "xy"))
    desk.until("document.querySelector('.details h2').innerText.includes('is related to')")
    said = dict(text.split("\n") for text in desk.page.locator(".details dl > div").all_inner_texts())
    assert said["Originator"] == "POL"
    assert (said["Reliability"], said["Credibility"]) == ("D: not usually reliable", "4: doubtful")
    desk.put("tegelaar", "POL", "Tegelaar-Öztunç")
    told = desk.page.locator("section", has=desk.page.get_by_role("heading", name="Provenance")).locator("dl > div")
    assert [text.split("\n") for text in told.all_inner_texts()][:4] == [
        ["Originator", "POL"], ["Recorded", "10 Jan 2026"], ["Reliability", "A: completely reliable"],
        ["Credibility", "1: confirmed by other sources"],
    ]  # fmt: skip


def test_the_band_tells_the_highest_of_all_that_is_on_screen_and_not_of_the_canvas_alone(open_desk: Open) -> None:
    """What the service states of the judge is a secret that stands beside the others, on no canvas; among what was found, too."""
    desk = open_desk("u-noor")
    band = desk.page.locator(".banner")
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.page.click('[data-key="tab.views"]')
    desk.page.wait_for_selector("table.compare")
    assert desk.page.locator(".drawer .level").all_inner_texts() == ["Dep.V."]
    assert "(Stg.G.)" in band.inner_text()
    desk.put("tegelaar", "POL", "Tegelaar-Öztunç")
    desk.page.click('[data-key="tab.views"]')
    desk.page.wait_for_selector("table.compare")
    assert "(Dep.V.)" in band.inner_text()
    desk.search("zwaluw")
    assert "(Stg.G.)" in band.inner_text()


def test_what_rights_withhold_of_a_record_is_named_as_the_reference_has_it(open_desk: Open) -> None:
    desk, reference = open_desk("u-daan"), Reference("u-daan")
    where_she_works = desk.put("Hazelhaven", "POL", "werkplek · Hazelhaven")
    desk.until("document.querySelector('.withheld-note') !== null")
    shut = reference.withheld(cards_in(desk.shell.passed)[where_she_works])
    words = [re.sub("([A-Z])", lambda found: f" {found[0].lower()}", name).capitalize() for name in shut]
    note = desk.page.locator(".withheld-note")
    assert "Address" in words
    assert note.locator("dd").inner_text() == " · ".join(words)
    assert note.locator("dt").inner_text() == "▒▒▒ Withheld from you"
    assert "is not told" in note.locator(".hint").inner_text()


def test_why_one_sees_a_record_is_told_by_the_grants_that_open_it(open_desk: Open, demo: Demo) -> None:
    desk = open_desk("u-daan")
    journalist = desk.put("tegelaar", "POL", "Tegelaar-Öztunç")
    desk.page.get_by_role("button", name="Why do I see this?").click()
    desk.until("document.querySelector('.why li') !== null")
    said = json.loads(demo.run("explain", journalist, "--as", "u-daan", "--purpose", "THREAT_ASSESSMENT", "--json"))
    told = desk.page.locator(".why li").all_inner_texts()
    assert [text.split(" of ")[0] for text in told] == [grant["id"] for grant in said["grants"]]
    assert told == ["G-pol-c2 of POL to team:POL-HAZEL, on WPG-8, until 30 Jun 2026. Approved by u-bente (POL)."]
    assert said["regimeArticle"] in desk.page.locator(".why .hint").inner_text()
