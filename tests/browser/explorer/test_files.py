"""Files that leave the explorer: exactly what the plain reference lets go of what is on the canvas, stamped, and asked for as an export."""

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from PIL import Image

from access_policies.audit.segments import logs
from access_policies.audit.segments import verified as chain_of
from tests.browser.explorer.conftest import Demo
from tests.browser.explorer.desk import Desk
from tests.browser.explorer.reference import Raw, Reference, cards_in, links_in
from tests.e2e.stamped_files import is_sound, rows_of, verify_file

Open = Callable[..., Desk]
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
SVG = "{http://www.w3.org/2000/svg}"
SHORT = {"NONE": "no level", "DEP_V": "Dep.V.", "STG_C": "Stg.C.", "STG_G": "Stg.G.", "STG_ZG": "Stg.ZG."}
WRITTEN = {"Records (CSV)": "records", "Relationships (CSV)": "relationships", "Graph (GraphML)": "graphml"}
DRAWN = {"Drawing (SVG)": "svg", "Picture (PNG)": "png"}
BUTTONS = (*WRITTEN, "Bundle (STIX 2.1)", *DRAWN)
OWN = {"id", "originator", "recordedAt", "validFrom", "validTo"}
"""What goes with every record that may go."""
Starts = list[tuple[str, str, str]]
"""What is searched for, whose it is, and what it is called."""
JUDGE: Starts = [("zwaluw", "POL", "Ilse van der Zwaluw"), ("zwaluw", "NCTV", "Ilse van der Zwaluw")]
MILAN: Starts = [("Milan", "DLIO", "Milan Š.")]
WHO = [("u-noor", "Noor Kievitsbloem (NCTV)", JUDGE), ("u-hugo", "Hugo Ravelijn (DLIO)", MILAN)]
"""Both may export what is in their organisation's own store, and see more than that."""


def spread(desk: Desk, starts: Starts) -> None:
    """These and all that stands around each, on the canvas."""
    for text, originator, name in starts:
        desk.put(text, originator, name)
        before = len(desk.ids)
        desk.page.click('[data-key="expand.all"]')
        desk.until(f"__explorer.ids().length > {before}")


def send(desk: Desk, name: str) -> bytes:
    desk.page.click('[data-key="tab.views"]')
    desk.shell.passed.clear()
    desk.shell.taken.clear()
    with desk.page.expect_download() as sent:
        desk.page.get_by_role("button", name=name).click()
    desk.until()
    return Path(str(sent.value.path())).read_bytes()


def words_of(cards: Iterable[Raw]) -> set[str]:
    """Ids and names."""
    return {str(card[name]) for card in cards for name in ("id", "displayName", "label", "summary") if card.get(name)}


@pytest.fixture
def key(demo: Demo) -> Ed25519PublicKey:
    """The key of the demo's log."""
    (log,) = logs(demo.home / "audit")
    return Ed25519PublicKey.from_public_bytes(chain_of(log).key.public)


@pytest.mark.parametrize(("who", "name", "starts"), WHO)
def test_files_hold_what_the_reference_lets_go_and_carry_marking_name_and_receipt(
    open_desk: Open, who: str, name: str, starts: Starts
) -> None:
    desk, reference = open_desk(who), Reference(who)
    spread(desk, starts)
    known, links = cards_in(desk.shell.passed), links_in(desk.shell.passed)
    cards = {id_: known[id_] for id_ in desk.ids}
    leaves = {id_ for id_, card in cards.items() if reference.leaves(card)}
    let_go = {id_ for id_ in desk.ask("__explorer.links()") if reference.link_leaves(links[id_], cards)}
    assert 0 < len(leaves) < len(cards)
    assert 0 < len(let_go) < len(desk.ask("__explorer.links()"))
    levels = {cards[id_]["marking"]["level"] for id_ in leaves}
    records = rows_of(send(desk, "Records (CSV)"))
    assert desk.status() == f"Exported: {len(leaves)} of {len(cards)} records; only those may leave."
    assert set(records) == leaves
    for id_, row in records.items():
        texts = {field: value for field, value in cards[id_].items() if field in row and isinstance(value, str)}
        may = reference.fields(cards[id_]) | OWN
        assert {field: row[field] for field in texts} == {field: value if field in may else "" for field, value in texts.items()}
        assert (row["exportedBy"], row["fileMarking"].split()[0]) == (name, max(levels, key=list(SHORT).index))
    assert next(iter(records.values()))["kring_receipt"].count(":") == 4
    relationships = rows_of(send(desk, "Relationships (CSV)"))
    assert set(relationships) == let_go
    assert desk.status() == f"Exported: {len(let_go)} of {len(desk.ask('__explorer.links()'))} relationships; only those may leave."
    assert all({row["from"], row["to"]} <= leaves for row in relationships.values())
    graph = ElementTree.fromstring(send(desk, "Graph (GraphML)"))
    assert {node.get("id") for node in graph.iter(f"{GRAPHML}node")} == leaves
    assert {edge.get("id") for edge in graph.iter(f"{GRAPHML}edge")} == let_go
    counts = f"{len(leaves)} of {len(cards)} records and {len(let_go)} of {len(desk.ask('__explorer.links()'))} relationships"
    assert desk.status() == f"Exported: {counts}; only those may leave."
    _pictures_hold(desk, levels, len(leaves), len(let_go))


