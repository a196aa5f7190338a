"""A view goes from one reader to another as a link or a file: ids and places, decided again for whom opens it, and sent to no server."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from tests.browser.explorer.conftest import Take
from tests.browser.explorer.desk import Desk
from tests.browser.explorer.reference import Reference, cards_in
from tests.browser.explorer.shell import PURPOSES

Open = Callable[..., Desk]
READERS = ("u-noor", "u-daan", "u-kees", "u-elin", "u-ruben")
"""An analyst, one of a partner, somebody who carries out protection, an authority and a case officer."""
PULSE = "query Pulse { __typename }"
UNREADABLE = "This link or file holds no view that Kring can open. Nothing on the canvas was changed."


def _copied(desk: Desk) -> str:
    desk.page.click('[data-key="tab.views"]')
    desk.page.get_by_role("button", name="Copy link").click()
    return desk.page.get_by_label("Link to this canvas").input_value()


def _asked(desk: Desk) -> int:
    """How much was asked, but for the page's pulse, which asks nothing of the graph and comes when it comes."""
    return sum(one["query"] != PULSE for one in desk.shell.asked)


def _agree(desk: Desk) -> None:
    desk.page.locator("dialog[open] [data-key=yes]").click()
    desk.until("document.querySelector('dialog[open]') === null")


def test_a_link_opens_to_five_people_as_five_subsets_that_are_the_references(open_desk: Open) -> None:
    noor = open_desk("u-noor")
    for originator, name in (("POL", "Ilse van der Zwaluw"), ("OM", "I. van der Zwaluw"), ("NCTV", "Ilse van der Zwaluw")):
        noor.put("zwaluw", originator, name)
    noor.put("tegelaar", "POL", "Tegelaar-Öztunç")
    noor.page.click('[data-key="mentionsOf.Report"]')
    noor.until("__explorer.ids().length > 5")
    teller, told, laid, link = Reference("u-noor"), cards_in(noor.shell.passed), noor.ids, _copied(noor)
    words = noor.page.locator("[data-row]").all_inner_texts()
    packed = noor.ask("new Response(new Blob([Uint8Array.from(atob(document.querySelector('[data-key=\"views.link\"]').value"
                      ".split('#view=')[1].replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))]).stream()"
                      ".pipeThrough(new DecompressionStream('deflate-raw'))).text()")  # fmt: skip
    assert {row[0] for row in json.loads(packed)["records"]} == set(laid)
    assert [word for word in (*words, *(card["__typename"] for card in told.values()), "Zwaluw", "POL") if word in packed] == []
    opened = {}
    for who in READERS:
        desk = noor if who == "u-noor" else open_desk(who)
        desk.page.goto(link)
        _agree(desk)
        reader = Reference(who, PURPOSES[who])
        verdicts = {id_: reader.sees(told[id_], teller) for id_ in laid}
        assert {id_ for id_ in desk.ids if verdicts[id_] is not None} == {id_ for id_ in laid if verdicts[id_]}, who
        assert list(verdicts.values()).count(None) <= len(laid) // 5
        assert desk.rows == desk.ids
        opened[who] = tuple(desk.ids)
    assert all(opened.values())
    assert len(set(opened.values())) == len(READERS)


