"""The command as it is typed: the how-to as it stands, exit codes, and a second load at once."""

import asyncio
import fcntl
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph_model.local.server import LocalNeo4j
from tests.faults.founding import found
from tests.wipe import raw

ROOT = Path(__file__).resolve().parents[2]
HOW_TO = re.findall(r"```sh\n(.*?)```", (ROOT / "docs/how-to/load-stix.md").read_text(), re.DOTALL)[0].strip().splitlines()
LOAD = "load stix {} --as {} --purpose THREAT_ASSESSMENT --marking {} --json"
KRING_SAMPLE = ROOT / "tests/loaders/data/kring-samples/tlp2-statement-granular.stix.json"


def _run(command: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"KRING_HOME": str(home), "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-m", "cli", *command.removeprefix("./kring ").split()]
    return subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=200)


@pytest.fixture
def founded(server: LocalNeo4j, home: Path) -> LocalNeo4j:
    asyncio.run(found(server.start(), home))
    return server


def test_the_commands_of_the_how_to_do_what_it_says(founded: LocalNeo4j, home: Path) -> None:
    dry, real = (_run(command.replace("rejects.jsonl", str(home / "rejects.jsonl")), home) for command in HOW_TO)
    assert dry.returncode == real.returncode == 0, dry.stderr + real.stderr
    assert re.search(r"^objects +1826$", dry.stdout, re.MULTILINE)
    facts = json.loads(real.stdout)
    assert {name: facts[name] for name in ("objects", "created", "held_back", "pending", "rejected")} == {
        "objects": 19, "created": 11, "held_back": 9, "pending": 1, "rejected": 0,
    }  # fmt: skip
    assert len((home / "rejects.jsonl").read_text().splitlines()) == 10
    assert "Schipper" not in real.stderr


def test_each_end_has_its_code_and_one_line(founded: LocalNeo4j, home: Path) -> None:
    broken = home / "broken.json"
    broken.write_text('{"type": "bundle", "objects": [')
    ghost = home / "ghost.json"
    ghost.write_text('{"type": "ghost"}')
    for command, code, said in (
        (LOAD.format(broken, "u-noor", "open-data"), 2, "nothing was loaded: broken.json: no whole JSON text"),
        (LOAD.format(KRING_SAMPLE, "u-noor", "nothing"), 2, "no marking 'nothing'"),
        (LOAD.format(KRING_SAMPLE, "u-daan", "open-data"), 4, "kring: not accepted"),
        (LOAD.format(KRING_SAMPLE, "u-nobody", "open-data"), 4, "does not know this subject"),
        (LOAD.format(ghost, "u-noor", "open-data"), 1, ""),
    ):
        done = _run(command, home)
        assert (done.returncode, done.stderr.count("\n")) == (code, 1 if said else 0), done.stderr
        assert said in done.stderr
    assert raw(founded.start(), "MATCH (n:Statement) RETURN count(n) AS n") == [{"n": 0}]


def test_a_second_load_at_once_waits_for_nobody_and_says_so(founded: LocalNeo4j, home: Path) -> None:
    (home / "loads").mkdir(exist_ok=True)
    with (home / "loads" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = _run(LOAD.format(KRING_SAMPLE, "u-noor", "open-data"), home)
    assert (done.returncode, "another load is under way" in done.stderr) == (3, True)
