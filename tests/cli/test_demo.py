"""The life of a demo: whole or not at all, whatever ends it and whenever."""

import json
import os
import random
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import psutil
import pytest

from tests.cli.home import Home
from tests.founded import Founded

MOMENTS = 4
"""How often a start is cut off, by another signal each, at moments spread over the length of one."""


@pytest.fixture
def lived_in(home: Home, founded: Founded) -> Home:
    """A home of its own with that world in it."""
    founded.copy_to(home.path)
    return home


def _ready(port: str) -> bool:
    return httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False, timeout=20).status_code == 200


@pytest.mark.timeout(900)
def test_a_start_that_is_cut_off_leaves_nothing_and_the_next_one_works(home: Home, founded: Founded, port: str) -> None:
    draw = random.Random(os.environ.get("PYTEST_SEED"))
    for number in range(MOMENTS):
        how = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)[number % 4]
        start = home.begin("demo", "--port", port, *(("--fresh",) if number % 3 == 0 else ()))
        wait = draw.uniform(0, 1) * founded.seconds
        time.sleep(wait)
        start.send_signal(how)
        said = start.communicate(timeout=90)[1]
        where = f"{how.name} after {wait:.2f} s: {said}"
        if how is not signal.SIGKILL and "ended by" in said:
            assert start.returncode == 128 + how, where
            assert home.left_running() == [], where
        if how is signal.SIGKILL and number % 2 == 1:
            home.run("stop")
            assert home.left_running() == [], where
    last = home.run("demo", "--detach", "--json", "--port", port)
    assert last.returncode == 0, last.stderr
    assert ", ".join(f"{count:,} {what}" for what, count in json.loads(last.stdout)["data"].items()) in founded.told
    assert _ready(port)


def test_signal_upon_signal_ends_a_demo_once_and_whole(lived_in: Home, port: str) -> None:
    start = lived_in.begin("demo", "--port", port)
    assert start.stderr is not None
    while "Ctrl-C" not in start.stderr.readline():
        assert start.poll() is None
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGINT):
        start.send_signal(how)
        time.sleep(0.02)
    said = start.communicate(timeout=60)[1]
    assert start.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM, 128 + signal.SIGHUP)
    assert said.count("kring: ended by") == 1
    assert lived_in.left_running() == []


@pytest.mark.parametrize(("record", "who"), [("api.json", "the API"), ("neo4j/process.json", "Neo4j")])
def test_a_child_that_dies_is_said_and_the_rest_is_ended(lived_in: Home, port: str, record: str, who: str) -> None:
    start = lived_in.begin("demo", "--port", port)
    assert start.stderr is not None
    while "Ctrl-C" not in start.stderr.readline():
        assert start.poll() is None
    psutil.Process(json.loads((lived_in.path / record).read_text())["pid"]).kill()
    said = start.communicate(timeout=60)[1]
    assert start.returncode == 3
    assert said.startswith(f"kring: {who} ended")
    assert lived_in.left_running() == []


def test_stop_ends_a_starter_at_work_and_what_it_started(home: Home, port: str) -> None:
    start = home.begin("demo", "--port", port)
    while not (home.path / "neo4j" / "process.json").exists():
        assert start.poll() is None
    assert home.run("stop").stdout == "stopped\n"
    assert home.left_running() == []
    assert "ended by SIGTERM" in start.communicate(timeout=10)[1]
    assert home.run("stop").stdout == "nothing was running\n"


def test_stop_leaves_a_process_alone_that_has_the_number_of_one_of_ours(home: Home) -> None:
    with subprocess.Popen(["/bin/sleep", "60"]) as stranger:
        for record in ("api.json", "neo4j/process.json", "neo4j/admin.json"):
            (home.path / record).parent.mkdir(exist_ok=True)
            facts = {"mark": "0" * 32, "pid": stranger.pid, "port": 1, "host": "127.0.0.1", "detached": True}
            (home.path / record).write_text(json.dumps(facts))
        (home.path / "demo.json").write_text(json.dumps({"pid": stranger.pid, "created": 1.0}))
        assert home.run("stop").stdout == "nothing was running\n"
        assert stranger.poll() is None
        stranger.kill()


def test_a_demo_that_was_left_running_is_left_alone_and_its_death_heals(lived_in: Home, port: str) -> None:
    assert lived_in.run("demo", "--detach", "--port", port).returncode == 0
    again = lived_in.run("demo", "--detach")
    assert again.returncode == 3
    assert "running already" in again.stderr
    assert _ready(port)
    psutil.Process(json.loads((lived_in.path / "neo4j/process.json").read_text())["pid"]).kill()
    sick = lived_in.run("doctor", "--json")
    assert sick.returncode == 1
    assert {row["what"] for row in json.loads(sick.stdout)["findings"] if row["state"] == "wrong"} == {"api"}
    asked = lived_in.run("query", "examples/reports.graphql", "--as", "u-noor", "--purpose", "THREAT_ASSESSMENT")
    assert asked.returncode == 3
    assert asked.stderr == "kring: the demo cannot reach its database: ./kring doctor says why\n"
    healed = lived_in.run("demo", "--detach", "--port", port)
    assert healed.returncode == 0, healed.stderr
    assert _ready(port)
    assert lived_in.run("doctor").returncode == 0


def test_fresh_makes_a_new_world_and_says_what_it_removed(lived_in: Home, port: str) -> None:
    password = (lived_in.path / "neo4j" / "password").read_text()
    fresh = lived_in.run("demo", "--detach", "--fresh", "--json", "--port", port)
    assert fresh.returncode == 0, fresh.stderr
    assert "removed: the database (neo4j), the audit log (audit)" in fresh.stderr
    assert (lived_in.path / "neo4j" / "password").read_text() != password
    assert json.loads(fresh.stdout)["data"]["records"] == 787


def test_a_port_in_use_is_said_and_nothing_is_started(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = str(taken.getsockname()[1])
        refused = home.run("demo", "--detach", "--port", number)
    assert refused.returncode == 3
    assert refused.stderr == f"kring: port {number} is in use: choose another with --port\n"
    assert home.left_running() == []


def test_too_little_memory_or_disk_is_said_before_anything_is_started(home: Home, port: str, tmp_path: Path) -> None:
    tight = tmp_path / "sitecustomize.py"
    tight.write_text(
        "import shutil, collections\nU = collections.namedtuple('U', 'total used free')\nshutil.disk_usage = lambda _: U(9, 9, 9)\n"
    )
    home.settings["PYTHONPATH"] = f"{tmp_path}:{home.environment['PYTHONPATH']}"
    refused = home.run("demo", "--detach", "--port", port)
    assert refused.returncode == 3
    assert refused.stderr == "kring: too little disk: 0 MiB free, 1024 MiB needed\n"
    tight.write_text("import psutil, types\npsutil.virtual_memory = lambda: types.SimpleNamespace(available=5 << 20)\n")
    refused = home.run("demo", "--detach", "--port", port)
    assert refused.stderr == "kring: too little memory: 5 MiB free, 700 MiB needed\n"
    assert home.left_running() == []
