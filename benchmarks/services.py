"""The contestants, each a process of its own: the product as it is, a bare route over the driver, and a peer in Python.

`python -m benchmarks.services kring|bare|strawberry PORT FOLDER`: the folder holds `endpoint.json` and `statements.json`.
"""

import gc
import json
import sys
from pathlib import Path
from typing import Any

import orjson
import uvicorn
from neo4j import READ_ACCESS, AsyncDriver, AsyncGraphDatabase
from neo4j.exceptions import Neo4jError

from access_policies.audit import AuditLog
from access_policies.clock import SystemClock
from access_policies.guard import Guard
from api.app import Demo, Parts, create_app
from api.demo.issuer import DemoIssuer
from api.http.departure import Departures
from api.identity.verifier import TokenVerifier
from api.observability import logs
from api.serving import run, server_config
from benchmarks.peers.strawberry_loader import Service
from graph_model.store import Store

KEY = b"benchmark" * 4


def endpoint(folder: Path) -> dict[str, str]:
    """Where the database answers, and the login."""
    known: dict[str, str] = json.loads((folder / "endpoint.json").read_text())
    return known


def kring(folder: Path, port: int) -> Any:
    """The whole product, on the machine's clock, with the demo's issuer; answers leave when ready, so that work is measured."""
    known, url = endpoint(folder), f"http://127.0.0.1:{port}"
    issuer = DemoIssuer(folder / "issuer", url)
    store = Store(known["uri"], known["user"], known["password"])
    audit = AuditLog(folder / "audit" / "kring")
    guard, verifier = Guard(store, SystemClock(), audit), TokenVerifier(url, [issuer.trusted()])
    demo, at_once = Demo(issuer, folder), Departures(first=0)
    logs.configure()
    return create_app(Parts(guard, store, audit, verifier, KEY, demo, production=False, departures=at_once))


def bare(folder: Path, port: int) -> Any:
    """The same statements with the same parameters, by the name of the question: the driver, orjson and nothing else."""
    statements = _statements(folder)
    driver = _driver(folder)

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        statement = statements[orjson.loads((await receive())["body"])["name"]]
        try:
            async with driver.session(database="neo4j", default_access_mode=READ_ACCESS) as session:
                record = await (await session.run(statement["text"], statement["parameters"])).single()
            status, body = 200, orjson.dumps(record["data"] if record else None)
        except Neo4jError:  # the database's own limits of time and memory: Kring says the same with 503
            status, body = 503, b""
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body})

    return app


def strawberry(folder: Path, port: int) -> Any:
    """Strawberry with DataLoaders, for the caller whose mask the statements hold."""
    return Service(_driver(folder), _statements(folder)["one"]["parameters"]["see"])


def _statements(folder: Path) -> dict[str, dict[str, Any]]:
    """The prepared statements by the name of their question, masks among their parameters."""
    statements = {s["name"]: s for s in json.loads((folder / "statements.json").read_text())}
    for statement in statements.values():
        statement["parameters"] |= {name: bytes.fromhex(mask) for name, mask in statement.pop("masks").items()} | statement.pop(
            "lists"
        )
    return statements


def _driver(folder: Path) -> AsyncDriver:
    known = endpoint(folder)
    return AsyncGraphDatabase.driver(known["uri"], auth=(known["user"], known["password"]), notifications_min_severity="OFF")


async def _serve(name: str, port: int, folder: Path) -> None:
    app = {"kring": kring, "bare": bare, "strawberry": strawberry}[name](folder, port)
    gc.collect()
    gc.freeze()
    config = server_config(app, "127.0.0.1", port)
    config.timeout_keep_alive = 600
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    run(_serve(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
