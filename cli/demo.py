"""`demo`: the invented world on this machine, started whole or not at all, and ended whole."""

import asyncio
import socket
import time
from contextlib import suppress
from typing import Annotated

import httpx
import typer

from cli.facts import facts, show
from cli.founding import found_demo
from cli.home import remove_world, settle
from cli.parts import open_parts
from cli.progress import waiting
from cli.running import Running
from cli.settings import Settings, settings
from graph_model.local.endpoint import Endpoint
from graph_model.local.errors import SetupError

READY_SECONDS = 60
LOOK_SECONDS = 0.5
"""How often the watching starter looks whether all still runs."""


def demo(
    detach: Annotated[bool, typer.Option("--detach", help="Leave it running; `stop` ends it.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Remove the world of an earlier demo, and say what was removed.")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port of the API; default KRING_PORT or 8642.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Start Neo4j and the API with the invented world, and print address and logins."""
    chosen = settings()
    if chosen.profile != "demo":
        raise SetupError("KRING_PROFILE is production: the demo does not start; ./kring serve does")
    settle(chosen.home, "demo")
    running = Running(chosen)
    with running.starting():
        if running.is_left_running:
            raise SetupError(f"the demo is running already at {running.address}: ./kring stop ends it")
        try:
            running.end()  # what an earlier start left behind when it was killed
            _require_port(chosen.host, port or chosen.port)
            if fresh:
                _renew(running)
            show(_start(running, chosen, port or chosen.port, detach), as_json)
            if not detach:
                _watch(running)
        except BaseException:
            running.end()
            raise


def _require_port(host: str, port: int) -> None:
    with socket.socket() as taken:
        if taken.connect_ex((host, port)) == 0:
            raise SetupError(f"port {port} is in use: choose another with --port")


def _renew(running: Running) -> None:
    if not running.database.is_ours:
        raise SetupError("--fresh removes the demo's own Neo4j only: KRING_NEO4J_URI names another")
    removed = remove_world(running.home)
    typer.echo(f"removed: {', '.join(removed) or 'nothing was there'}", err=True)


def _start(running: Running, chosen: Settings, port: int, detached: bool) -> dict[str, object]:
    """Database, world, API, in this order; what `--json` prints."""
    endpoint = running.database.start()
    url = f"http://{chosen.host}:{port}"
    with waiting("loading the invented world"):
        asyncio.run(_found(chosen, endpoint, url))
    running.start_api(chosen.host, port, detached)
    with waiting("starting the API"):
        _await_ready(running, url)
    return asyncio.run(facts(url, endpoint))


async def _found(chosen: Settings, endpoint: Endpoint, url: str) -> None:
    parts = await open_parts(chosen.home, endpoint, url)
    try:
        await found_demo(parts, chosen.home)
    finally:
        await parts.store.close()
        parts.audit.close()


def _await_ready(running: Running, url: str) -> None:
    end = time.monotonic() + READY_SECONDS
    with httpx.Client(trust_env=False) as client:
        while time.monotonic() < end:
            running.require_life()
            with suppress(httpx.TransportError):
                if client.get(f"{url}/readyz").status_code == 200:
                    return
            time.sleep(0.1)
    raise SetupError(f"the API did not become ready in {READY_SECONDS} s: {running.last_words()}")


def _watch(running: Running) -> None:
    """Stay until a signal comes or a process ends. Raises SetupError when one does."""
    typer.echo("Ctrl-C ends it.", err=True)
    while True:
        running.require_life()
        time.sleep(LOOK_SECONDS)