def test_a_link_waits_in_the_tab_until_somebody_is_signed_in_and_reaches_no_server(take_seat: Take) -> None:
    noor = take_seat()
    noor.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=noor.url)
    judge, journalist = (
        noor.come_in("u-noor").put("zwaluw", "POL", "Ilse van der Zwaluw"),
        noor.put("tegelaar", "POL", "Tegelaar-Öztunç"),
    )
    link = _copied(noor)
    assert noor.ask("navigator.clipboard.readText()") == link
    daan = take_seat(quiet=False)
    heard: list[str] = []
    daan.page.on("request", lambda request: heard.append(f"{request.url} {request.post_data or ''} {request.headers}"))
    daan.page.goto(link)
    assert daan.is_empty
    assert daan.page.url == f"{daan.url}/explorer/"
    daan.page.get_by_role("link", name="Sign in").click()
    daan.choose("u-daan")
    assert daan.page.url == f"{daan.url}/explorer/"
    assert "in your name, for the purpose “Assess threats”" in daan.page.locator("dialog[open]").inner_text()
    assert daan.page.locator("dialog[open] button:focus").inner_text() == "Cancel"
    assert daan.ids == []
    assert not any(judge in line or journalist in line for line in heard)
    _agree(daan)
    assert daan.ids == [journalist]
    assert "Zwaluw" not in daan.page.content()
    assert not any(link.split("#")[1] in line for line in heard)
    assert daan.ask("Object.keys(sessionStorage).filter((key) => key === 'kring.explorer.link')") == []
    daan.page.reload()
    daan.arrive()
    assert daan.page.locator("dialog[open]").count() == 0


def test_what_is_no_view_is_told_in_one_sentence_and_changes_nothing(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    before, asked = desk.ids, _asked(desk)
    link = _copied(desk)
    for fragment in ("#view=", "#view=%%%", link[link.index("#") : -9], "#view=" + "A" * 9000, "#/another/page", "#<img src=x>"):
        desk.page.goto(f"{desk.url}/explorer/{fragment}")
        assert desk.page.locator(".notice.told p").inner_text() == UNREADABLE, fragment
        assert desk.page.url == f"{desk.url}/explorer/"
        desk.page.locator(".notice.told").get_by_role("button", name="Close").click()
        desk.until()
        assert (desk.ids, desk.page.locator("dialog[open]").count(), _asked(desk)) == (before, 0, asked), fragment
    desk.page.goto("about:blank")
    desk.page.goto(f"{desk.url}/explorer/#view=broken")
    desk.page.wait_for_selector(".notice.told")
    desk.until(f"__explorer.ids().length === {len(before)}")
    assert desk.ids == before


def test_who_does_not_agree_asks_for_nothing(open_desk: Open) -> None:
    desk = open_desk("u-noor")
    desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    link = _copied(desk)
    desk.press("Take off")
    asked = _asked(desk)
    desk.page.goto(link)
    desk.page.locator("dialog[open]").get_by_role("button", name="Cancel").click()
    desk.until()
    assert (desk.ids, _asked(desk)) == ([], asked)


def test_a_canvas_too_large_for_a_link_goes_as_a_file_and_comes_back(open_desk: Open, tmp_path: Path) -> None:
    desk = open_desk("u-noor", quiet=False)
    judge = desk.put("zwaluw", "POL", "Ilse van der Zwaluw")
    desk.page.click('[data-key="tab.views"]')
    with desk.page.expect_download() as sent:
        desk.page.get_by_role("button", name="Save as file").click()
    kept = json.loads(Path(str(sent.value.path())).read_text())
    assert [row[0] for row in kept["records"]] == [judge]
    large = kept | {"records": [*kept["records"], *([str(UUID(int=k * 2**64 + k)), k, k, 0] for k in range(1990))]}
    desk.shell.away = True
    for name, content in (("broken", "{"), ("large", json.dumps(large))):
        (tmp_path / name).write_text(content)
        with desk.page.expect_file_chooser() as chooser:
            desk.page.get_by_role("button", name="Open a file").click()
        chooser.value.set_files(tmp_path / name)
        if name == "broken":
            assert desk.page.locator(".notice.told p").inner_text() == UNREADABLE
    desk.page.locator("dialog[open] [data-key=yes]").click()
    desk.page.wait_for_selector(".notice.fault")
    desk.page.get_by_role("button", name="Copy link").click()
    assert "too large for a link" in desk.page.locator(".notice.told p").inner_text()
    assert desk.page.get_by_label("Link to this canvas").count() == 0
