"""Each thing that the doctor looks at. None raises: whatever it meets becomes a finding."""

import asyncio
import platform
import shutil
import stat
from collections.abc import Iterator
from hashlib import sha256

import httpx
import psutil

from cli.database import Database, store_of
from cli.finding import Finding
from cli.home import OF_A_DEMO
from cli.production import faults
from cli.restored import refuse_waiting
from cli.running import Running
from cli.settings import Settings
from graph_model.errors import LoginRefused, SchemaMismatch, StoreError
from graph_model.local.errors import SetupError
from graph_model.local.jars import missing, pinned
from graph_model.local.server import NEEDED_DISK, NEEDED_MEMORY
from graph_model.migrations import MigrationStatus, status

SECRETS = ("issuer.pem", "cursor.key", "world.key", "neo4j/password")


def examine(settings: Settings) -> Iterator[Finding]:
    """All of it, from the machine upwards."""
    yield from _machine(settings)
    yield from _folder(settings)
    if settings.profile == "production":
        yield from (Finding("production", "wrong", fault, "serve does not start before") for fault in faults(settings))
    database = Database(settings)
    if database.is_ours:
        yield _jars(settings)
    yield _database(database)
    if settings.profile == "demo":
        yield _api(Running(settings))


def _machine(settings: Settings) -> Iterator[Finding]:
    yield Finding("python", "well", platform.python_version())
    existing = next(folder for folder in (settings.home, *settings.home.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    low = free < NEEDED_DISK
    yield Finding("disk", "wrong" if low else "well", f"{free >> 20} MiB free", f"free {NEEDED_DISK >> 20} MiB" if low else "")
    free = psutil.virtual_memory().available
    low = free < NEEDED_MEMORY and settings.neo4j_uri is None
    yield Finding("memory", "wrong" if low else "well", f"{free >> 20} MiB free", f"free {NEEDED_MEMORY >> 20} MiB" if low else "")


def _folder(settings: Settings) -> Iterator[Finding]:
    home = settings.home
    if not home.is_dir():
        yield Finding("folder", "idle", f"{home} is made at the first start")
        return
    made = [name for name in OF_A_DEMO if (home / name).exists()]
    yield Finding("folder", "well", f"{home} holds {', '.join(made) or 'nothing of a demo'}")
    for name in SECRETS:
        path = home / name
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding("secrets", "wrong", f"{path} can be read by others", f"chmod 600 {path}")
    try:
        refuse_waiting(home)
    except SetupError as fault:
        yield Finding("restore", "wrong", str(fault))


def _jars(settings: Settings) -> Finding:
    folder = settings.home / "jars"
    jars = pinned()
    if absent := missing(folder, jars):
        return Finding("jars", "idle", f"{len(absent)} of {len(jars)} jars of Neo4j are fetched at the next start")
    altered = [jar.name for jar in jars if sha256((folder / jar.name).read_bytes()).hexdigest() != jar.sha256]
    if altered:
        return Finding("jars", "wrong", f"not the pinned files: {', '.join(altered[:5])}", f"remove {folder} and start again")
    return Finding("jars", "well", f"all {len(jars)} jars of Neo4j, each with its SHA-256")


def _database(database: Database) -> Finding:
    try:
        endpoint = database.find()
    except SetupError:
        return Finding("database", "idle", "our own Neo4j is not running")
    try:
        found = asyncio.run(_status(database))
    except LoginRefused as fault:
        return Finding("database", "wrong", f"{endpoint.uri}: {fault}", "put the right password in the file; three wrong ones lock")
    except SchemaMismatch as fault:
        return Finding("database", "wrong", str(fault), "nothing was changed")
    except (StoreError, SetupError) as fault:
        mend = f"see {database.own.home}/logs, then stop and start" if database.is_ours else "start it, check address and TLS"
        return Finding("database", "wrong", f"{endpoint.uri}: {fault}", mend)
    if not found.is_current:
        return Finding("database", "wrong", f"schema {found.current} of {found.latest}", "./kring migrate up")
    return Finding("database", "well", f"{endpoint.uri}, schema {found.current}")


async def _status(database: Database) -> MigrationStatus:
    store = store_of(database.find())
    try:
        await store.verify()
        return await status(store)
    finally:
        await store.close()


def _api(running: Running) -> Finding:
    if running.api.find() is None:
        if running.api.facts:
            return Finding("api", "wrong", f"it ended by itself: {running.last_words()}", "./kring demo starts all anew")
        return Finding("api", "idle", "the demo is not running")
    try:
        answer = httpx.get(f"{running.address}/readyz", trust_env=False, timeout=10)
        causes = ", ".join(answer.json()["causes"])
    except (httpx.HTTPError, ValueError, KeyError) as fault:
        return Finding("api", "wrong", f"no answer ({type(fault).__name__})", "./kring stop, then start again")
    if answer.status_code != 200:
        return Finding("api", "wrong", f"not ready: {causes}", "see the findings above; it recovers by itself when they are mended")
    return Finding("api", "well", running.address)
