"""The log's signature in a file: told true or false alike by the tool, which needs no log, and by whoever has the log."""

import subprocess
import sys
from pathlib import Path

import pytest

from access_policies.audit import AuditLog
from access_policies.audit.keys import new_key
from access_policies.audit.segments import verified as chain_of
from cli.export_proof import NotWhatLeft, verified
from tests.access_policies.audit.logs import stamped, take

VERIFY = Path(__file__).resolve().parents[3] / "tools" / "verify_file.py"


def _tool(file: Path, *keys: str) -> tuple[int, str]:
    command = [sys.executable, str(VERIFY), str(file), *(part for key in keys for part in ("--key", key))]
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    return done.returncode, done.stdout


def _is_on_record(file: Path, logs: Path) -> bool:
    try:
        return verified(file, logs).subject == "u-noor"
    except NotWhatLeft:
        return False


async def test_a_file_of_before_a_change_of_key_is_what_left(tmp_path: Path) -> None:
    log, file = AuditLog(tmp_path / "audit" / "one"), tmp_path / "kring.stix.json"
    old, first = str(chain_of(log.folder).key), await take(log)
    await log.change_key()
    second = await take(log)
    log.close()
    new, strange = str(chain_of(log.folder).key), str(new_key(tmp_path / "other.pem").verifier("kring/audit/other"))
    for taken, own, other in ((first, old, new), (second, new, old)):
        file.write_bytes(stamped(*taken))
        assert _is_on_record(file, log.folder.parent)
        for keys, code in (((own,), 0), ((other, own), 0), ((own, strange), 0), ((other,), 1), ((other, strange), 1)):
            assert _tool(file, *keys)[0] == code
    (tmp_path / "one.key").write_text(f"{new}\n")
    assert _tool(file, str(tmp_path / "one.key")) == (0, f"receipt {second[0]}\nkind: STIX bundle, written by Kring\nas it left\n")


async def test_a_signature_that_is_another_is_told_by_both(tmp_path: Path) -> None:
    log, file = AuditLog(tmp_path / "audit" / "one"), tmp_path / "kring.stix.json"
    (receipt, signature), (_, other) = await take(log), await take(log)
    log.close()
    key = str(chain_of(log.folder).key)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    same_bytes = signature[:-1] + alphabet[alphabet.index(signature[-1]) + 1]
    for wrong in (other, "A" * 86, signature[:-1], signature + "A", same_bytes):
        file.write_bytes(stamped(receipt, wrong))
        code, said = _tool(file, key)
        assert (code, said.splitlines()[-1], _is_on_record(file, log.folder.parent)) == (1, "NOT WHAT LEFT", False), wrong
    file.write_bytes(stamped(receipt, signature))
    assert (_tool(file, key)[0], _is_on_record(file, log.folder.parent)) == (0, True)


@pytest.mark.parametrize("unusable", ["no key", "a+00000000+AAAA", "no-such.key"])
async def test_what_cannot_be_read_is_wrong_usage_and_says_nothing_of_a_file(tmp_path: Path, unusable: str) -> None:
    log, file = AuditLog(tmp_path / "audit" / "one"), tmp_path / "kring.stix.json"
    file.write_bytes(stamped(*await take(log)))
    log.close()
    key = str(chain_of(log.folder).key)
    assert _tool(file, unusable) == _tool(file, key, unusable) == (2, "")
    assert _tool(tmp_path / "absent.json", key) == _tool(tmp_path, key) == _tool(file) == (2, "")
