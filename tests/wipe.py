"""What tests do to a database past the product: empty it, ask it raw questions. The product has no way to do this."""

import asyncio
from typing import Any

from neo4j import GraphDatabase

from graph_model.local.server import Endpoint
from graph_model.store import answers

KEEP_PLANS = "dbms.cypher.min_replan_interval=1h"
"""For a server whose worlds come and go by the hundred: every count has changed since a text was planned, and each would be planned
anew every ten seconds."""


def raw(endpoint: Endpoint, text: str, **parameters: Any) -> list[dict[str, Any]]:
    """Run any Cypher as the database's owner."""
    with GraphDatabase.driver(endpoint.uri, auth=(endpoint.user, endpoint.password)) as driver:
        return [dict(row) for row in driver.execute_query(text, parameters_=parameters).records]


def wipe(endpoint: Endpoint) -> None:
    """Remove everything but the schema, the gate of commits and a policy epoch of 0."""
    raw(endpoint, "MATCH (n) WHERE NOT n:SchemaVersion DETACH DELETE n")
    raw(endpoint, "CREATE (:PolicyEpoch {value: 0}), (:CommitGate {number: 1})")


def probe(endpoint: Endpoint) -> bool:
    """True when the server answers."""
    return asyncio.run(answers(endpoint.uri, endpoint.user, endpoint.password))
