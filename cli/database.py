"""Which Neo4j is used: another one by its address in the settings, or our own on loopback, which is fetched and started.

The driver, and what fetches, are read where they are used: every command looks whether the demo runs, and few need either.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from cli.progress import downloading
from cli.restored import BESIDE, CURRENT, finish, refuse_waiting
from cli.settings import Settings
from graph_model.local.endpoint import Endpoint
from graph_model.local.errors import SetupError
from graph_model.local.server import LocalNeo4j

if TYPE_CHECKING:
    from graph_model.store import Store


class Database:
    """The Neo4j of one installation."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.own = LocalNeo4j(settings.home / CURRENT, settings.home / "jars", probe)
        self.beside = LocalNeo4j(settings.home / BESIDE, settings.home / "jars", probe)  # what a restore loads, never started

    @property
    def is_ours(self) -> bool:
        """True when it is the one that is started here."""
        return self._settings.neo4j_uri is None

    def start(self) -> Endpoint:
        """Our own started, or the other one asked once; for whoever keeps every other start out.

        Raises SetupError or StoreError in one line, SetupError too while a restore waits to be accepted.
        """
        if not self.is_ours:
            asyncio.run(_verify(self.find()))
            return self.find()
        if finish(self._settings.home):
            refuse_waiting(self._settings.home)
        fetched_jars(self._settings)
        return self.own.start()

    def find(self) -> Endpoint:
        """Where it is, without starting anything. Raises SetupError when our own is not running."""
        if self._settings.neo4j_uri and self._settings.neo4j_password_file:
            named = self._settings
            return Endpoint(self._settings.neo4j_uri, named.neo4j_user, self._settings.neo4j_password_file, named.neo4j_ca_file)
        if (running := self.own.endpoint) is None:
            raise SetupError("no database: start the demo with ./kring demo --detach, or set KRING_NEO4J_URI")
        return running


def fetched_jars(settings: Settings) -> Path:
    """The folder of Neo4j's jars, fetched where they are not there. Raises SetupError."""
    from graph_model.local.jars import fetch, missing, pinned
    from graph_model.local.repository import repository

    folder = settings.home / "jars"
    if missing(folder, pinned()):
        with downloading("Neo4j") as progress:
            fetch(folder, pinned(), repository(), progress)
    return folder


def store_of(endpoint: Endpoint) -> "Store":
    """A store over an endpoint."""
    from graph_model.store import Store

    return Store(endpoint.uri, endpoint.user, endpoint.password, ca_file=endpoint.ca_file)


def probe(endpoint: Endpoint) -> bool:
    """True when the database answers."""
    from graph_model.store import answers

    return asyncio.run(answers(endpoint.uri, endpoint.user, endpoint.password))


async def _verify(endpoint: Endpoint) -> None:
    store = store_of(endpoint)
    try:
        await store.verify()
    finally:
        await store.close()
