"""The pictures in the documentation are of scenes that can be seen: `KRING_UPDATE_GOLDEN=1` takes them anew into docs/pictures."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.explorer.conftest import Take
from tests.browser.explorer.seat import Seat

PICTURES = Path(__file__).resolve().parents[3] / "docs" / "pictures"
SIZE = {"width": 1360, "height": 850}
COLOURS = 96
DARK = {"color_scheme": "dark", "locale": "nl-NL"}


def _van(seat: Seat) -> None:
    """Story b, as Noor: one van in two files."""
    judge, journalist = seat.put("zwaluw", "POL", "Ilse van der Zwaluw"), seat.put("tegelaar", "POL", "Tegelaar-Öztunç")
    seat.select(judge, journalist)
    seat.press("Find path")
    seat.page.locator(".path").first.get_by_role("button", name="Draw this path").click()
    seat.until("__explorer.path().length === 5")
    seat.page.get_by_label("Layout", exact=True).select_option("hierarchy")
    seat.until()
    seat.page.get_by_role("button", name="Fit all in view").click()
    seat.until()


def _file(seat: Seat) -> None:
    """Story b, as Daan: his own file, whole."""
    seat.put("tegelaar", "POL", "Tegelaar-Öztunç")
    seat.page.click('[data-key="expand.all"]')
    seat.until("__explorer.ids().length > 5")
    seat.page.get_by_role("button", name="Fit all in view").click()
    seat.until()


def _judge(seat: Seat) -> None:
    """Story a, as Noor, in Dutch and in the dark: what four organisations say of one judge."""
    seat.put("zwaluw", "POL", "Ilse van der Zwaluw")
    seat.page.click('[data-key="expand.all"]')
    seat.until("__explorer.ids().length > 10")
    seat.page.wait_for_selector("table.compare")
    seat.page.click('[data-key="tab.timeline"]')
    seat.page.locator("table.compare").scroll_into_view_if_needed()
    seat.until()


SCENES = {
    "explorer-noor": ("u-noor", _van, {}),
    "explorer-daan": ("u-daan", _file, {}),
    "explorer-compare": ("u-noor", _judge, DARK),
}


@pytest.mark.parametrize("name", SCENES)
def test_a_picture_of_the_documentation_can_be_taken(take_seat: Take, name: str) -> None:
    user, scene, options = SCENES[name]
    seat = take_seat(viewport=SIZE, **options).come_in(user)
    scene(seat)
    keep(seat, name)
    shown = Image.open(PICTURES / f"{name}.png")
    assert shown.size == (SIZE["width"], SIZE["height"])


def keep(seat: Seat, name: str) -> None:
    """Take the picture, and put it among the documentation's when that is asked for."""
    taken = Image.open(io.BytesIO(seat.page.screenshot(animations="disabled", caret="hide")))
    assert taken.getcolors(maxcolors=60) is None, "there is nothing in the picture"
    if os.environ.get("KRING_UPDATE_GOLDEN"):
        taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
