"""The README, the tutorial, and the pages for administrators and on exports, run by a shell as they stand there.

Each begins with the same start of a demo and ends with the same stop: both are run once, for all of them. The start from nothing is that
of the run's founded home, which this demo has a copy of.
"""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.founded import START, STOP, Founded

ROOT = Path(__file__).resolve().parents[2]
RECORDS = 334 + 453
PORT = "8642"
"""Where a demo is that was not told another port, which the pages name."""
Printed = list[tuple[str, str, str]]


def _blocks(page: str, kinds: str = "sh") -> list[tuple[str, str]]:
    return re.findall(rf"```({kinds})\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


TRY_IT = _blocks("README.md")[0][1].strip().splitlines()
TUTORIAL = _blocks("docs/tutorial.md", "sh|text")
OFFICE = [
    line
    for page in ("administrator.md", "export-stix.md", "export-misp.md")
    for _, block in _blocks(f"docs/how-to/{page}")
    for line in block.strip().splitlines()
]


@dataclass(frozen=True)
class Reader:
    """Somebody with a shell in Kring's folder, a home of their own, and a demo in it."""

    home: dict[str, str]
    port: str
    told: str
    """What its first start printed."""

    def run(self, command: str) -> "subprocess.CompletedProcess[str]":
        """Type a command, or some lines of them."""
        typed = ["sh", "-ec", command.replace(PORT, self.port)]
        return subprocess.run(typed, cwd=ROOT, env=self.home, capture_output=True, text=True, check=False, timeout=200)

    def read(self, command: str) -> str:
        """What a command prints. Raises AssertionError where it fails."""
        done = self.run(command)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def reader(jars: Path, founded: Founded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader whose demo runs, with what was fetched of this run; at the end it was stopped, and nothing is left to stop."""
    folder = tmp_path_factory.mktemp("reader")
    founded.copy_to(folder)
    for name, fetched in (("jars", jars), ("npm", founded.home / "npm"), ("env", Path(sys.prefix))):
        (folder / name).symlink_to(fetched)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = str(found.getsockname()[1])
    reader = Reader(os.environ | {"KRING_HOME": str(folder)}, port, founded.told)
    try:
        reader.read(f"{START} --port {port}")
        yield reader
    finally:
        stopped, again = reader.run(STOP), reader.run(STOP)
    assert (stopped.stdout, again.stdout) == ("stopped\n", "nothing was running\n")


@pytest.fixture(scope="module")
def printed(reader: Reader) -> Printed:
    """(block, what it printed, what the tutorial says it prints) in order, between its start and its stop."""
    found: Printed = []
    for kind, block in TUTORIAL[1:-2]:
        if kind == "sh":
            found.append((block, reader.read(block), ""))
        else:
            found[-1] = (*found[-1][:2], block)
    return found


def test_the_commands_of_the_readme_give_two_right_answers(reader: Reader) -> None:
    start, noor, daan, stop = TRY_IT
    assert (start, stop) == (START, STOP)
    assert f"{RECORDS} records" in reader.told
    assert {"u-noor", "u-daan"} <= set(reader.told.split())
    pages = [reader.read(command) for command in (noor, daan)]
    answers = [reader.read(f"{command} --json") for command in (noor, daan)]
    reports = [json.loads(answer)["data"]["reports"]["edges"] for answer in answers]
    assert len(reports[0]) > len(reports[1]) > 0
    for texts in (pages, answers):
        assert "staff entrance of the court" in texts[0]
        assert "staff entrance of the court" not in texts[1]
    assert f"reports ({len(reports[0])})" in pages[0]


def test_a_demo_runs_once_and_signs_in_whom_it_knows(reader: Reader) -> None:
    again = reader.run(START)
    assert again.returncode == 3
    assert "running already" in again.stderr
    assert len(reader.read("./kring token --as u-noor").strip().split(".")) == 3
    assert reader.run("./kring token --as u-nobody").returncode == 2


def test_every_block_prints_what_the_tutorial_says(printed: Printed) -> None:
    assert [block.strip() for _, block in (TUTORIAL[0], *TUTORIAL[-2:])] == [START, STOP, "stopped"]
    for block, output, said in printed:
        for line in said.strip().splitlines():
            assert line in output, block
    assert sum(bool(said) for _, _, said in printed) >= 7


def test_what_daan_does_not_see_is_not_in_what_he_is_told(printed: Printed) -> None:
    noor, daan = (output for block, output, _ in printed if "van.graphql" in block)
    assert "Zwaluw" in noor
    assert not any(word in daan for word in ("Zwaluw", "court", "2026-02-26"))


@pytest.mark.timeout(900)
def test_every_command_for_administrators_and_of_exports_does_what_the_page_says(reader: Reader) -> None:
    for line in OFFICE:
        remark = line.partition(" # exits ")[2]
        done = reader.run(re.sub(r"\b(van\.(?:stix|misp)\.json|impact\.md|tried\b)", rf"{reader.home['KRING_HOME']}/\1", line))
        assert done.returncode == int(remark or 0), f"{line}\n{done.stdout}\n{done.stderr}"


def test_a_grant_that_leads_to_a_watched_person_is_told_and_noted_on_the_command_line(reader: Reader, tmp_path: Path) -> None:
    document = tmp_path / "persons.graphql"
    document.write_text("{ persons(first: 100) { edges { node { id originator } } } }")
    seen = {}
    for who in ("u-saar", "u-daan"):
        found = json.loads(reader.read(f"./kring query {document} --as {who} --purpose THREAT_ASSESSMENT --json"))
        seen[who] = {edge["node"]["id"] for edge in found["data"]["persons"]["edges"] if edge["node"]["originator"] == "POL"}
    person = min(seen["u-saar"] - seen["u-daan"])
    begun = reader.read(f"./kring watches begin {person} --as u-fenna --reason threatened --until 2026-09-01T00:00:00Z")
    watch = begun.split()[0]
    assert begun.endswith(f"RUNNING {person} since 2026-03-16T09:00:00.000Z until 2026-09-01T00:00:00.000Z: threatened\n")
    assert begun in reader.read("./kring watches list --as u-fenna")
    asks = f"./kring grants request --as u-daan --grantor POL --grantee user:u-daan --scope record:{person} --purpose THREAT_ASSESSMENT"
    asks += " --basis WPG-15 --necessity same-number --from 2026-03-16T09:00:00Z --until 2026-04-16T00:00:00Z --json"
    grant = json.loads(reader.read(asks))["id"]
    for step, who in (("consent", "u-fenna"), ("approve", "u-bente")):
        reader.read(f"./kring grants {step} {grant} --as {who}")
    head, *told = reader.read(f"./kring watches alerts {watch} --as u-fenna").splitlines()
    alert, *said = head.split()
    assert " ".join(said) == f"GRANT {grant} (POL) at 2026-03-16T09:00:00.000Z; open"
    assert "   1 for THREAT_ASSESSMENT to u-daan: Person" in told
    noted = reader.read(f"./kring watches acknowledge {watch} {alert} --as u-fenna")
    assert noted == f"{alert} acknowledged\n"
    (one,) = json.loads(reader.read(f"./kring watches alerts {watch} --as u-fenna --json"))["alerts"]
    assert (one["id"], one["acknowledgedBy"]) == (alert, "u-fenna")
    assert reader.read(f"./kring watches alerts {watch} --as u-saar --purpose THREAT_ASSESSMENT") == ""
    assert " ENDED " in reader.read(f"./kring watches end {watch} --as u-fenna")


def test_a_decision_is_taken_home_completed_and_worked_out(reader: Reader) -> None:
    home = reader.home["KRING_HOME"]
    Path(home, "one.graphql").write_text("{ reports(first: 1) { edges { node { id } } } }")
    found = json.loads(reader.read(f"./kring query {home}/one.graphql --as u-noor --purpose THREAT_ASSESSMENT --json"))
    record = found["data"]["reports"]["edges"][0]["node"]["id"]
    taken, whole, key = (f"{home}/{name}" for name in ("decision.json", "whole.json", "demo.key"))
    reader.read(f"./kring explain {record} --as u-noor --purpose THREAT_ASSESSMENT --proof {taken}")
    reader.read(f"./kring audit prove-decision {taken} > {whole} && ./kring audit key demo > {key}")
    tool = f"{sys.executable} tools/verify_decision.py"
    assert "the log was not asked" in reader.read(f"{tool} {taken} --inputs-only")
    assert f"u-noor may see {record}" in reader.read(f"{tool} {whole} --key {key}")
    assert (
        reader.run(f"./kring explain {record} --as u-noor --purpose THREAT_ASSESSMENT --proof {home}/no/decision.json").returncode
        == 2
    )
    assert reader.run(f"./kring audit prove-decision {key}").returncode == 2
