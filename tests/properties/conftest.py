"""One installation for the whole run of the properties; each world empties it."""

from collections.abc import AsyncIterator, Iterator

import pytest

from graph_model import migrations
from graph_model.local.server import Endpoint
from graph_model.store import Store
from tests.properties.installation import Installation, unhurried


@pytest.fixture(scope="session")
async def installation(neo4j: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Installation]:
    store = Store(neo4j.uri, neo4j.user, neo4j.password)
    await migrations.migrate(store)
    found = Installation(store, tmp_path_factory.mktemp("installation"))
    yield found
    found.audit.close()
    await store.close()


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    with unhurried():
        yield
