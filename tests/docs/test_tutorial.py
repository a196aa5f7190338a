"""The tutorial, run block by block as a reader would: what it says is printed is printed."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = re.findall(r"```(sh|text)\n(.*?)```", (ROOT / "docs" / "tutorial.md").read_text(), re.DOTALL)


@pytest.fixture(scope="module")
def printed(jars: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    """(block, what it printed, what the tutorial says it prints) in order, in a home with the packages and jars of this run."""
    folder = tmp_path_factory.mktemp("tutorial")
    (folder / "jars").symlink_to(jars)
    (folder / "env").symlink_to(sys.prefix)
    home, port = os.environ | {"KRING_HOME": str(folder)}, _free_port()
    found: list[tuple[str, str, str]] = []
    try:
        for kind, block in BLOCKS:
            if kind == "sh":
                started = block.replace("demo --detach", f"demo --detach --port {port}").replace("8642", port)
                found.append((block, _run(started, home), ""))
            else:
                found[-1] = (*found[-1][:2], block)
    finally:
        _run("./kring stop", home)
    return found


def _free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def _run(block: str, home: dict[str, str]) -> str:
    done = subprocess.run(["sh", "-ec", block], cwd=ROOT, env=home, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, f"{block}\n{done.stderr}"
    return done.stdout


def test_every_block_prints_what_the_tutorial_says(printed: list[tuple[str, str, str]]) -> None:
    for block, output, said in printed:
        for line in said.strip().splitlines():
            assert line in output, block
    assert sum(bool(said) for _, _, said in printed) >= 8


def test_what_daan_does_not_see_is_not_in_what_he_is_told(printed: list[tuple[str, str, str]]) -> None:
    noor, daan = (output for block, output, _ in printed if "van.graphql" in block)
    assert "Zwaluw" in noor
    assert not any(word in daan for word in ("Zwaluw", "court", "2026-02-26"))
