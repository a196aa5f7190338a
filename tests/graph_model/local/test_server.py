"""The local Neo4j as it really behaves: protected, told apart from other processes, and healed after a kill."""

import http.server
import socket
import stat
import threading
from pathlib import Path

import pytest
from neo4j.exceptions import Neo4jError

from graph_model.local.errors import SetupError
from graph_model.local.server import Endpoint, LocalNeo4j
from tests.wipe import probe, raw


def test_it_reads_no_file_of_the_machine(neo4j: Endpoint) -> None:
    with pytest.raises(Neo4jError):
        raw(neo4j, "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line")


def test_it_calls_no_address(neo4j: Endpoint) -> None:
    called: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(Neo4jError):
            raw(neo4j, f"LOAD CSV FROM 'http://127.0.0.1:{server.server_port}/x' AS line RETURN line")
        server.shutdown()
    assert called == []


def test_its_password_is_for_its_owner_only(neo4j: Endpoint) -> None:
    assert stat.S_IMODE(neo4j.password_file.stat().st_mode) == 0o600
    with pytest.raises(Neo4jError):
        raw(Endpoint(neo4j.uri, "neo4j", _file(neo4j, "wrong-password")), "RETURN 1")


def _file(neo4j: Endpoint, text: str) -> Path:
    path = neo4j.password_file.parent / "other"
    path.write_text(text)
    return path


def test_a_killed_server_starts_again_with_its_data(jars: Path, tmp_path: Path) -> None:
    server = LocalNeo4j(tmp_path / "home", jars, probe)
    raw(server.start(), "CREATE (:Kept {n: 1})")
    process = server.process
    assert process is not None
    process.kill()
    process.wait(10)
    assert server.process is None
    assert raw(server.start(), "MATCH (k:Kept) RETURN k.n AS n") == [{"n": 1}]
    assert server.stop() is True
    assert server.stop() is False


def test_a_port_in_use_is_said_and_nothing_is_left_running(jars: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = LocalNeo4j(tmp_path / "home", jars, probe)
        with pytest.raises(SetupError, match=f"port {port} is in use"):
            server.start(port)
        assert server.process is None


def test_a_process_id_that_another_process_has_now_is_left_alone(jars: Path, tmp_path: Path) -> None:
    server = LocalNeo4j(tmp_path, jars, probe)
    (tmp_path / "process.json").write_text('{"pid": 1, "mark": "0123", "port": 7687}')
    assert server.process is None
    assert server.stop() is False
