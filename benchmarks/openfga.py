"""The same first question put to OpenFGA: which records a user may see, by grants of scopes to a team.

It gets the easy part of the policies alone: no clearance, compartments, regimes, purposes, handling or times. The server is the
one whose program is named; it runs on loopback with its memory store, and ends with the measurement.
"""

import os
import random
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from benchmarks.decision import Figure, middle

AT_ONCE, CHECKED = 100, 50
"""Tuples in one write, and checks in one batch: the most that OpenFGA takes."""
_MODEL = {
    "schema_version": "1.1",
    "type_definitions": [
        {"type": "user"},
        {
            "type": "team",
            "relations": {"member": {"this": {}}},
            "metadata": {"relations": {"member": {"directly_related_user_types": [{"type": "user"}]}}},
        },
        {
            "type": "scope",
            "relations": {"viewer": {"this": {}}},
            "metadata": {"relations": {"viewer": {"directly_related_user_types": [{"type": "team", "relation": "member"}]}}},
        },
        {
            "type": "record",
            "relations": {
                "scope": {"this": {}},
                "see": {"tupleToUserset": {"tupleset": {"relation": "scope"}, "computedUserset": {"relation": "viewer"}}},
            },
            "metadata": {"relations": {"scope": {"directly_related_user_types": [{"type": "scope"}]}}},
        },
    ],
}


def bench_openfga(
    program: Path, home: Path, rounds: int, records: int = 1_000, scopes: int = 400, granted: int = 300
) -> list[Figure]:
    """Check each record, and list the records seen; both are to agree."""
    chance = random.Random(7)  # noqa: S311  # an invented world, nothing secret
    of = {f"record:{n}": f"scope:{chance.randrange(scopes)}" for n in range(records)}
    with _server(program, home) as asks:
        store = asks("stores", {"name": "bench"})["id"]
        model = asks(f"stores/{store}/authorization-models", _MODEL)["authorization_model_id"]
        tuples = [("user:u", "member", "team:t"), *(("team:t#member", "viewer", f"scope:{n}") for n in range(granted))]
        tuples += [(scope, "scope", record) for record, scope in of.items()]
        for start in range(0, len(tuples), AT_ONCE):
            keys = [{"user": user, "relation": relation, "object": it} for user, relation, it in tuples[start : start + AT_ONCE]]
            asks(f"stores/{store}/write", {"writes": {"tuple_keys": keys}, "authorization_model_id": model})

        def checked() -> set[str]:
            seen = set()
            for start in range(0, records, CHECKED):
                some = list(of)[start : start + CHECKED]
                checks = [
                    {"tuple_key": {"user": "user:u", "relation": "see", "object": one}, "correlation_id": one.replace(":", "-")}
                    for one in some
                ]
                found = asks(f"stores/{store}/batch-check", {"checks": checks, "authorization_model_id": model})["result"]
                seen |= {one for one in some if found[one.replace(":", "-")].get("allowed")}
            return seen

        def listed() -> set[str]:
            body = {"type": "record", "relation": "see", "user": "user:u", "authorization_model_id": model}
            return set(asks(f"stores/{store}/list-objects", body)["objects"])

        if not checked() == listed() == {record for record, scope in of.items() if int(scope.partition(":")[2]) < granted}:
            raise AssertionError("OpenFGA sees other records than its tuples say")
        return [
            Figure("OpenFGA, batch check of every record", records, granted, middle(checked, rounds)),
            Figure("OpenFGA, list of the records seen", records, granted, middle(listed, rounds)),
        ]


@contextmanager
def _server(program: Path, home: Path) -> Iterator[Callable[[str, Any], Any]]:
    ports = []
    for _ in range(2):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            ports.append(free.getsockname()[1])
    command = [str(program), "run", "--playground-enabled=false", "--metrics-enabled=false", "--log-level=error"]
    command += [f"--http-addr=127.0.0.1:{ports[0]}", f"--grpc-addr=127.0.0.1:{ports[1]}"]
    command += ["--listObjects-max-results=0", "--listObjects-deadline=20s", "--request-timeout=30s"]
    with (home / "openfga.log").open("wb") as log:
        child = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"HOME": str(home)})  # noqa: S603  # the program that the caller names
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{ports[0]}", timeout=60) as client:
            _await(client, child)
            yield lambda path, body: client.post(f"/{path}", json=body).raise_for_status().json()
    finally:
        child.terminate()
        child.wait(20)


def _await(client: httpx.Client, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while child.poll() is None and time.monotonic() < until:
        try:
            if client.get("/healthz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("OpenFGA did not start: see openfga.log")
