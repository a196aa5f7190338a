"""A dump of a Neo4j that stands still, and a new home made of one. Neo4j's own commands do both: Community can no more off line.

Of its databases the graph alone. `system` holds nothing but the login, and one that was changed must not come back.
"""

from pathlib import Path

from graph_model.local.errors import SetupError
from graph_model.local.server import LocalNeo4j

GRAPH = "neo4j"
DUMP = f"{GRAPH}.dump"
"""The name that Neo4j gives the file, and looks for."""


def dump(server: LocalNeo4j, folder: Path) -> None:
    """Write the graph to a file of this folder. Raises SetupError, also where Neo4j was killed and has not recovered since."""
    if not (server.home / "data" / "databases" / GRAPH).is_dir():
        raise SetupError(f"there is no database in {server.home}: nothing to back up")
    try:
        server.administer("database", "dump", GRAPH, f"--to-path={folder}")
    except SetupError as fault:
        raise SetupError(f"{fault}. If it was killed, start and stop it once: it has to recover first") from None


def load(server: LocalNeo4j, folder: Path) -> None:
    """Make a home that is not there yet of the dump in a folder, with a fresh login, and have Neo4j check it. Raises SetupError."""
    server.make_ready()
    server.administer("database", "load", GRAPH, f"--from-path={folder}")
    server.administer("database", "check", GRAPH, f"--report-path={server.home / 'logs'}")
