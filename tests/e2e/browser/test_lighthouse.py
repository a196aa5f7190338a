"""Lighthouse gives full marks for accessibility and best practices to the pages, as whoever is signed in sees them."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import async_playwright

from cli.browser import chromium
from cli.npm import installed, node
from tests.conftest import KRING_HOME
from tests.e2e.browser.conftest import Visitor
from tests.e2e.browser.pages import come_in
from tests.e2e.conftest import Service, free_port

LIGHTHOUSE = Path(__file__).parents[2] / "npm" / "lighthouse"
FULL = {"accessibility": 100, "best-practices": 100}


class Marked(Visitor):
    """A visitor whose browser Lighthouse looks through."""

    port: int

    async def marks(self, *paths: str) -> list[dict[str, Any]]:
        """What Lighthouse says of each page."""
        modules = await asyncio.to_thread(installed, LIGHTHOUSE, KRING_HOME)
        addresses = [f"{self.service.url}{path}" for path in paths]
        command = [node(), str(LIGHTHOUSE / "marks.mjs"), str(modules), str(self.port), *addresses]
        asked = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
        told, complaints = await asked.communicate()
        assert asked.returncode == 0, complaints.decode()[-2000:]
        return list(json.loads(told))


@pytest.fixture
async def marked(service: Service, tmp_path: Path) -> AsyncIterator[Marked]:
    """Somebody whose whole browser is one session, at a port of the loopback address that Lighthouse is told."""
    found, port = await asyncio.to_thread(chromium, KRING_HOME), free_port()
    arguments = [*found.arguments, f"--remote-debugging-port={port}"]
    async with async_playwright() as playwright:
        kept = playwright.chromium.launch_persistent_context
        context = await kept(tmp_path / "profile", executable_path=found.program, args=arguments)
        visitor = Marked(service, context, context.pages[0])
        visitor.port = port
        yield visitor
        await context.close()


async def test_before_anybody_signs_in(marked: Marked) -> None:
    assert [(one["marks"], one["faults"], one["error"]) for one in await marked.marks("/", "/pages/")] == [(FULL, [], None)] * 2


@pytest.mark.parametrize(
    "user, paths",
    [
        ("u-noor", ("/pages/THREAT_ASSESSMENT/", "/explorer/")),
        ("u-fenna", ("/pages/GRANT_ADMINISTRATION/grants/G-gemh", "/pages/GRANT_ADMINISTRATION/directory")),
        ("u-hadewych", ("/pages/OVERSIGHT/oversight/verification",)),
        ("u-ilse", ("/pages/INFORM_PERSON/own",)),
    ],
)
async def test_as_somebody_at_work(marked: Marked, user: str, paths: tuple[str, ...]) -> None:
    await come_in(marked, user)
    found = await marked.marks(*paths)
    assert [one["shown"] for one in found] == [one["asked"] for one in found], "it was sent to sign in"
    assert [(one["marks"], one["faults"], one["error"]) for one in found] == [(FULL, [], None)] * len(paths)
