"""A home of its own for each test that kills."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_model.local.server import LocalNeo4j
from tests.wipe import probe


@pytest.fixture
def home(jars: Path, tmp_path: Path) -> Path:
    """A KRING_HOME of its own, with the jars of this run."""
    (tmp_path / "jars").symlink_to(jars)
    return tmp_path


@pytest.fixture
def server(home: Path) -> Iterator[LocalNeo4j]:
    """A Neo4j that the test may kill."""
    server = LocalNeo4j(home / "neo4j", home / "jars", probe)
    server.start()
    yield server
    server.stop()
