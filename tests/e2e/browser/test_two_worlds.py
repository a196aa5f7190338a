"""Two worlds that differ in what a visitor may not see look the same: every picture of one walk, pixel for pixel."""

import io
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from PIL import Image, ImageChops
from playwright.async_api import Browser, Page

from graph_model.statement import NodeStatement, RelationshipStatement, new_id
from tests.e2e.browser.exploring import exploring, picture, put, settled
from tests.e2e.conftest import Service
from tests.e2e.test_export import reference
from tests.oracle.view import View

WHO, PURPOSE = "u-noor", "THREAT_ASSESSMENT"
FOUND = "zwaluw"
"""What the visitor searches for; what is hidden says it too."""
Step = Callable[[Page], Awaitable[None]]


async def search(page: Page) -> None:
    """Look for a word."""
    await page.fill("#search", FOUND)
    await settled(page, "document.querySelectorAll('.result').length > 1")


async def expand(page: Page) -> None:
    """Put one that is found on the canvas, with all that stands around it."""
    await put(page, "POL", "Ilse van der Zwaluw")
    await page.click('[data-key="expand.all"]')
    await settled(page, "__explorer.ids().length > 10")
    await page.wait_for_selector("table.compare")
    await page.get_by_role("button", name="Fit all in view").click()
    await settled(page)


async def path(page: Page) -> None:
    """How two persons relate."""
    await page.click('[data-key="tab.search"]')
    await page.fill("#search", "tegelaar")
    await settled(page, "document.querySelectorAll('.result').length > 0")
    await put(page, "POL", "Tegelaar-Öztunç")
    await page.click('[data-key="tab.table"]')
    for name in ("Tegelaar-Öztunç", "Ilse van der Zwaluw"):
        row = page.locator("table.twin tbody tr").filter(has_text=name).filter(has_text="POL").first
        await row.locator("input").check()
    await settled(page)
    await page.locator(".toolbar").get_by_role("button", name="Find path", exact=True).click()
    await page.wait_for_selector(".path")
    await settled(page)


async def table(page: Page) -> None:
    """The canvas as a table."""
    await page.click('[data-key="tab.table"]')
    await settled(page)


async def timeline(page: Page) -> None:
    """The canvas in time."""
    await page.click('[data-key="tab.timeline"]')
    await settled(page)


async def filters(page: Page) -> None:
    """What the canvas can be narrowed by, with counts."""
    await page.click('[data-key="tab.filters"]')
    await settled(page)


EXPLORER: dict[str, Step] = {
    "begin": settled, "search": search, "expand": expand, "table": table, "timeline": timeline, "filters": filters, "path": path,
}  # fmt: skip
PAGES = ("", "pointers", "grants", "record?record={judge}")


async def walk(service: Service, browser: Browser) -> dict[str, bytes]:
    """A picture after each step."""
    taken = {}
    async with exploring(service, browser, WHO) as page:
        for name, step in EXPLORER.items():
            await step(page)
            await page.mouse.move(0, 0)
            taken[name] = await picture(page)
        for place in PAGES:
            await page.goto(f"{service.url}/pages/{PURPOSE}/{place.format(judge=service.world.ids['P-zwaluw.POL'])}")
            taken[f"/{place}"] = await picture(page, full_page=True)
    return taken


def hidden(service: Service) -> tuple[list[NodeStatement], list[RelationshipStatement]]:
    """As much again of what the visitor may not see, with the words that they search for and tied to what they find."""
    view = View(reference(service.world), WHO, PURPOSE, service.world.now)
    out = [node for node in service.world.nodes if node.id not in view.nodes]
    nodes = [replace(node, id=new_id(), properties=node.properties | _named(node)) for node in out]
    anew = {old.id: new.id for old, new in zip(out, nodes, strict=True)}
    links = []
    for link in service.world.relationships:
        if anew.keys() & {link.start, link.end}:
            ends = {"start": anew.get(link.start, link.start), "end": anew.get(link.end, link.end)}
            links.append(replace(link, id=new_id(), **ends))
    judge = service.world.ids["P-zwaluw.POL"]
    reports = [(node, link) for node in nodes if node.type == "Report" for link in links if link.start == node.id]
    links += [replace(link, id=new_id(), type="MENTIONS", end=judge, properties={}) for _, link in reports]
    return nodes, links


def _named(node: NodeStatement) -> dict[str, str]:
    return {name: f"{FOUND} {value}" for name, value in node.properties.items() if name in ("displayName", "text", "label")}


async def test_whatever_is_hidden_changes_no_pixel(service: Service, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert service.parts.sign_in is not None
    sessions = service.parts.sign_in.sessions
    at = sessions.now()
    monkeypatch.setattr(sessions, "now", lambda: at)  # a page says until when its session lasts
    before = await walk(service, browser)
    nodes, links = hidden(service)
    assert len(nodes) > 50
    assert len(links) > 50
    await service.guard.intake.found(service.world.register, nodes, links)
    after = await walk(service, browser)
    assert len(set(before.values())) == len(before), "a step shows nothing of its own"
    differ = [name for name, taken in before.items() if after[name] != taken]
    assert [(name, _where(before[name], after[name])) for name in differ] == []


def _where(one: bytes, two: bytes) -> tuple[int, int, int, int] | None:
    """The box, left, top, right and bottom in pixels, outside of which two pictures are the same."""
    first, second = (Image.open(io.BytesIO(picture)).convert("RGB") for picture in (one, two))
    return ImageChops.difference(first, second).getbbox()
