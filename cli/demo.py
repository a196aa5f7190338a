"""`demo`, `stop`, `token` and `query`: the invented world on this machine, and how to ask it something."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NoReturn

import httpx
import psutil
import typer
import uvicorn

from access_policies.directory import Directory
from api.app import create_app
from cli.development import ROOT
from cli.parts import is_empty, open_parts
from graph_model.cypher.control import COUNTS
from graph_model.local.errors import SetupError
from graph_model.local.jars import fetch, missing, pinned
from graph_model.local.repository import repository
from graph_model.local.server import Endpoint, LocalNeo4j
from graph_model.store import Store, answers
from loaders.scenario.world import read_world

HOME = Path(os.environ.get("KRING_HOME", ROOT / ".kring")).resolve()
STATE = HOME / "demo.json"
PORT = 8642
STORIES = {"u-noor": "b", "u-daan": "b", "u-saar": "a", "u-kees": "h", "u-meike": "h", "u-bo": "c", "u-hugo": "d", "u-wessel": "m"}


def probe(endpoint: Endpoint) -> bool:
    """True when the database answers."""
    return asyncio.run(answers(endpoint.uri, endpoint.user, endpoint.password))


def _neo4j() -> LocalNeo4j:
    return LocalNeo4j(HOME / "neo4j", HOME / "jars", probe)


def _fetch_jars() -> None:
    jars = pinned()
    if todo := missing(HOME / "jars", jars):
        typer.echo(f"fetching {len(todo)} jars of Neo4j ...", err=True)
        fetch(HOME / "jars", jars, repository())


def demo(
    detach: Annotated[bool, typer.Option(help="Leave it running; `stop` ends it.")] = False,
    port: Annotated[int, typer.Option(help="Port of the API on the loopback address.")] = PORT,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Start Neo4j and the API with the invented world, and print address and logins."""
    try:
        _require_room(port)
    except SetupError as fault:
        _give_up(fault)
    try:
        child = _start_all(port, as_json)
    except SetupError as fault:
        stop(quiet=True)
        _give_up(fault)
    except BaseException:
        stop(quiet=True)
        raise
    if not detach:
        typer.echo("Ctrl-C ends it.", err=True)
        with suppress(KeyboardInterrupt):
            child.wait()
        stop(quiet=True)


def _give_up(fault: SetupError) -> NoReturn:
    typer.echo(f"kring: {fault}", err=True)
    raise typer.Exit(3)


def _require_room(port: int) -> None:
    """Raise SetupError, with nothing started and nothing stopped, when a demo runs already or the port is taken."""
    if _running() is not None:
        raise SetupError("the demo is running already: ./kring stop ends it")
    with socket.socket() as taken:
        if taken.connect_ex(("127.0.0.1", port)) == 0:
            raise SetupError(f"port {port} is in use: choose another with --port")


def _start_all(port: int, as_json: bool) -> subprocess.Popen[bytes]:
    """Jars, database, API; the API's process."""
    HOME.mkdir(parents=True, exist_ok=True)
    _fetch_jars()
    endpoint = _neo4j().start()
    child = _start_api(port)
    _show(asyncio.run(_facts(port, endpoint)), as_json)
    return child


