"""The pictures of the pages in the documentation can be taken: `KRING_UPDATE_GOLDEN=1` takes them anew into docs/pictures.

Every page at two widths and in both themes is taken then only, for its time; that all of them are there is seen each time.
"""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Browser

from api.pages.routes import SHOWN
from tests.e2e.browser.conftest import Visitor
from tests.e2e.browser.pages import come_in
from tests.e2e.conftest import Service
from tests.e2e.test_watches import begun, recorded, related
from tests.e2e.test_writes_pointers import published

PICTURES = Path(__file__).resolve().parents[3] / "docs" / "pictures"
SIZE = {"width": 1360, "height": 1000}
COLOURS = 96
DARK: dict[str, Any] = {"color_scheme": "dark", "locale": "nl-NL"}
SCENES = {
    "pages-grant": ("u-fenna", "GRANT_ADMINISTRATION/grants/G-kees-c2", {"locale": "en-GB"}),
    "pages-own": ("u-ilse", "INFORM_PERSON/own", DARK),
}


@pytest.mark.parametrize("name", SCENES)
async def test_a_picture_of_the_pages_can_be_taken(service: Service, browser: Browser, name: str) -> None:
    user, place, options = SCENES[name]
    context = await browser.new_context(viewport=SIZE, **options)
    page = await context.new_page()
    await come_in(Visitor(service, context, page), user)
    await page.goto(f"{service.url}/pages/{place}")
    taken = Image.open(io.BytesIO(await page.screenshot(animations="disabled", caret="hide")))
    await context.close()
    assert taken.getcolors(maxcolors=60) is None, "there is nothing in the picture"
    if os.environ.get("KRING_UPDATE_GOLDEN"):
        taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
    assert Image.open(PICTURES / f"{name}.png").size == (SIZE["width"], SIZE["height"])


EVERY = PICTURES / "pages"
INDEX = PICTURES / "README.md"
WIDTHS = {1280: 900, 390: 844}
THEMES = ("light", "dark")
MOST = 4 << 20
"""Bytes of all pictures of the documentation."""
DESKS = {
    "u-fenna": (
        "GRANT_ADMINISTRATION", "", "grants", "grants/G-kees-c2", "review", "report", "record", "emergencies", "directory",
        "partners?one=DLIO&two=NCTV", "watches",
    ),
    "u-bente": ("GRANT_ADMINISTRATION", "policies", "directory?user=u-daan"),
    "u-noor": ("THREAT_ASSESSMENT", "request", "/explorer/"),
    "u-saar": ("THREAT_ASSESSMENT", "watches/WATCH"),
    "u-daan": ("THREAT_ASSESSMENT", "pointers", "pointers/POINTER"),
    "u-hadewych": (
        "OVERSIGHT", "oversight", "oversight/known", "oversight/disclosures", "oversight/statistics", "oversight/proof",
        "oversight/verification",
    ),
    "u-ilse": ("INFORM_PERSON", "own"),
    "": ("", "/", "/pages/", "/pages/left"),
}  # fmt: skip
"""Whose desk each page is shown at, for which purpose."""


def name_of(place: str) -> str:
    """The name of a page's pictures."""
    known = {"": "home", "/": "landing", "/pages/": "welcome", "directory?user=u-daan": "directory-change"}
    known["partners?one=DLIO&two=NCTV"] = "partners"
    plain = place.strip("/").replace("/", "-")
    for one in ("-G-kees-c2", "-POINTER", "-WATCH"):
        plain = plain.replace(one, "-one")
    return known.get(place, plain)


def index() -> str:
    """The page that shows them all."""
    places = [place for _, *places in DESKS.values() for place in places]
    lines = [
        "# Every page, at two widths and in both themes\n",
        "Taken of the invented world by `KRING_UPDATE_GOLDEN=1 ./kring test tests/e2e/browser/test_pages_pictures.py`, which makes this list too.\n",
        f"| page | {' | '.join(f'{width} {theme}' for width in WIDTHS for theme in THEMES)} |",
        f"|---|{'---|' * len(WIDTHS) * len(THEMES)}",
    ]
    for name in map(name_of, places):
        shown = [f"![{name}, {width} wide, {theme}](pages/{name}-{width}-{theme}.png)" for width in WIDTHS for theme in THEMES]
        lines.append(f"| {name} | {' | '.join(shown)} |")
    return "\n".join(lines) + "\n"


async def test_every_page_is_shown_at_two_widths_and_in_both_themes(service: Service, browser: Browser) -> None:
    if os.environ.get("KRING_UPDATE_GOLDEN"):
        EVERY.mkdir(exist_ok=True)
        phone, person = await published(service)
        instead = {"POINTER": phone if phone < person else f"{phone}?after={person}", "WATCH": await watched(service)}
        for theme in THEMES:
            for user, (purpose, *places) in DESKS.items():
                await take(
                    service,
                    browser,
                    theme,
                    user,
                    [(name_of(one), _put(_address(purpose, one), instead)) for one in places],
                )
        INDEX.write_text(index())
    assert INDEX.read_text() == index()
    shown = {
        _put(place.partition("?")[0], {"G-kees-c2": "{grant}", "POINTER": "{pointer}", "WATCH": "{watch}"})
        for _, *places in DESKS.values()
        for place in places
    }
    assert set(SHOWN) <= shown
    for picture in (
        f"{name_of(place)}-{width}-{theme}"
        for _, *places in DESKS.values()
        for place in places
        for width in WIDTHS
        for theme in THEMES
    ):
        assert Image.open(EVERY / f"{picture}.png").width == int(picture.split("-")[-2])
    assert sum(path.stat().st_size for path in PICTURES.rglob("*.*")) < MOST


async def take(service: Service, browser: Browser, theme: str, user: str, places: list[tuple[str, str]]) -> None:
    """Go from page to page of somebody's desk and take each at all widths."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=theme, locale="en-GB")  # type: ignore[arg-type]  # one of two words
    page = await context.new_page()
    if user:
        await come_in(Visitor(service, context, page), user)
    for name, place in places:
        await page.goto(f"{service.url}{place}")
        if place == "/explorer/":
            await page.wait_for_selector("body[data-ready]")
        for width, height in WIDTHS.items():
            await page.set_viewport_size({"width": width, "height": height})
            taken = Image.open(io.BytesIO(await page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
            taken.quantize(32, dither=Image.Dither.NONE).save(EVERY / f"{name}-{width}-{theme}.png", optimize=True)
        await page.set_viewport_size({"width": 1280, "height": 900})
    await context.close()


async def watched(service: Service) -> str:
    """The id of a watch that tells of a relationship."""
    one, other = [await recorded(service, name) for name in ("Tijs Proefkonijn", "Tijs Proefhaas")]
    watch = str((await begun(service, "u-fenna", one))["watch"]["id"])
    await related(service, one, other)
    return watch


def _put(place: str, instead: dict[str, str]) -> str:
    for word, with_ in instead.items():
        place = place.replace(word, with_)
    return place


def _address(purpose: str, place: str) -> str:
    return place if place.startswith("/") else f"/pages/{purpose}/{place}"
