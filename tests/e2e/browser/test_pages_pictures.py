"""The pictures of the pages in the documentation can be taken: `KRING_UPDATE_GOLDEN=1` takes them anew into docs/pictures."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Browser

from tests.e2e.browser.conftest import Visitor
from tests.e2e.browser.pages import come_in
from tests.e2e.conftest import Service

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