def _pictures_hold(desk: Desk, levels: set[str], records: int, links: int) -> None:
    """The drawing has so many of each; the picture is the drawing, twice as large."""
    drawing = ElementTree.fromstring(send(desk, "Drawing (SVG)"))
    assert len(drawing.findall(f"{SVG}g")) == records
    assert len(drawing.findall(f"{SVG}line")) == links
    words = "".join(drawing.itertext())
    assert all(SHORT[level] in words for level in levels)
    picture = Image.open(io.BytesIO(send(desk, "Picture (PNG)")))
    assert picture.size == tuple(round(2 * float(drawing.get(side) or 0)) for side in ("width", "height"))
    assert picture.getcolors(maxcolors=30) is None, "there is nothing in the picture"


def test_no_word_of_what_stays_is_in_a_file_and_all_of_it_is_asked_for_as_an_export(open_desk: Open) -> None:
    desk, reference = open_desk("u-noor"), Reference("u-noor")
    spread(desk, JUDGE)
    cards = {id_: card for id_, card in cards_in(desk.shell.passed).items() if id_ in desk.ids}
    gone, kept = (words_of(card for card in cards.values() if reference.leaves(card) is leaves) for leaves in (True, False))
    secret = {word for word in kept if not any(word in other for other in gone)}
    assert len(secret) > 10
    for button in BUTTONS:
        text = send(desk, button).decode("utf-8", "replace")
        assert [word for word in secret if word in text] == []
        assert all("@forExport" in asked["query"] for asked, _ in desk.shell.passed)
        assert len(desk.shell.passed) in (range(1, 21) if button in DRAWN else [0])
        assert len(desk.shell.taken) == 1


def test_whoever_is_handed_a_file_can_tell_that_it_is_what_left(open_desk: Open, key: Ed25519PublicKey) -> None:
    desk = open_desk("u-noor")
    spread(desk, JUDGE)
    for button in BUTTONS:
        data = send(desk, button)
        assert is_sound(data, key), button
        said = verify_file.verified(data, [key])[1]
        assert [value for name, value in said.items() if name.lower().replace("_", "") == "exportedby"] == [
            "Noor Kievitsbloem (NCTV)"
        ]
        for place in {*range(0, len(data), max(len(data) // 25, 1)), *range(len(data) - 30, len(data))}:
            assert not is_sound(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :], key), (button, place)


def test_without_a_signature_there_is_no_file_and_when_kring_is_away_it_comes_later(open_desk: Open, key: Ed25519PublicKey) -> None:
    desk = open_desk("u-noor", quiet=False)
    spread(desk, JUDGE[1:])
    files: list[str] = []
    desk.page.on("download", lambda sent: files.append(sent.suggested_filename))
    desk.page.click('[data-key="tab.views"]')
    desk.shell.dumb = True
    for button in BUTTONS:
        desk.page.evaluate("document.querySelector('#status').textContent = ''")
        desk.page.get_by_role("button", name=button).click()
        desk.until("document.querySelector('#status').textContent !== ''")
        assert desk.status() == "No file was made: the server did not sign for it."
    desk.shell.dumb = False
    for button in ("Records (CSV)", "Drawing (SVG)"):
        desk.shell.away = True
        desk.page.get_by_role("button", name=button).click()
        desk.page.wait_for_selector(".notice.fault")
        assert files == []
        desk.shell.away = False
        with desk.page.expect_download() as sent:
            desk.page.locator(".notice.fault").get_by_role("button", name="Try again").click()
        assert is_sound(Path(str(sent.value.path())).read_bytes(), key)
        files.clear()


def test_who_may_export_nothing_reads_one_sentence_and_gets_no_file(open_desk: Open) -> None:
    desk, reference = open_desk("u-daan"), Reference("u-daan")
    desk.put("tegelaar", "POL", "Tegelaar-Öztunç")
    desk.page.click('[data-key="expand.all"]')
    desk.until("__explorer.ids().length > 3")
    assert reference.export.nodes == {}
    files: list[str] = []
    desk.page.on("download", lambda sent: files.append(sent.suggested_filename))
    desk.page.click('[data-key="tab.views"]')
    for button in BUTTONS:
        desk.page.evaluate("document.querySelector('#status').textContent = ''")
        desk.page.get_by_role("button", name=button).click()
        desk.until("document.querySelector('#status').textContent !== ''")
        assert desk.status() == "You may export nothing of this for this purpose. No file was made."
    assert files == []