def _start_api(port: int) -> subprocess.Popen[bytes]:
    with (HOME / "api.log").open("ab") as log:
        child = subprocess.Popen(  # noqa: S603  # our own constant command
            [sys.executable, "-m", "cli", "demo-api", str(port)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=ROOT,
        )  # fmt: skip
    state = {"pid": child.pid, "created": psutil.Process(child.pid).create_time(), "port": port}
    STATE.write_text(json.dumps(state))
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if child.poll() is not None:
            raise SetupError(f"the API ended while it started: see {HOME.name}/api.log")
        with suppress(httpx.TransportError):
            if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                return child
        time.sleep(0.1)
    raise SetupError("the API did not become ready in 60 s")


def demo_api(port: int) -> None:
    """The API process of the demo; `demo` starts it."""

    endpoint = _neo4j().start()

    async def serve() -> None:
        parts = await open_parts(HOME, endpoint, f"http://127.0.0.1:{port}")
        if await is_empty(parts.store):
            world = read_world()
            await parts.guard.intake.found(world.register, world.nodes, world.relationships)
            await parts.guard.oversight.adopt(world.ledger)
        await uvicorn.Server(uvicorn.Config(create_app(parts), "127.0.0.1", port, log_level="warning")).serve()

    asyncio.run(serve())


async def _facts(port: int, endpoint: Endpoint) -> dict[str, Any]:
    """What `--json` prints."""
    url = f"http://127.0.0.1:{port}"
    store = Store(endpoint.uri, endpoint.user, endpoint.password)
    users = await Directory(store).users()
    rows = await store.run(COUNTS)
    await store.close()
    logins = [{"user": u[0], "organisation": u[2], "role": ", ".join(u[3]), "story": STORIES.get(u[0], "")} for u in users]
    return {"url": url, "graphql": f"{url}/graphql", "logins": logins, "data": rows[0]}


def _show(facts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    typer.echo(f"GraphQL: {facts['graphql']}")
    for login in facts["logins"]:
        if login["story"]:
            typer.echo(f"  {login['user']:12} {login['organisation']:6} {login['role']:12} story ({login['story']})")
    typer.echo("Ask: ./kring query examples/reports.graphql --as u-noor --purpose THREAT_ASSESSMENT")


def _running() -> psutil.Process | None:
    with suppress(OSError, ValueError, psutil.Error):
        known = json.loads(STATE.read_text())
        process = psutil.Process(known["pid"])
        if process.create_time() == known["created"] and process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None


def stop(quiet: bool = False) -> None:
    """End exactly what `demo` started."""
    process = _running()
    if process is not None:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(5)
            except psutil.TimeoutExpired:
                process.kill()
    STATE.unlink(missing_ok=True)
    stopped = _neo4j().stop() or process is not None
    if not quiet:
        typer.echo("stopped" if stopped else "nothing was running")


def _address() -> str:
    if _running() is None:
        typer.echo("kring: the demo is not running: start it with ./kring demo --detach", err=True)
        raise typer.Exit(3)
    return f"http://127.0.0.1:{json.loads(STATE.read_text())['port']}"


def _token(user: str) -> str:
    answer = httpx.post(f"{_address()}/demo/issuer/token", content=user, headers={"Content-Type": "text/plain"})
    if answer.status_code != 200:
        typer.echo(f"kring: the demo has no user {user!r}", err=True)
        raise typer.Exit(2)
    return str(answer.json()["access_token"])


def token(user: Annotated[str, typer.Option("--as", help="Key of a demo user.")]) -> None:
    """Print an access token for a demo user, and nothing else."""
    typer.echo(_token(user))


def query(
    file: Path,
    user: Annotated[str, typer.Option("--as", help="Key of a demo user.")],
    purpose: Annotated[str, typer.Option(help="Purpose, for instance THREAT_ASSESSMENT.")],
    variables: Annotated[Path | None, typer.Option(help="JSON file of variables.")] = None,
) -> None:
    """Send the GraphQL document of a file as a demo user and print the answer."""
    try:
        body = {"query": file.read_text(), "variables": json.loads(variables.read_text()) if variables else {}}
    except (OSError, ValueError) as fault:
        typer.echo(f"kring: {fault}", err=True)
        raise typer.Exit(2) from None
    headers = {"Authorization": f"Bearer {_token(user)}", "Kring-Purpose": purpose}
    answer = httpx.post(f"{_address()}/graphql", json=body, headers=headers)
    typer.echo(json.dumps(answer.json(), indent=2, ensure_ascii=False))
    raise typer.Exit(0 if answer.status_code == 200 else 1)
