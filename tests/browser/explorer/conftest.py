"""A real demo of Kring, the committed island in front of it, and a real Chromium."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from cli.browser import chromium as browser_of_this_machine
from tests.browser.explorer.desk import Desk
from tests.browser.explorer.seat import Seat
from tests.browser.explorer.shell import Shell
from tests.conftest import KRING_HOME
from tests.founded import Founded, surroundings

ROOT = Path(__file__).resolve().parents[3]
RUNNING = "KRING_TEST_DEMO"
Take = Callable[..., Seat]


class Demo:
    """A demo with a home of its own; environment and jars are shared with the run.

    Whoever works on the explorer may name the home of a demo that runs already (KRING_TEST_DEMO), and wait less.
    """

    def __init__(self, home: Path, is_running: bool) -> None:
        self.home, self._is_running = home, is_running
        self._tokens: dict[str, tuple[float, str]] = {}
        self.url = ""
        for name in ("env", "jars", "npm"):
            if not is_running and (KRING_HOME / name).exists():
                (home / name).symlink_to(KRING_HOME / name)

    def run(self, *arguments: str) -> str:
        """Run the command line in this home. Raises AssertionError with what it said."""
        done = subprocess.run(
            [str(ROOT / "kring"), *arguments],
            cwd=ROOT,
            env=surroundings(self.home),
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, f"kring {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self) -> str:
        """Start it on a free port and give its address."""
        if self._is_running:
            return f"http://127.0.0.1:{json.loads((self.home / 'api.json').read_text())['port']}"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        return str(json.loads(self.run("demo", "--detach", "--json", "--port", str(port)).splitlines()[-1])["url"])

    def stop(self) -> None:
        """End what was started here."""
        if not self._is_running:
            self.run("stop")

    def token(self, user: str) -> str:
        """A token, kept while it is good for some minutes more."""
        until, token = self._tokens.get(user, (0.0, ""))
        if until < time.monotonic():
            token = self.run("token", "--as", user).strip()
            self._tokens[user] = (time.monotonic() + 240, token)
        return token


def _running_one() -> Demo | None:
    return Demo(Path(os.environ[RUNNING]), is_running=True) if RUNNING in os.environ else None


def _copied(founded: Founded, home: Path) -> Demo:
    founded.copy_to(home)
    return Demo(home, is_running=False)


@pytest.fixture(scope="package")
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A running demo."""
    demo = _running_one() or _copied(request.getfixturevalue("founded"), tmp_path_factory.mktemp("kring"))
    try:
        demo.url = demo.start()
        yield demo
    finally:
        demo.stop()


@pytest.fixture(scope="package")
def shell(demo: Demo) -> Iterator[Shell]:
    """The island in its shell, over the demo."""
    shell = Shell(demo.url, demo.token)
    shell.start()
    yield shell
    shell.stop()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    found = browser_of_this_machine(KRING_HOME)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.program, args=[*found.arguments, "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def open_desk(shell: Shell, chromium: Browser) -> Iterator[Callable[..., Desk]]:
    """Opens the explorer as somebody; at the end nothing may have been complained of."""
    desks: list[Desk] = []

    def open_as(user: str, quiet: bool = True, **options: Any) -> Desk:
        shell.calm(user)
        context = chromium.new_context(
            **{"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "reduced_motion": "reduce", "accept_downloads": True}
            | options
        )
        desks.append(Desk(context.new_page(), shell, quiet))
        desks[-1].open()
        return desks[-1]

    yield open_as
    for desk in desks:
        complaints = desk.complaints
        desk.page.context.close()
        assert not complaints, complaints


@pytest.fixture
def take_seat(demo: Demo, chromium: Browser) -> Iterator[Take]:
    """A seat in a browser of its own, or beside another; at the end no console and no policy may have complained."""
    seats: list[Seat] = []

    def take(beside: Seat | None = None, quiet: bool = True, **options: Any) -> Seat:
        wanted = {
            "viewport": {"width": 1440, "height": 900},
            "locale": "en-GB",
            "reduced_motion": "reduce",
            "accept_downloads": True,
        }
        context = beside.context if beside else chromium.new_context(**(wanted | options))
        seats.append(Seat(context.new_page(), demo.url, quiet))
        return seats[-1]

    yield take
    complaints = [complaint for seat in seats for complaint in seat.complaints]
    for seat in seats:
        seat.context.close()
    assert complaints == []
