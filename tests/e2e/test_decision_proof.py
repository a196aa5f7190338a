"""A decision is worked out again from what was taken home of it; whatever is changed in that, the tool says no."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from access_policies.audit import AuditLog
from access_policies.audit.note import BadNote
from access_policies.audit.segments import verified
from cli.decision_proof import QUERY, NotADecision, proof, proved
from graph_model.statement import new_id
from tests.access_policies.audit.logs import entry
from tests.e2e.conftest import Service
from tests.faults.deciding import TOOL, changed, verify_decision

ASSESS = "THREAT_ASSESSMENT"


async def _taken(service: Service, record: str, field: str | None = None, query: str = QUERY) -> str:
    """What Noor takes home of a decision about her."""
    answer = await service.ask("u-noor", ASSESS, query, {"record": record, "field": field, "at": None})
    return proof(answer.json()["data"]["administration"]["found"]["inputs"], answer.text, answer.headers["Audit-Receipt"])


def _faults(said: dict[str, Any], keys: list[Any], notes: list[str]) -> list[str]:
    """What the tool has against a file."""
    return _told(chain(verify_decision.check_decision(said), verify_decision.check_log(said, keys, notes)))


def _told(check: Iterable[str]) -> list[str]:
    """The faults of a check, the one that ends it too."""
    found: list[str] = []
    try:
        found.extend(check)
    except (verify_decision.Fault, ValueError, KeyError, TypeError, IndexError) as fault:
        found.append(str(fault) or repr(fault))
    return found


async def test_a_decision_is_worked_out_and_on_record_and_no_change_of_it_is(service: Service, tmp_path: Path) -> None:
    file, whole = tmp_path / "taken.json", tmp_path / "whole.json"
    file.write_text(await _taken(service, service.world.ids["R-r17.AIVD"]))
    await service.ask("u-daan", ASSESS, "{ reports(first: 1) { totalCount } }")
    logs = service.parts.audit.folder.parent
    whole.write_text(proved(file, logs))
    log = verified(service.parts.audit.folder)
    (tmp_path / "held.txt").write_text(log.checkpoint)
    alone = _tool(file, "--inputs-only")
    assert (alone.returncode, "u-noor may see" in alone.stdout, "G-nctv-c1" in alone.stdout) == (0, True, True), alone.stdout
    found = _tool(whole, "--key", str(log.key), "--checkpoint", tmp_path / "held.txt")
    assert (found.returncode, "worked out, and on record" in found.stdout) == (0, True), found.stdout + found.stderr
    without = _tool(file, "--key", str(log.key))
    assert (without.returncode, "prove-decision" in without.stdout) == (1, True)
    assert _tool(whole).returncode == 2
    said, keys = json.loads(whole.read_text()), [verify_decision.Key(str(log.key))]
    assert _faults(said, keys, [log.checkpoint]) == []
    tried = 0
    for place, other in changed(said):
        assert _faults(other, keys, [log.checkpoint]), place
        tried += 1
    assert tried > 150
    assert _faults(said | {"more": 1}, keys, [])


async def test_what_is_made_up_afterwards_is_told(service: Service, tmp_path: Path) -> None:
    """Inputs, hash and answer that fit each other, and are not those that left."""
    file = tmp_path / "taken.json"
    file.write_text(await _taken(service, service.world.ids["L-rechtbank.POL"], "address"))
    said = json.loads(proved(file, service.parts.audit.folder.parent))
    log = verified(service.parts.audit.folder)
    keys = [verify_decision.Key(str(log.key))]
    assert said["inputs"]["answer"] == {"permit": False, "rules": []}
    assert _faults(said, keys, []) == []
    forged = json.loads(json.dumps(said).replace("NCTV-ANALYSE", "NCTV-ANALYST"))
    text = verify_decision.canonical(forged["inputs"])
    body = json.loads(forged["body"])
    told = body["data"]["administration"]["found"]
    forged["hash"] = told["inputsHash"] = sha256(text.encode()).hexdigest()
    told["inputs"] = text
    forged["body"] = json.dumps(body)
    assert list(verify_decision.check_decision(forged)) == []
    assert _faults(forged, keys, []) == ["the log does not say that this answer left"]
    other = json.loads(await _taken(service, service.world.ids["R-r17.AIVD"]))
    assert "the entry is not the one that the receipt is of" in _faults(said | {"receipt": other["receipt"]}, keys, [])


async def test_a_file_that_fits_itself_and_not_the_policies_is_told(service: Service) -> None:
    """Whoever makes all parts anew can have hash and answer fit: not what follows from the inputs, nor other words for them."""
    whole = await _taken(service, service.world.ids["R-r17.AIVD"])
    for place, value, fault in (
        (("answer", "permit"), False, "the policies say"),
        (("answer", "rules"), ["G-other"], "the policies say"),
        (("grants", 0, "active"), False, "the policies say"),
        (("grants", 0, "expires"), 0, "the policies say"),
        (("grants", 0, "purposes"), ["OVERSIGHT"], "the policies say"),
        (("entities", 0, "attrs", "systems"), [], "the policies say"),
        (("entities", 2, "attrs", "level"), 4, "the policies say"),
        (("context", "now"), 0, "the policies say"),
        (("policies", "texts", "system.cedar"), "", "the policy texts are not"),
        (("user",), "u-saar", "the answer told another user"),
        (("grants", 0, "basis"), "WPG-20", "the answer told another grants"),
        (("law", "article"), "Wpg 1", "the answer told another law"),
        (("form",), "kring-decision-2", "it is of another form"),
        (("more",), 1, "what the decision was made from has not"),
        (("grants", 0, "grantee"), 'x"].contains("x")) || true //', "a grant has a name"),
    ):
        said = _refitted(json.loads(whole), place, value)
        found = _told(verify_decision.check_decision(said))
        assert any(one.startswith(fault) for one in found), (place, found)
        assert not [one for one in found if "hash" in one or "other inputs" in one], place


def _refitted(said: dict[str, Any], place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The file with another value among its inputs, and everything made anew that hangs on them."""
    *before, last = place
    holder = said["inputs"]
    for step in before:
        holder = holder[step]
    holder[last] = value
    text, body = verify_decision.canonical(said["inputs"]), json.loads(said["body"])
    digest = sha256(text.encode()).hexdigest()
    body["data"]["administration"]["found"] |= {"inputs": text, "inputsHash": digest}
    return said | {"hash": digest, "body": json.dumps(body)}


