"""Backup and restore of a demo: what was lost comes back as it was, and nothing that the record ended is served unseen."""

import json
import shutil
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from access_policies.audit.since import heads, since
from cli.database import Database
from cli.manifest import NAME, verified
from cli.settings import read_settings
from cli.version import versions
from graph_model.local.dump import DUMP
from graph_model.local.endpoint import Endpoint
from graph_model.local.errors import SetupError
from tests.access_policies.audit.logs import read_entries
from tests.cli.home import Home
from tests.founded import Founded
from tests.wipe import raw

ASKERS = ("u-noor", "u-hugo", "u-daan")
GRANT, GRANTEE, GRANTOR = "G-hugo-c2", "u-hugo", "u-fenna"
NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS said"
RELATIONSHIPS = "MATCH (a)-[r]->(b) RETURN properties(a) AS a, type(r) AS type, properties(r) AS said, properties(b) AS b"
WAITS = "kring: a restored graph is older than the record (1 changes, 0 doubts): "


@dataclass
class Kept:
    """A demo that was backed up and stopped: what it answered and held, and what `backup` said while it still ran."""

    home: Home
    port: str
    folder: Path
    answers: dict[str, str]
    graph: str
    refused: subprocess.CompletedProcess[str]

    def start(self) -> None:
        """Have the demo run; one that another test left running will do, for a start takes ten seconds."""
        if self.database().own.process:
            return
        started = self.home.run("demo", "--detach", "--port", self.port)
        assert started.returncode == 0, started.stderr

    @property
    def logs(self) -> Path:
        return self.home.path / "audit"

    def state(self) -> dict[str, int]:
        """Every file of the home by its last change."""
        return {str(path): path.stat().st_mtime_ns for path in self.home.path.rglob("*") if path.is_file()}

    def database(self) -> Database:
        return Database(read_settings({"KRING_HOME": str(self.home.path)}))


def _answers(home: Home) -> dict[str, str]:
    command = ("query", "examples/reports.graphql", "--purpose", "THREAT_ASSESSMENT", "--json", "--as")
    return {user: home.run(*command, user).stdout for user in ASKERS}


def _graph(endpoint: Endpoint | None) -> str:
    """A hash of everything in the graph, whatever the order and the inner ids."""
    assert endpoint
    rows = [json.dumps(row, sort_keys=True, default=str) for ask in (NODES, RELATIONSHIPS) for row in raw(endpoint, ask)]
    return sha256("\n".join(sorted(rows)).encode()).hexdigest()


