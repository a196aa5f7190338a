"""The explorer as `./kring demo` serves it, in a real Chromium: the way in, the stories, the way out, and nothing left behind."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from loaders.stix.kring_extension import statement_in
from tests.browser.explorer.axe import faults
from tests.browser.explorer.conftest import Take
from tests.browser.explorer.reference import Reference
from tests.loaders.test_stix_writing import strictly
from tests.oracle.table import TYPES


def test_noor_comes_in_searches_expands_finds_the_van_compares_and_takes_a_file_along(take_seat: Take) -> None:
    noor = take_seat().come_in("u-noor")
    assert noor.who == "Noor Kievitsbloem"
    judge = noor.put("zwaluw", "POL", "Ilse van der Zwaluw")
    noor.page.wait_for_selector("table.compare")
    assert sorted(noor.page.locator("table.compare thead .originator").all_inner_texts()) == ["AIVD", "NCTV", "OM", "POL"]
    noor.page.click('.choice[data-key="mentionsOf.Report"]')
    noor.until("__explorer.ids().length > 3")
    journalist = noor.put("tegelaar", "POL", "Tegelaar-Öztunç")
    noor.select(judge, journalist)
    noor.press("Find path")
    path = noor.page.locator(".path").first
    assert path.get_attribute("data-hops") == "4"
    path.get_by_role("button", name="Draw this path").click()
    noor.until("__explorer.path().length === 5")
    assert noor.page.locator(f'tr[data-id="{noor.ask("__explorer.path()")[2]}"] th').inner_text() == "AE-412-U"
    own = noor.put("zwaluw", "NCTV", "Ilse van der Zwaluw")
    noor.page.click('[data-key="tab.views"]')
    with noor.page.expect_download() as sent:
        noor.page.get_by_role("button", name="Records (CSV)").click()
    text = Path(str(sent.value.path())).read_text()
    assert "Noor Kievitsbloem (NCTV)" in text
    assert own in text
    assert judge not in text
    noor.page.emulate_media(media="print")
    assert noor.page.locator(".banner").is_visible()


def test_a_bundle_of_the_canvas_is_taken_with_its_receipt_in_it(take_seat: Take, tmp_path: Path) -> None:
    noor = take_seat().come_in("u-noor")
    noor.put("zwaluw", "NCTV", "Ilse van der Zwaluw")
    noor.page.click('[data-key="expand.all"]')
    noor.until("__explorer.ids().length > 3")
    reference = Reference("u-noor")
    with noor.page.expect_response(lambda answer: answer.url.endswith("/explorer/stix")) as answered:
        noor.page.click('[data-key="tab.views"]')
        with noor.page.expect_download() as sent:
            noor.page.get_by_role("button", name="Bundle (STIX 2.1)").click()
    assert sent.value.suggested_filename == "kring.stix.json"
    kept, headers = Path(str(sent.value.path())).read_bytes(), answered.value.headers
    filled = f'"kring_receipt": "{headers["audit-receipt"]}:{headers["kring-file-signature"]}"'
    assert kept.replace(filled.encode(), b'"kring_receipt": ""') == answered.value.body()
    assert kept.count(filled.encode()) == 1
    strictly(kept)
    said = [statement_in(raw) for raw in json.loads(kept)["objects"] if statement_in(raw) is not None]
    people = {one["properties"].get("displayName") for one in said if one["type"] == "Person"}
    assert people <= {reference.export.readable(one).get("displayName") for one in reference.export.nodes.values()}
    records, shown = sum(one["type"] in TYPES for one in said), len(noor.ids)
    counts = f"Exported: {records} of {shown} records and {len(said) - records} of {len(noor.ask('__explorer.links()'))}"
    assert noor.status() == f"{counts} relationships; only those may leave."
    assert 0 < records < shown
    daan = take_seat().come_in("u-daan")
    daan.put("tegelaar", "POL", "Tegelaar-Öztunç")
    daan.page.click('[data-key="tab.views"]')
    daan.page.get_by_role("button", name="Bundle (STIX 2.1)").click()
    daan.until("document.querySelector('#status').textContent.includes('export')")
    assert daan.status() == "You may export nothing of this for this purpose. No file was made."


def test_all_that_one_act_asks_has_one_trace(take_seat: Take) -> None:
    noor = take_seat().come_in("u-noor")
    traces: list[str] = []
    noor.page.on("request", lambda one: traces.append(one.headers.get("traceparent", "")) if one.url.endswith("/graphql") else None)
    acts = []
    for act in (lambda: noor.put("zwaluw", "POL", "Ilse van der Zwaluw"), lambda: noor.page.click('[data-key="expand.all"]')):
        act()
        noor.until("__explorer.ids().length > 0")
        noor.until()
        acts.append(set(traces))
        traces.clear()
    searched, expanded = acts
    assert all(re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-00", one) for one in searched | expanded)
    assert len(expanded) == 1
    assert not searched & expanded


def test_daan_asks_the_same_and_reads_one_constant_sentence(take_seat: Take) -> None:
    daan = take_seat().come_in("u-daan")
    assert daan.search("zwaluw") == []
    daan.select(daan.put("tegelaar", "POL", "Tegelaar-Öztunç"), daan.put("900187", "POL", "900187"))
    daan.press("Find path")
    daan.page.get_by_label("At most").select_option("1")
    daan.until()
    assert daan.page.locator(".no-path").inner_text() == "No path in your view."
    assert not any(word in daan.page.content() for word in ("restricted", "withheld", "Zwaluw"))


def test_nothing_of_a_session_is_in_reach_of_the_page(take_seat: Take) -> None:
    noor = take_seat()
    heard: list[str] = []
    noor.page.on("request", lambda request: heard.append(f"{request.url} {request.post_data or ''} {request.headers}"))
    noor.come_in("u-noor").put("zwaluw", "POL", "Ilse van der Zwaluw")
    cookie = next(cookie for cookie in noor.context.cookies() if "session" in cookie["name"])
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert noor.ask("document.cookie") == ""
    reach = (
        noor.ask("JSON.stringify([{...localStorage}, {...sessionStorage}, location.href, history.length])") + noor.page.content()
    )
    assert not any(secret in reach for secret in (cookie["value"], "eyJ", "code="))
    assert not any("eyJ" in line for line in heard)


def test_signing_out_empties_every_tab_and_the_way_back_shows_nothing(take_seat: Take) -> None:
    first = take_seat(quiet=False).come_in("u-noor")
    first.put("zwaluw", "POL", "Ilse van der Zwaluw")
    second = take_seat(beside=first, quiet=False)
    second.page.goto(f"{second.url}/explorer/")
    second.arrive().put("tegelaar", "POL", "Tegelaar-Öztunç")
    second.page.click('[data-key="tab.notes"]')
    second.page.fill("#note-text", "half a thought")
    first.page.click('[data-key="signOut"]')
    assert first.is_empty
    assert second.is_empty
    for seat in (first, second):
        assert seat.ask("JSON.stringify({...sessionStorage})") == "{}"
        seat.page.goto(f"{seat.url}/")
        seat.page.go_back()
        assert seat.is_empty
        assert "Zwaluw" not in seat.page.content()
    assert [cookie["name"] for cookie in first.context.cookies() if "session" in cookie["name"]] == []


def test_a_tab_never_goes_on_in_the_name_of_somebody_who_signed_in_beside_it(take_seat: Take) -> None:
    first = take_seat(quiet=False).come_in("u-noor")
    first.put("zwaluw", "POL", "Ilse van der Zwaluw")
    answered: list[int] = []
    second = take_seat(beside=first, quiet=False).come_in("u-daan")
    assert second.who == "Daan Waterbies"
    first.page.on("response", lambda answer: answered.append(answer.status) if answer.url.endswith("/graphql") else None)
    first.page.fill("#search", "tegelaar")
    first.page.wait_for_selector(".notice.fault")
    assert answered == [401]
    first.page.locator(".notice.fault").get_by_role("button", name="Try again").click()
    first.page.wait_for_selector(".who:has-text('Daan')")
    first.arrive()
    assert first.ids == []
    assert "Zwaluw" not in first.page.content()


def test_a_session_that_ends_in_mid_work_is_renewed_beside_it_and_nothing_is_lost(take_seat: Take) -> None:
    noor = take_seat(quiet=False).come_in("u-noor")
    noor.put("zwaluw", "POL", "Ilse van der Zwaluw")
    noor.page.click('[data-key="tab.notes"]')
    noor.page.fill("#note-text", "half a thought")
    before = noor.ids
    noor.context.clear_cookies()
    noor.page.click('.choice[data-key="mentionsOf.Report"]')
    noor.page.wait_for_selector(".notice.fault")
    with noor.context.expect_page() as opened:
        noor.page.locator(".notice.fault").get_by_role("link", name="Sign in").click()
    opened.value.click("button[value=u-noor]")
    opened.value.wait_for_selector("body[data-ready=true]")
    opened.value.close()
    noor.page.locator(".notice.fault").get_by_role("button", name="Try again").click()
    noor.until(f"__explorer.ids().length > {len(before)}")
    assert noor.page.input_value("#note-text") == "half a thought"


def test_a_tab_keeps_its_own_purpose_over_a_reload_and_sends_it_along(take_seat: Take) -> None:
    noor = take_seat().come_in("u-noor")
    sent: list[str] = []
    noor.page.on("request", lambda request: sent.append(request.headers.get("kring-purpose", "")))
    assert noor.page.get_by_label("Purpose").input_value() == "THREAT_ASSESSMENT"
    noor.page.get_by_label("Purpose").select_option("PROTECTION_DECISION")
    noor.page.reload()
    noor.arrive()
    assert noor.page.get_by_label("Purpose").input_value() == "PROTECTION_DECISION"
    sent.clear()
    noor.search("zwaluw")
    assert {purpose for purpose in sent if purpose} == {"PROTECTION_DECISION"}


def test_the_way_in_needs_no_pointer(take_seat: Take) -> None:
    daan = take_seat(quiet=False)
    daan.page.goto(f"{daan.url}/explorer/")
    daan.page.wait_for_selector("body[data-ready=refused]")
    daan.page.keyboard.press("Tab")
    assert daan.ask("document.activeElement.innerText") == "Sign in"
    daan.page.keyboard.press("Enter")
    daan.page.wait_for_selector("button[value=u-daan]")
    while daan.ask("document.activeElement.value ?? ''") != "u-daan":
        daan.page.keyboard.press("Tab")
    daan.page.keyboard.press("Enter")
    daan.arrive()
    assert daan.ask("document.activeElement.id") == "search"
    while daan.ask("document.activeElement.dataset.key ?? ''") != "signOut":
        daan.page.keyboard.press("Shift+Tab")
    daan.page.keyboard.press("Enter")
    assert daan.is_empty


@pytest.mark.parametrize("options", [{"locale": "nl-NL", "color_scheme": "dark"}, {"viewport": {"width": 320, "height": 720}}])
def test_axe_finds_nothing_on_the_way_in_or_inside(take_seat: Take, options: dict[str, Any]) -> None:
    noor = take_seat(quiet=False, **options)
    for where in ("", "#refused", "#unavailable"):
        noor.page.goto("about:blank")
        noor.page.goto(f"{noor.url}/explorer/{where}")
        assert noor.is_empty
        assert faults(noor.page) == [], where
    noor.page.goto(f"{noor.url}/")
    assert faults(noor.page) == []
    noor.come_in("u-noor").put("zwaluw", "POL", "Ilse van der Zwaluw")
    noor.page.wait_for_selector("table.compare")
    assert faults(noor.page) == []
