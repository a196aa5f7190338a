"""A load that is cut off, by the end of the loader or of the database, goes on: nothing lost, nothing doubled.

KRING_KILLS says how often: 4 unless told, while one file is loaded; from 8 on, also while a newer version of it is. 20 is the proof.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from graph_model.local.server import Endpoint, LocalNeo4j
from loaders.stix.open_data import ATTACK
from tests.faults.founding import found
from tests.loaders.test_stix_load import OLD, graph
from tests.wipe import raw

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KRING_KILLS", "4"))
FILES = (OLD, ATTACK) if KILLS >= 8 else (ATTACK,)
FIXED_SEED = 20260316
ALL_THERE = "RETURN COUNT { (:Statement) } + COUNT { (:Statement)-->() } + COUNT { (:FormerStatement) } AS n"


def _start(home: Path, file: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "cli", "load", "stix", str(file), "--as", "u-noor", "--purpose", "THREAT_ASSESSMENT"]
    return subprocess.Popen(
        [*command, "--marking", "open-data", "--batch", "200", "--json"],
        cwd=ROOT,
        env=os.environ | {"KRING_HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _done(home: Path, file: Path) -> dict[str, int]:
    output, errors = (loader := _start(home, file)).communicate(timeout=200)
    assert loader.returncode == 0, errors
    facts: dict[str, int] = json.loads(output)
    return facts


def _await_statements(endpoint: Endpoint, count: int, loader: subprocess.Popen[str]) -> None:
    """Wait until so many statements are there, or the loader is done."""
    while loader.poll() is None and raw(endpoint, ALL_THERE)[0]["n"] < count:
        time.sleep(0.02)


def _cut_off(server: LocalNeo4j, home: Path, file: Path, mark: int, is_database: bool) -> bool:
    """Start a load, and end the loader or the database when so many statements are there; False when it was done before."""
    loader = _start(home, file)
    _await_statements(server.start(), mark, loader)
    if is_database and (victim := server.process):
        victim.kill()
        victim.wait(20)
        assert loader.wait(120) in (0, 3), loader.communicate()[1]
        server.start()
    else:
        with suppress(ProcessLookupError):
            loader.kill()
    loader.communicate()
    return loader.returncode != 0


@pytest.mark.timeout(3600)
def test_whatever_is_killed_and_however_often_the_graph_is_that_of_one_whole_load(server: LocalNeo4j, home: Path) -> None:
    endpoint = server.start()
    asyncio.run(found(endpoint, home))
    whole = [_done(home, file) for file in FILES]
    expected, former = graph(endpoint, ids=False), raw(endpoint, "MATCH (f:FormerStatement) RETURN count(f) AS n")
    asyncio.run(found(endpoint, home))
    chance = random.Random(FIXED_SEED)
    killed = 0
    for file in FILES:
        before = raw(server.start(), ALL_THERE)[0]["n"]
        marks = sorted(before + chance.randrange(1, 1_400) for _ in range(KILLS // len(FILES)))
        killed += sum(_cut_off(server, home, file, mark, number % 2 == 1) for number, mark in enumerate(marks))
        assert _done(home, file)["rejected"] == 0
    assert killed >= KILLS // 2
    assert graph(server.start(), ids=False) == expected
    assert raw(server.start(), "MATCH (f:FormerStatement) RETURN count(f) AS n") == former
    assert whole[0]["created"] > 1_700