@pytest.fixture(scope="module")
def kept(jars: Path, founded: Founded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    path = tmp_path_factory.mktemp("backup") / "home with spaces"
    path.mkdir(mode=0o700)
    home = Home(path)
    home.share(jars)
    founded.copy_to(path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    folder = path.parent / "kept here"
    try:
        assert home.run("demo", "--detach", "--port", port).returncode == 0
        refused = home.run("backup", str(folder))
        found = Kept(home, port, folder, _answers(home), "", refused)
        found.graph = _graph(found.database().own.endpoint)
        home.run("stop")
        made = home.run("backup", str(folder), "--json")
        assert made.returncode == 0, made.stderr
        yield found
    finally:
        home.run("stop")
        assert home.left_running() == []


@pytest.fixture
def stopped(kept: Kept) -> Kept:
    kept.home.run("stop")
    return kept


def test_a_backup_is_refused_while_anything_runs_and_private_and_whole_when_made(stopped: Kept) -> None:
    assert stopped.refused.returncode == 3
    assert stopped.refused.stderr == "kring: something of this installation runs: ./kring stop ends it\n"
    assert {path.name for path in stopped.folder.iterdir()} == {DUMP, NAME}
    assert stat.S_IMODE(stopped.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in stopped.folder.iterdir()} == {0o600}
    assert sorted(path.name for path in stopped.folder.parent.iterdir()) == ["home with spaces", "kept here"]
    again = stopped.home.run("backup", str(stopped.folder))
    assert again.returncode == 3
    assert "is there already" in again.stderr
    looked = stopped.home.run("restore", str(stopped.folder), "--verify", "--json")
    assert looked.returncode == 0, looked.stderr
    assert json.loads(looked.stdout) | {"at": "", "backup": ""} == {"at": "", "backup": "", "changes": 0, "doubts": []}


def test_a_backup_with_any_byte_changed_is_refused_and_nothing_is_touched(stopped: Kept, tmp_path: Path) -> None:
    before = stopped.state()
    for name, step in ((DUMP, 40_001), (NAME, 5)):
        copy = Path(shutil.copytree(stopped.folder, tmp_path / name))
        sound = (copy / name).read_bytes()
        for place in range(0, len(sound), max(step, len(sound) // 150)):
            (copy / name).write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
            with pytest.raises(SetupError):
                verified(copy, versions()["neo4j"])
        refused = stopped.home.run("restore", str(copy))
        assert refused.returncode == 3
        assert refused.stderr.startswith(f"kring: {copy / name} is "), refused.stderr
    assert stopped.state() == before


def test_a_backup_that_is_not_whole_or_of_another_version_is_refused_and_nothing_is_touched(stopped: Kept, tmp_path: Path) -> None:
    before = stopped.state()
    for name in (DUMP, NAME):
        copy = Path(shutil.copytree(stopped.folder, tmp_path / f"without {name}"))
        (copy / name).unlink()
        assert stopped.home.run("restore", str(copy)).returncode == 3
    copy = Path(shutil.copytree(stopped.folder, tmp_path / "with more"))
    (copy / "system.dump").touch()
    with pytest.raises(SetupError, match=r"system\.dump is not as the manifest says"):
        verified(copy, versions()["neo4j"])
    with pytest.raises(SetupError, match=r"this Kring has 9\.0\.0"):
        verified(stopped.folder, "9.0.0")
    (copy / NAME).write_bytes((copy / NAME).read_bytes().replace(b"kring-backup-1", b"kring-backup-9"))
    with pytest.raises(SetupError, match="of another form than kring-backup-1"):
        verified(copy, versions()["neo4j"])
    assert stopped.state() == before


def test_a_restore_without_the_logs_or_with_older_ones_tells_what_it_cannot_know(stopped: Kept, tmp_path: Path) -> None:
    stopped.home.settings["KRING_AUDIT_DIR"] = str(tmp_path / "no audit")
    told = stopped.home.run("restore", str(stopped.folder), "--verify")
    stopped.home.settings.clear()
    assert told.returncode == 1
    assert "there may be more: the log demo is not here\n" in told.stdout
    assert "there may be more: no log here has this backup on record\n" in told.stdout
    assert not (tmp_path / "no audit").exists()


def test_a_restore_that_is_killed_leaves_the_store_that_was_there(stopped: Kept) -> None:
    restore = stopped.home.begin("restore", str(stopped.folder))
    while not (stopped.home.path / "neo4j.restored" / "admin.json").exists():
        assert restore.poll() is None
        time.sleep(0.01)
    restore.send_signal(signal.SIGKILL)
    restore.communicate(timeout=30)
    stopped.home.run("stop")
    assert stopped.home.left_running() == []
    database = stopped.database()
    try:
        assert _graph(database.start()) == stopped.graph
    finally:
        database.own.stop()


def test_what_is_lost_comes_back_as_it_was(stopped: Kept) -> None:
    shutil.rmtree(stopped.home.path / "neo4j")
    back = stopped.home.run("restore", str(stopped.folder))
    assert back.returncode == 0, back.stderr
    assert back.stdout == "nothing is on record after the backup: it may be served\n"
    manifest = verified(stopped.folder, versions()["neo4j"])
    assert heads(stopped.logs)["demo"] == manifest.logs["demo"]
    stopped.start()
    assert _answers(stopped.home) == stopped.answers
    assert _graph(stopped.database().own.endpoint) == stopped.graph
    assert since(stopped.logs, manifest.logs, manifest.digest).doubts == ()


def test_a_grant_revoked_after_the_backup_is_served_again_only_when_somebody_accepts_it(kept: Kept, tmp_path: Path) -> None:
    kept.start()
    assert kept.home.run("grants", "revoke", GRANT, "--as", GRANTOR, "--ground", "moved").returncode == 0
    assert _answers(kept.home)[GRANTEE] != kept.answers[GRANTEE]
    neo4j = kept.database().own.process
    assert neo4j
    neo4j.kill()
    kept.home.run("stop")
    torn = kept.home.run("backup", str(tmp_path / "another"))
    assert torn.returncode == 3
    assert torn.stderr.endswith("If it was killed, start and stop it once: it has to recover first\n")
    assert list(tmp_path.iterdir()) == []
    (entry,) = [one for one in read_entries(kept.logs / "demo") if one["detail"].get("about") == [f"grant:{GRANT}"]]

    back = kept.home.run("restore", str(kept.folder))
    assert back.returncode == 1
    assert back.stdout == f"{entry['at']} {GRANTOR} grant.revoke grant:{GRANT} done demo/{entry['index']}\n"
    for command in (["demo", "--detach"], ["serve"], ["ready"], ["backup", str(tmp_path / "another")]):
        refused = kept.home.run(*command)
        assert refused.returncode == 3, command
        assert refused.stderr.startswith(WAITS), command
    assert kept.home.left_running() == []
    assert "older than the record" in kept.home.run("doctor", "--json").stdout
    listed = kept.home.run("restore")
    assert (listed.returncode, listed.stdout) == (1, back.stdout)
    assert kept.home.run("restore", "--accept", " ").returncode == 2

    assert kept.home.run("restore", "--accept", "the store was lost; revoked anew today").returncode == 0
    accepted = read_entries(kept.logs / "console")[-1]
    assert (accepted["kind"], accepted["action"], accepted["subject"][:3]) == ("RECOVERY", "restore.accept", "os:")
    assert accepted["detail"]["reason"] == "the store was lost; revoked anew today"
    assert accepted["detail"]["changes"] == 1
    kept.start()
    assert _answers(kept.home)[GRANTEE] == kept.answers[GRANTEE]
    kept.home.run("stop")
    assert kept.home.run("restore", "--accept", "twice").stderr == "kring: nothing waits to be accepted\n"


def test_another_neo4j_is_neither_backed_up_nor_restored(stopped: Kept, tmp_path: Path) -> None:
    (tmp_path / "password").touch(0o600)
    stopped.home.settings |= {"KRING_NEO4J_URI": "bolt://127.0.0.1:1", "KRING_NEO4J_PASSWORD_FILE": str(tmp_path / "password")}
    for command in (["backup", str(tmp_path / "another")], ["restore", str(stopped.folder)]):
        refused = stopped.home.run(*command)
        assert refused.returncode == 3
        assert "KRING_NEO4J_URI names another Neo4j" in refused.stderr
    stopped.home.settings.clear()
    assert not (tmp_path / "another").exists()
