"""The real parts that tests share: one Neo4j for the whole run, emptied for each test that asks for a store."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from graph_model import migrations
from graph_model.local.class_archive import ClassArchive
from graph_model.local.errors import SetupError
from graph_model.local.jars import fetch, pinned
from graph_model.local.process import OwnedProcess
from graph_model.local.repository import repository
from graph_model.local.server import Endpoint, LocalNeo4j
from graph_model.local.turn import turn
from graph_model.store import Store
from tests.folders import ByFolder
from tests.founded import Founded, founded_home
from tests.wipe import KEEP_PLANS, probe, wipe

RECORDS = {"process.json", "api.json"}
"""What a started server or API is known by."""
KRING_HOME = Path(os.environ.get("KRING_HOME", Path(__file__).parent.parent / ".kring")).resolve()


def pytest_configure() -> None:
    """Let a plain kill end a run as Ctrl-C does, so that no Neo4j of it is left running."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the servers of a process of this run that was killed in mid-test: their records lie below the run's own folder."""
    if not hasattr(config, "workerinput") and (folders := getattr(config, "_tmp_path_factory", None)):
        for folder, _, files in os.walk(folders.getbasetemp()):  # not a glob: that fails on what somebody removes meanwhile
            for name in RECORDS & set(files):
                OwnedProcess(Path(folder, name)).stop()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFolder | None:
    """Files by folder, where whole files go to processes; a run of one process may do without xdist."""
    return ByFolder(config, log) if config.option.dist == "loadfile" else None


@pytest.fixture(scope="session")
def jars(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of Neo4j's jars, fetched when they are not there.

    A run starts a hundred servers: the archive of their classes is made beside the first tests, by one process of the run.
    """
    folder = KRING_HOME / "jars"
    fetch(folder, pinned(), repository())
    maker = Thread(target=_archive, args=(folder, tmp_path_factory.mktemp("classes")))
    maker.start()
    yield folder
    maker.join()


def _archive(jars: Path, home: Path) -> None:
    """Let a server do what each does first, and keep the classes that it needed, where there is no archive and nobody makes one."""
    classes = home / "classes.txt"
    server = LocalNeo4j(home, jars, probe, flags=(f"-XX:DumpLoadedClassList={classes}",))
    with suppress(SetupError), turn(jars / "classes.lock", "another process of the run makes it"):
        if ClassArchive(jars).flags:
            return
        try:
            asyncio.run(_migrate(server.start()))
        finally:
            server.stop()
        ClassArchive(jars).make(classes)


async def _migrate(endpoint: Endpoint) -> None:
    store = Store(endpoint.uri, endpoint.user, endpoint.password)
    await migrations.migrate(store)
    await store.close()


@pytest.fixture(scope="session")
def founded(jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """The founded home of this run, to copy: founding the world takes longer than all else of a start."""
    return founded_home(jars, tmp_path_factory)


@pytest.fixture(scope="session")
def neo4j(jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A real server with a home of its own."""
    server = LocalNeo4j(tmp_path_factory.mktemp("neo4j"), jars, probe, settings=(KEEP_PLANS,), lasts=True)
    yield server.start()
    server.stop()


@pytest.fixture
async def store(neo4j: Endpoint) -> AsyncIterator[Store]:
    """A store with the current schema and nothing in it."""
    store = Store(neo4j.uri, neo4j.user, neo4j.password)
    await migrations.migrate(store)
    wipe(neo4j)
    yield store
    await store.close()
