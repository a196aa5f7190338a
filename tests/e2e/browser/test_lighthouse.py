"""Lighthouse gives full marks for accessibility and best practices to the pages, as whoever is signed in sees them."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, async_playwright

from cli.browser import chromium
from cli.npm import installed, node
from tests.conftest import KRING_HOME
from tests.e2e.browser.conftest import Visitor
from tests.e2e.browser.pages import come_in
from tests.e2e.conftest import Service, free_port

LIGHTHOUSE = Path(__file__).parents[2] / "npm" / "lighthouse"
FULL = {"accessibility": 100, "best-practices": 100}
LONGEST_LINE = 1 << 20
LONGEST_WAIT = 300
"""Seconds for one line, on however busy a machine: a process that hangs is said, not waited for."""


@dataclass
class Lighthouse:
    """Lighthouse at work, and the browser that it looks through: all of it is one session, whose page a visitor may use."""

    context: BrowserContext
    process: Process
    errors: Path

    async def marks(self, addresses: list[str]) -> list[dict[str, Any]]:
        """What it says of each page."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(addresses).encode() + b"\n")
        if told := await asyncio.wait_for(self.process.stdout.readline(), LONGEST_WAIT):
            return list(json.loads(told))
        raise AssertionError(self.errors.read_text()[-2000:])


@pytest.fixture(scope="module")
async def lighthouse(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Lighthouse]:
    """One for all pages, in a browser at a port of the loopback address that it is told."""
    found, port = await asyncio.to_thread(chromium, KRING_HOME), free_port()
    modules = await asyncio.to_thread(installed, LIGHTHOUSE, KRING_HOME)
    arguments = [*found.arguments, f"--remote-debugging-port={port}"]
    profile = tmp_path_factory.mktemp("lighthouse")
    async with async_playwright() as playwright:
        kept = playwright.chromium.launch_persistent_context
        context = await kept(profile, executable_path=found.program, args=arguments)
        command = [node(), str(LIGHTHOUSE / "marks.mjs"), str(modules), str(port)]
        errors = profile / "lighthouse.log"
        with errors.open("wb") as out:
            process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=out, limit=LONGEST_LINE)
        yield Lighthouse(context, process, errors)
        await process.communicate(b"")
        await context.close()


@pytest.fixture
async def visitor(service: Service, lighthouse: Lighthouse) -> Visitor:
    """Nobody yet, at a page of the browser that Lighthouse looks through."""
    await lighthouse.context.clear_cookies()
    return Visitor(service, lighthouse.context, lighthouse.context.pages[0])


async def test_before_anybody_signs_in(visitor: Visitor, lighthouse: Lighthouse) -> None:
    found = await lighthouse.marks([f"{visitor.service.url}{path}" for path in ("/", "/pages/")])
    assert [(one["marks"], one["faults"], one["error"]) for one in found] == [(FULL, [], None)] * 2


@pytest.mark.parametrize(
    "user, paths",
    [
        ("u-noor", ("/pages/THREAT_ASSESSMENT/", "/explorer/")),
        ("u-fenna", ("/pages/GRANT_ADMINISTRATION/grants/G-gemh", "/pages/GRANT_ADMINISTRATION/directory")),
        ("u-hadewych", ("/pages/OVERSIGHT/oversight/verification",)),
        ("u-ilse", ("/pages/INFORM_PERSON/own",)),
    ],
)
async def test_as_somebody_at_work(visitor: Visitor, lighthouse: Lighthouse, user: str, paths: tuple[str, ...]) -> None:
    await come_in(visitor, user)
    found = await lighthouse.marks([f"{visitor.service.url}{path}" for path in paths])
    assert [one["shown"] for one in found] == [one["asked"] for one in found], "it was sent to sign in"
    assert [(one["marks"], one["faults"], one["error"]) for one in found] == [(FULL, [], None)] * len(paths)
