"""Fetching against a real repository on loopback: checked, resumed, and nothing wrong is kept."""

import http.server
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from graph_model.local.errors import SetupError
from graph_model.local.jars import Jar, fetch, pinned
from graph_model.local.repository import Repository, repository

CONTENT = bytes(range(256)) * 40
JAR = Jar("org.example", "thing", "1.0", "", sha256(CONTENT).hexdigest(), len(CONTENT))


class Server(http.server.BaseHTTPRequestHandler):
    """Serves one jar, from an offset when asked, and may serve a wrong byte or fail at first."""

    content = CONTENT
    failures = 0
    asked: list[str | None] = []  # noqa: RUF012  # the handler is made anew for each request

    def do_GET(self) -> None:
        Server.asked.append(self.headers.get("Range"))
        if Server.failures:
            Server.failures -= 1
            self.send_error(503)
            return
        start = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        body = Server.content[start:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def source() -> Iterator[Repository]:
    Server.content, Server.failures, Server.asked = CONTENT, 0, []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Repository(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


def test_a_jar_is_fetched_and_strays_are_removed(source: Repository, tmp_path: Path) -> None:
    (tmp_path / "old-0.9.jar").write_bytes(b"x")
    fetch(tmp_path, [JAR], source)
    assert [path.name for path in tmp_path.glob("*.*")] == [JAR.name]
    assert (tmp_path / JAR.name).read_bytes() == CONTENT


def test_a_wrong_byte_is_refused_and_named_and_nothing_is_kept(source: Repository, tmp_path: Path) -> None:
    Server.content = CONTENT[:-1] + b"\0"
    with pytest.raises(SetupError, match=JAR.name):
        fetch(tmp_path, [JAR], source)
    assert list(tmp_path.glob("*.*")) == []


def test_a_download_goes_on_where_it_stopped(source: Repository, tmp_path: Path) -> None:
    (tmp_path / JAR.name).with_suffix(".part").write_bytes(CONTENT[:1000])
    fetch(tmp_path, [JAR], source)
    assert Server.asked == ["bytes=1000-"]
    assert (tmp_path / JAR.name).read_bytes() == CONTENT


def test_a_busy_repository_is_asked_again(source: Repository, tmp_path: Path) -> None:
    Server.failures = 2
    fetch(tmp_path, [JAR], source)
    assert len(Server.asked) == 3


def test_what_is_there_is_not_fetched_again(source: Repository, tmp_path: Path) -> None:
    for _ in range(2):
        fetch(tmp_path, [JAR], source)
    assert len(Server.asked) == 1


def test_the_users_mirror_is_used(tmp_path: Path) -> None:
    (tmp_path / ".m2").mkdir()
    (tmp_path / ".m2" / "settings.xml").write_text(
        "<settings><mirrors><mirror><mirrorOf>central</mirrorOf><url>http://127.0.0.1:9/m/</url></mirror></mirrors></settings>"
    )
    assert repository({}, tmp_path) == Repository("http://127.0.0.1:9/m")
    assert repository({"KRING_MAVEN_REPOSITORY": "http://127.0.0.1:8/"}, tmp_path) == Repository("http://127.0.0.1:8")


def test_broken_maven_settings_are_said(tmp_path: Path) -> None:
    (tmp_path / ".m2").mkdir()
    (tmp_path / ".m2" / "settings.xml").write_text("<settings>")
    with pytest.raises(SetupError, match=r"settings\.xml"):
        repository({}, tmp_path)


def test_the_pinned_list_is_whole_and_has_no_name_twice() -> None:
    jars = pinned()
    assert len(jars) == 213
    assert len({jar.name for jar in jars}) == 213
