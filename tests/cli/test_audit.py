"""`./kring audit` as an overseer types it, and the tool beside it: what they say and with which exit code."""

import ast
import json
import os
import subprocess
import sys
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest

from access_policies.audit import AuditLog
from access_policies.audit.segments import segments
from tests.access_policies.audit.logs import entry, fill, read_entries

ROOT = Path(__file__).resolve().parents[2]
VAN = "a" * 32


@pytest.fixture
async def home(tmp_path: Path) -> Path:
    """A KRING_HOME with one log in which two people were served the van; the receipts beside it."""
    log = AuditLog(tmp_path / "audit" / "api")
    receipts = [await log.append(entry(VAN, "2026-03-01T09:00:00.000Z", "u-saar"))]
    receipts.append(await log.append(entry(VAN, "2026-03-02T09:00:00.000Z", "u-noor")))
    receipts += await fill(log, 30)
    log.close()
    (tmp_path / "receipts.txt").write_text("\n".join(receipts))
    return tmp_path


def _run(home: Path, *arguments: str | Path, module: tuple[str, ...] = ("-m", "cli", "audit")) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *module, *map(str, arguments)]
    environment = os.environ | {"KRING_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False, timeout=60)


def _tool(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return _run(home, *arguments, module=(str(ROOT / "tools" / "verify_audit.py"),))


async def test_search_says_who_was_served_and_is_itself_on_record(home: Path) -> None:
    found = _run(home, "search", VAN)
    assert [line.split()[1] for line in found.stdout.splitlines()] == ["u-saar", "u-noor"]
    earlier = _run(home, "search", VAN, "--until", "2026-03-01T10:00:00Z", "--full", "--json")
    assert json.loads(earlier.stdout)["subject"] == "u-saar"
    assert _run(home, "search", VAN, "--until", "yesterday").returncode == 2
    looks = [item for item in read_entries(home / "audit" / "console") if item["kind"] == "AUDIT_VIEW"]
    assert [look["detail"]["records"] for look in looks] == [[VAN], [VAN]]
    lines = [json.loads(line) for line in _run(home, "export").stdout.splitlines()]
    assert [line["entry"]["subject"] for line in lines if line["entry"]["action"] == "read"][:2] == ["u-saar", "u-noor"]


async def test_an_overseer_verifies_witnesses_and_checks_receipts(home: Path) -> None:
    states = json.loads(_run(home, "verify", "--json").stdout)
    assert (states["entries"], states["fault"]) == (33, "")
    request = home / "request.txt"
    request.write_text(_run(home, "checkpoint", "api", "--since", "0").stdout)
    signed = _run(home, "witness", request, "--log-key", states["key"], "--state", home / "witness")
    assert signed.returncode == 0, signed.stderr
    (home / "signed.txt").write_text(signed.stdout)
    witness_key = signed.stderr.strip().removeprefix("key ")
    again = _run(home, "witness", request, "--log-key", states["key"], "--state", home / "witness")
    assert (again.returncode, "ask for the proof from there" in again.stderr) == (1, True)
    given = ["--key", states["key"], "--checkpoint", home / "signed.txt", "--witness", witness_key]
    whole = _tool(home, home / "audit", *given, "--receipts", home / "receipts.txt", "--state", home / "seen", "--json")
    assert (whole.returncode, json.loads(whole.stdout)["intact"]) == (0, True), whole.stdout + whole.stderr
    assert (home / "seen" / "api.checkpoint").exists()
    receipt = (home / "receipts.txt").read_text().split()[3]
    (home / "proof.json").write_text(_run(home, "prove-receipt", receipt).stdout)
    assert _tool(home, "--proof", home / "proof.json", "--key", states["key"]).stdout.strip() == "intact"


async def test_a_spoiled_log_is_named_by_both(home: Path) -> None:
    assert _tool(home, home / "audit", "--state", home / "seen").returncode == 0
    path = segments(home / "audit" / "api")[0]
    data = bytearray(path.read_bytes())
    data[data.index(b"u-noor")] ^= 1
    path.write_bytes(data)
    for found in (_run(home, "verify"), _tool(home, home / "audit", "--state", home / "seen")):
        assert (found.returncode, "entry 2" in found.stdout) == (1, True), found.stdout
    receipt = (home / "receipts.txt").read_text().split()[0]
    assert _run(home, "prove-receipt", receipt).returncode == 1
    assert _run(home, "export").returncode == 1


async def test_a_log_that_shrank_since_the_last_time_is_told(home: Path) -> None:
    kept = segments(home / "audit" / "api")[0].read_bytes()
    log = AuditLog(home / "audit" / "api")
    await fill(log, 5)
    log.close()
    assert _tool(home, home / "audit", "--state", home / "seen").returncode == 0
    segments(home / "audit" / "api")[0].write_bytes(kept)
    found = _tool(home, home / "audit", "--state", home / "seen")
    assert (found.returncode, "entries are missing at the end" in found.stdout) == (1, True)


def test_what_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert _run(tmp_path, "verify").returncode == 2
    assert _run(tmp_path, "checkpoint", "api").returncode == 2
    assert _run(tmp_path, "witness", "nothing.txt", "--log-key", "x", "--state", tmp_path / "w").returncode in (1, 2)
    assert _tool(tmp_path).returncode == 2
    assert _tool(tmp_path, tmp_path / "nothing").returncode == 1


def test_the_tool_shares_no_code_and_is_short() -> None:
    text = (ROOT / "tools" / "verify_audit.py").read_text()
    assert text.count("\n") <= 400
    names = [
        [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert {name.split(".")[0] for few in names for name in few} <= set(sys.stdlib_module_names) | {"cryptography"}


@pytest.mark.parametrize("tool", ["verify_audit.py", "verify_decision.py", "verify_file.py"])
def test_a_tool_without_its_packages_says_so_and_judges_nothing(tool: str) -> None:
    """Exit code 1 would say that something is false, to whoever has a bare Python."""
    command = [sys.executable, "-S", ROOT / "tools" / tool, "something"]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith("it needs the Python package")
    assert "cryptography: pip install" in said.stderr.replace("cedarpy and ", "")


async def test_anybody_draws_the_same_sample_from_the_same_head(home: Path) -> None:
    """The draw is worked out here once more from what the checkpoint says and from the export, as anybody can."""
    head = _run(home, "checkpoint", "api").stdout.split("\n")
    root, size = b64decode(head[2]), int(head[1])
    exported = [json.loads(line) for line in _run(home, "export").stdout.splitlines()]
    entries = {one["index"]: one for one in exported if one["origin"] == head[0]}
    for seed, number in (("2026-03-16", 5), ("another", 5), ("2026-03-16", 1_000)):
        places: list[int] = []
        for counter in range(20 * number):
            place = int.from_bytes(sha256(root + b"\0" + seed.encode() + b"\0" + str(counter).encode()).digest(), "big") % size
            places += [place] if place not in places and len(places) < number else []
        told = [
            json.loads(line) for line in _run(home, "sample", "api", "--seed", seed, "--number", str(number)).stdout.splitlines()
        ]
        assert told == [entries[place] for place in sorted(places)]
    looks = [one["detail"] for one in read_entries(home / "audit" / "console") if one["action"] == "sample"]
    assert [look["seed"] for look in looks] == ["2026-03-16", "another", "2026-03-16"]
