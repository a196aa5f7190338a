"""The commands of docs/how-to/oversee.md, run as they stand there by a shell, against a log of invented answers."""

import os
import re
import subprocess
import sys
from pathlib import Path

from access_policies.audit import AuditLog
from tests.access_policies.audit.logs import entry, fill, stamped, take

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "how-to" / "oversee.md").read_text(), re.DOTALL)


async def test_the_commands_of_the_how_to_do_what_it_says(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "home" / "audit" / "demo")
    receipts = [await log.append(entry("a" * 32, "2026-03-01T09:00:00.000Z")), *await fill(log, 5)]
    (tmp_path / "kring.stix.json").write_bytes(stamped(*await take(log)))
    log.close()
    (tmp_path / "receipts.txt").write_text("\n".join(receipts))
    (tmp_path / "tools").symlink_to(ROOT / "tools")
    (tmp_path / "kring").write_text(f'#!/bin/sh\nexec {sys.executable} -m cli "$@"\n')
    (tmp_path / "kring").chmod(0o700)
    environment = os.environ | {
        "KRING_HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(ROOT),
        "RECORD": "a" * 32,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    done = subprocess.run(
        ["sh", "-e"], input="".join(BLOCKS), cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=200
    )
    assert done.returncode == 0, done.stderr
    assert len(BLOCKS) == 8
    assert done.stdout.count("intact") == 3
    assert done.stdout.count("as it left") == 1
    assert done.stdout.count("u-noor") == 2
    assert len((tmp_path / "sample.jsonl").read_text().splitlines()) == 3
    assert "overseer" in (tmp_path / "signed.txt").read_text()
    assert len((tmp_path / "entries.jsonl").read_text().splitlines()) > 6
