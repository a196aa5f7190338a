"""The witness signs one history; a receipt is proved or its absence told; the overseer's tool agrees, without the log."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from unittest.mock import patch

import pytest

from access_policies.audit import AuditLog
from access_policies.audit.keys import new_key
from access_policies.audit.note import BadNote, Verifier, opened, parse_verifier
from access_policies.audit.proofs import growth_request, prove_receipt
from access_policies.audit.segments import segments, verified
from access_policies.audit.witness import Witness
from tests.access_policies.audit.logs import fill
from tests.faults.tools import faults, told, verify_audit


async def _grow(root: Path, count: int) -> tuple[Verifier, int, list[str]]:
    log = AuditLog(root / "one", segment_bytes=64 << 10)
    receipts = await fill(log, count, 3)
    log.close()
    chain = verified(log.folder)
    return chain.key, chain.tree.size, receipts


def _witness(tmp_path: Path) -> Witness:
    return Witness("overseer", new_key(tmp_path / "witness.pem"), tmp_path / "memory")


async def test_a_history_that_goes_on_is_signed_each_time(tmp_path: Path) -> None:
    witness, known = _witness(tmp_path), 0
    for count in (1, 5, 30, 1):
        log, size, _ = await _grow(tmp_path / "audit", count)
        request = growth_request(tmp_path / "audit" / "one", known)
        note = witness.cosign(request, log, 1_773_651_600)
        assert opened(note, log) == opened(note, witness._key.witness("overseer"))
        assert str(witness._key.witness("overseer")).split("+")[0] == "overseer"
        key = verify_audit.Key(str(witness._key.witness("overseer")))
        assert verify_audit.open_note(note, [key]) == opened(note, log)
        assert faults(tmp_path / "audit", [note]) == []
        known = size


async def test_another_history_is_not_signed(tmp_path: Path) -> None:
    witness = _witness(tmp_path)
    log, size, _ = await _grow(tmp_path / "audit", 5)
    witness.cosign(growth_request(tmp_path / "audit" / "one", 0), log, 1)
    for path in (tmp_path / "audit" / "one").iterdir():
        path.unlink()
    log, _, _ = await _grow(tmp_path / "audit", 9)
    with pytest.raises(BadNote, match="another history"):
        witness.cosign(growth_request(tmp_path / "audit" / "one", size), log, 2)
    with pytest.raises(BadNote, match="ask for the proof from there"):
        witness.cosign(growth_request(tmp_path / "audit" / "one", 0), log, 2)


async def test_a_request_that_is_wrong_is_remembered_nowhere(tmp_path: Path) -> None:
    witness = _witness(tmp_path)
    log, _, _ = await _grow(tmp_path / "audit", 5)
    request = growth_request(tmp_path / "audit" / "one", 3)
    other, _, _ = await _grow(tmp_path / "elsewhere", 5)
    for text, key in (("", log), (request, log), (request.replace("old 3", "old 0"), other), (request[:-9], log)):
        with pytest.raises(BadNote):
            witness.cosign(text, key, 1)
    assert not (tmp_path / "memory").exists()
    with pytest.raises(ValueError, match="no such size"):
        growth_request(tmp_path / "audit" / "one", 99)


async def test_a_later_checkpoint_extends_an_earlier_one_without_the_log(tmp_path: Path) -> None:
    log, size, _ = await _grow(tmp_path / "audit", 20)
    earlier = verified(tmp_path / "audit" / "one").checkpoint
    await _grow(tmp_path / "audit", 33)
    request, keys = growth_request(tmp_path / "audit" / "one", size), [verify_audit.Key(str(log))]
    assert told(verify_audit.check_growth(request, [earlier], keys)) == []
    lines = request.split("\n")
    swapped = "\n".join([lines[0], lines[2], lines[1], *lines[3:]])
    assert told(verify_audit.check_growth(swapped, [earlier], keys)) != []
    assert told(verify_audit.check_growth(request.replace(f"old {size}", f"old {size - 1}"), [earlier], keys)) != []


async def test_a_receipt_is_proved_without_the_log_and_a_missing_entry_told(tmp_path: Path) -> None:
    log, _, receipts = await _grow(tmp_path / "audit", 50)
    keys = [verify_audit.Key(str(log))]
    for receipt in receipts[::7]:
        proof = asdict(prove_receipt(tmp_path / "audit", receipt))
        assert told(verify_audit.check_proof(json.dumps(proof), keys)) == []
        wrong = json.dumps(proof | {"index": proof["index"] ^ 1})
        assert told(verify_audit.check_proof(wrong, keys)) != []
    for path in segments(tmp_path / "audit" / "one"):
        path.unlink()
    await _grow(tmp_path / "audit", 5)
    with pytest.raises(BadNote, match="does not hold its entry"):
        prove_receipt(tmp_path / "audit", receipts[0])
    with pytest.raises(BadNote, match="no log here"):
        prove_receipt(tmp_path / "audit", "a" * 32 + ":" + "b" * 64 + ":x")


@pytest.mark.parametrize("proof", ["", "[]", "{}", "[" * 100_000, '{"index": "x", "receipt": 1}', '{"receipt": "a:b:c"}'])
def test_what_is_no_proof_is_called_broken(proof: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "proof.json").write_text(proof)
    with patch.object(sys, "argv", ["verify_audit.py", "--proof", str(tmp_path / "proof.json")]):
        assert verify_audit.main() == 1
    assert capsys.readouterr().out.endswith("BROKEN\n")


@pytest.mark.parametrize("text", ["", "a+b+c", "name+00000000+AQ==", "+" * 5])
def test_a_text_that_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        parse_verifier(text)
