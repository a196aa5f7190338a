"""The commands of the README, run as they stand there, in a home of their own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRY_IT = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[0].strip().splitlines()


@pytest.fixture
def home(jars: Path, tmp_path: Path) -> dict[str, str]:
    """A KRING_HOME with the jars of this run, so that nothing is fetched twice."""
    (tmp_path / "jars").symlink_to(jars)
    return os.environ | {"KRING_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}


def _run(command: str, home: dict[str, str]) -> subprocess.CompletedProcess[str]:
    arguments = command.split()
    assert arguments[0] == "./kring"
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments[1:]],
        cwd=ROOT,
        env=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


def test_the_commands_of_the_readme_give_two_right_answers_and_leave_nothing_running(home: dict[str, str]) -> None:
    start, noor, daan, stop = TRY_IT
    assert start == "./kring demo --detach"
    try:
        started = _run("./kring demo --detach --json --port 8743", home)
        assert started.returncode == 0, started.stderr
        facts = json.loads(started.stdout)
        assert facts["data"]["records"] == 334 + 453
        assert {"u-noor", "u-daan"} <= {login["user"] for login in facts["logins"]}
        pages = [_run(command, home).stdout for command in (noor, daan)]
        answers = [_run(f"{command} --json", home).stdout for command in (noor, daan)]
        reports = [json.loads(answer)["data"]["reports"]["edges"] for answer in answers]
        assert len(reports[0]) > len(reports[1]) > 0
        for texts in (pages, answers):
            assert "staff entrance of the court" in texts[0]
            assert "staff entrance of the court" not in texts[1]
        assert f"reports ({len(reports[0])})" in pages[0]
        again = _run("./kring demo --detach", home)
        assert again.returncode == 3
        assert "running already" in again.stderr
        assert len(_run("./kring token --as u-noor", home).stdout.strip().split(".")) == 3
        assert _run("./kring token --as u-nobody", home).returncode == 2
    finally:
        assert _run(stop, home).stdout.strip() == "stopped"
    assert _run(stop, home).stdout.strip() == "nothing was running"