async def test_an_entry_that_says_something_else_is_told(service: Service, tmp_path: Path) -> None:
    """A log of one's own, in which everything is signed and something is not as it was."""
    file = tmp_path / "taken.json"
    taken = json.loads(await _taken(service, service.world.ids["R-r17.AIVD"]))
    right: dict[str, Any] = {
        "subject": "u-noor", "purpose": ASSESS, "outcome": "released", "answer": sha256(taken["body"].encode()).hexdigest(),
        "operation": sha256(QUERY.encode()).hexdigest(),
    }  # fmt: skip
    log = AuditLog(tmp_path / "audit" / "one")
    others = {
        "subject": "u-daan",
        "purpose": "OVERSIGHT",
        "case": "C1",
        "outcome": "NotFound",
        "answer": "0" * 64,
        "operation": "0" * 64,
    }
    entries = [right, *(right | {name: value} for name, value in others.items())]
    receipts = [await log.append(entry(**one)) for one in entries]
    earlier = verified(log.folder).checkpoint
    receipts.append(await log.append(entry(**right)))
    log.close()
    keys = [verify_decision.Key(str(verified(log.folder).key))]
    for receipt, is_right in zip(receipts, (True, *(False for _ in others), True), strict=True):
        file.write_text(json.dumps(taken | {"receipt": receipt}))
        said = json.loads(proved(file, tmp_path / "audit"))
        assert (_faults(said, keys, []) == []) is is_right
    assert _faults(said, keys, [earlier]) == ["the proof leads to another checkpoint than the one that you hold"]
    with pytest.raises(BadNote, match="younger"):
        proved(file, tmp_path / "audit", earlier)
    file.write_text(json.dumps(taken | {"receipt": receipts[0]}))
    assert _faults(json.loads(proved(file, tmp_path / "audit", earlier)), keys, [earlier]) == []
    with pytest.raises(BadNote, match="another log"):
        proved(file, tmp_path / "audit", verified(service.parts.audit.folder).checkpoint)


async def test_what_was_asked_under_other_names_is_no_decision(service: Service, tmp_path: Path) -> None:
    """Whoever chooses the names of an answer chooses what stands under them: the log says what was asked."""
    file = tmp_path / "taken.json"
    aliased = QUERY.replace("regimeArticle marking", "regimeArticle: regimeArticle marking")
    file.write_text(await _taken(service, service.world.ids["R-r17.AIVD"], query=aliased))
    said = json.loads(proved(file, service.parts.audit.folder.parent))
    keys = [verify_decision.Key(str(verified(service.parts.audit.folder).key))]
    assert list(verify_decision.check_decision(said)) == []
    assert [fault.partition(":")[0] for fault in _faults(said, keys, [])] == ["the log says that something else was asked"]


async def test_what_is_hidden_changes_no_byte_of_it_but_moments_and_receipt(service: Service) -> None:
    before = json.loads(await _taken(service, service.world.ids["R-r02.POL"]))
    register = service.world.register
    theirs = [node for node in service.world.nodes if (node.marking.originator, node.marking.level) == ("AIVD", "STG_G")]
    own = next(grant for grant in register.grants if grant.id == "G-own-aivd-dreiging")
    hidden = replace(own, id="G-hidden", grantee="user:u-liv")
    await service.guard.intake.found(
        replace(register, grants=(*register.grants, hidden)), [replace(node, id=new_id()) for node in theirs], []
    )
    after = json.loads(await _taken(service, service.world.ids["R-r02.POL"]))
    assert before["receipt"] != after["receipt"]
    assert before | {"receipt": ""} == after | {"receipt": ""}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"inputs": 1}', "[" * 100_000])
def test_what_is_no_decision_is_broken_however_deep_it_is(tmp_path: Path, text: str) -> None:
    file = tmp_path / "taken.json"
    file.write_text(text)
    found = _tool(file, "--inputs-only")
    assert (found.returncode, found.stdout.splitlines()[-1:], found.stderr) == (1, ["BROKEN"], "")


async def test_only_what_was_taken_home_is_completed(service: Service, tmp_path: Path) -> None:
    file = tmp_path / "taken.json"
    for text in ("", "[]", "{}", '{"receipt": "x"}', "[" * 100_000):
        file.write_text(text)
        with pytest.raises(NotADecision):
            proved(file, service.parts.audit.folder.parent)


def _tool(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(TOOL), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_tool_shares_no_code_with_kring() -> None:
    text = TOOL.read_text()
    imported = {line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names) | {"cedarpy", "verify_audit"}
    assert text.count("\n") <= 250
