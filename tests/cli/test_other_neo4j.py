"""Another Neo4j, by its address: used as it is, never started, never stopped, and never taken from somebody else."""

import asyncio
import json
from pathlib import Path

import pytest

from graph_model.local.server import Endpoint, LocalNeo4j
from graph_model.store import answers
from tests.cli import certificates
from tests.cli.home import Home
from tests.faults.proxy import proxied
from tests.wipe import raw

DAAN = ("query", "examples/reports.graphql", "--as", "u-daan", "--purpose", "THREAT_ASSESSMENT", "--json")


@pytest.fixture
def other(empty: Endpoint, home: Home) -> Endpoint:
    home.settings |= {"KRING_NEO4J_URI": empty.uri, "KRING_NEO4J_PASSWORD_FILE": str(empty.password_file)}
    return empty


def test_a_demo_runs_on_another_neo4j_with_routing_and_leaves_it_running(home: Home, other: Endpoint, port: str) -> None:
    home.settings["KRING_NEO4J_URI"] = other.uri.replace("bolt://", "neo4j://")
    started = home.run("demo", "--detach", "--json", "--port", port)
    assert started.returncode == 0, started.stderr
    assert json.loads(started.stdout)["data"]["records"] == 787
    assert json.loads(home.run(*DAAN).stdout)["data"]["reports"]["edges"]
    assert home.run("stop").stdout == "stopped\n"
    assert not (home.path / "neo4j").exists()
    assert raw(other, "MATCH (n:Statement) RETURN count(n) AS n") == [{"n": 787}]
    again = home.run("demo", "--detach", "--json", "--port", port)
    assert json.loads(again.stdout)["data"] == json.loads(started.stdout)["data"]
    assert home.run("demo", "--fresh").returncode == 3


def test_a_founding_that_was_cut_off_goes_on_without_doubling(home: Home, other: Endpoint, port: str) -> None:
    assert home.run("demo", "--detach", "--port", port).returncode == 0
    home.run("stop")
    raw(other, "MATCH (n:Statement) WHERE n.sourceSystem IS NULL WITH n LIMIT 100 DETACH DELETE n")
    raw(other, "MATCH (i:Installation) SET i.founded = false")
    healed = home.run("demo", "--detach", "--json", "--port", port)
    assert json.loads(healed.stdout)["data"]["records"] == 787
    assert json.loads(healed.stdout)["data"]["relationships"] == 2331


def test_a_store_that_holds_something_else_is_left_alone(home: Home, other: Endpoint) -> None:
    raw(other, "CREATE (:Statement:Person {id: 'somebody'})")
    refused = home.run("demo", "--detach")
    assert refused.returncode == 3
    assert refused.stderr.endswith("kring: the store holds something that is not of this installation: it is left alone\n")
    assert raw(other, "MATCH (n:Statement) RETURN n.id AS id") == [{"id": "somebody"}]


@pytest.mark.parametrize("command", [("demo", "--detach"), ("migrate", "up"), ("doctor",)])
async def test_a_wrong_password_is_said_and_tried_once(
    home: Home, other: Endpoint, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "wrong").write_text("not the password")
    home.settings["KRING_NEO4J_PASSWORD_FILE"] = str(tmp_path / "wrong")
    async with proxied(other.uri) as proxy:
        home.settings["KRING_NEO4J_URI"] = proxy.uri
        refused = await asyncio.to_thread(home.run, *command)
        assert proxy.sent.count(b"not the password") == 1
    assert refused.returncode in (1, 3)
    assert "the database refuses the login: check user and password file" in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_server_that_cannot_be_reached_is_said(home: Home, port: str, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("x" * 12)
    home.settings["KRING_NEO4J_PASSWORD_FILE"] = str(tmp_path / "password")
    for uri in (f"bolt://127.0.0.1:{port}", f"neo4j://127.0.0.1:{port}", "bolt://nowhere.invalid"):
        home.settings["KRING_NEO4J_URI"] = uri
        refused = home.run("demo", "--detach")
        assert (refused.returncode, refused.stderr) == (3, "kring: the database does not answer\n")
    home.settings["KRING_NEO4J_PASSWORD_FILE"] = str(tmp_path / "absent")
    refused = home.run("demo", "--detach")
    assert refused.stderr == f"kring: the password file {tmp_path}/absent cannot be read: No such file or directory\n"


@pytest.mark.parametrize("command", [("demo", "--detach"), ("migrate", "status"), ("migrate", "up"), ("doctor",)])
def test_a_newer_schema_is_refused_by_every_command(home: Home, other: Endpoint, command: tuple[str, ...]) -> None:
    raw(other, "CREATE (:SchemaVersion {number: 99, name: 'of a later Kring'})")
    try:
        refused = home.run(*command)
        assert refused.returncode in (1, 3)
        assert "the store has schema 99" in refused.stdout + refused.stderr
        left = raw(other, "MATCH (n) WHERE NOT n:SchemaVersion RETURN labels(n)[0] AS label ORDER BY label")
        assert left == [{"label": "CommitGate"}, {"label": "PolicyEpoch"}]
    finally:
        raw(other, "MATCH (v:SchemaVersion {number: 99}) DELETE v")


def test_a_certificate_counts_only_under_the_named_authority(home: Home, jars: Path, tmp_path: Path, port: str) -> None:
    _, key, ours = certificates.authority(tmp_path, "ours")
    _, _, stranger = certificates.authority(tmp_path, "stranger")
    certificates.server(tmp_path / "bolt", "ours", key)
    policy = "dbms.ssl.policy.bolt"
    settings = (
        "server.bolt.tls_level=REQUIRED", f"{policy}.enabled=true", f"{policy}.base_directory={tmp_path}/bolt",
        f"{policy}.private_key=private.key", f"{policy}.public_certificate=public.crt", f"{policy}.client_auth=NONE",
        f"{policy}.tls_versions=TLSv1.3",
    )  # fmt: skip

    def probe(endpoint: Endpoint) -> bool:
        return asyncio.run(answers(endpoint.uri.replace("bolt", "bolt+s", 1), endpoint.user, endpoint.password, ours))

    server = LocalNeo4j(tmp_path / "tls", jars, probe, settings=settings)
    try:
        endpoint = server.start()
        home.settings["KRING_NEO4J_PASSWORD_FILE"] = str(endpoint.password_file)
        for scheme, ca_file in (("bolt", None), ("bolt+s", None), ("bolt+s", stranger), ("neo4j+s", stranger)):
            home.settings["KRING_NEO4J_URI"] = endpoint.uri.replace("bolt", scheme, 1)
            home.settings["KRING_NEO4J_CA_FILE"] = str(ca_file or "")
            refused = home.run("migrate", "status")
            assert (refused.returncode, refused.stderr) == (3, "kring: the database does not answer\n")
        home.settings["KRING_NEO4J_CA_FILE"] = str(ours)
        for scheme in ("bolt+s", "neo4j+s"):
            home.settings["KRING_NEO4J_URI"] = endpoint.uri.replace("bolt", scheme, 1)
            assert home.run("migrate", "status").returncode == 1
        assert home.run("demo", "--detach", "--port", port).returncode == 0
        assert home.run("stop").stdout == "stopped\n"
    finally:
        server.stop()
