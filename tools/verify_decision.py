#!/usr/bin/env python3
"""Work a decision of Kring out again, from the file that whoever it is about took home. It shares no code with Kring.

  verify_decision.py FILE --key KEY [--checkpoint FILE]    the decision, and that the log holds the answer which told it
  verify_decision.py FILE --inputs-only                    the decision alone: what the one who asked can check without an overseer

FILE is what `kring explain --proof` wrote and, for the first form, `kring audit prove-decision` completed. KEY is a verifier key of
the log (name+id+base64) or a file that holds one; --checkpoint a signed checkpoint that you hold, which the proof must lead to.
Exit 0: it holds; 1: it does not, and why; 2: wrong usage. Needs Python 3.11, `cedarpy`, `cryptography`, and verify_audit.py beside
it. The form is described in docs/reference/decision-proof.md.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import Any

try:
    import cedarpy
except ImportError:
    sys.exit(print("it needs the Python packages cedarpy and cryptography: pip install cedarpy cryptography", file=sys.stderr) or 2)

sys.path.insert(0, str(Path(__file__).resolve().parent))
from verify_audit import STAMP, Fault, Key, check_proof, decode, open_note, read_checkpoint, read_receipt

FORM = "kring-decision-1"
PARTS = {"form", "inputs", "hash", "body", "receipt"}
INPUTS = {
    "form", "record", "action", "user", "grantees", "at", "case", "context", "entities", "grants", "policies", "law", "answer",
}  # fmt: skip
GRANT = {
    "id", "grantor", "grantee", "basis", "active", "not_before", "expires", "review_due", "scopes", "actions", "ceiling",
    "purposes", "break_glass",
}  # fmt: skip
QUERY = (
    "query Decision($record: ID!, $field: String, $at: Instant) { administration { "
    "found: explain(record: $record, field: $field, at: $at) { record action user purpose at permit "
    "grants { id grantor grantee legalBasis purposes approvals { organisation user } until } rules { rule says article } "
    "regime regimeArticle marking { name values } policyVersion tableVersion text inputs inputsHash } } }"
)
LOG = {"entry", "index", "proof", "checkpoint"}
TEMPLATE = "grant.cedar.template"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def require_parts(said: Any, wanted: set[str], what: str) -> None:
    if not isinstance(said, dict) or set(said) != wanted:
        raise Fault(f"{what} has not exactly the parts that it must have")


def version_of(texts: dict[str, str]) -> str:
    """The version of policy texts: a hash of all of them, with the names of their files."""
    digest = sha256()
    for name in sorted(texts):
        content = texts[name].encode()
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def listed(names: list[str]) -> str:
    return ", ".join(json.dumps(str(name)) for name in names)


def truth(value: object) -> str:
    if not isinstance(value, bool):
        raise Fault("a grant says neither true nor false")
    return "true" if value else "false"


def grant_policy(template: str, grant: dict[str, Any], grantees: list[str]) -> str:
    """The policy of one grant, as its template says."""
    require_parts(grant, GRANT, "a grant")
    if not all(CODE.fullmatch(str(grant[name])) for name in ("id", "grantee")):
        raise Fault("a grant has a name that no grant may have")
    numbers = {name: int(grant[name]) for name in ("not_before", "expires", "review_due", "ceiling")}
    return Template(template).substitute(
        numbers,
        id=grant["id"],
        active=truth(grant["active"]),
        grantees=listed(grantees),
        grantee=grant["grantee"],
        scopes=listed(grant["scopes"]),
        actions=", ".join(f"Action::{json.dumps(str(name))}" for name in grant["actions"]),
        purposes=listed(grant["purposes"]),
        break_glass=truth(grant["break_glass"]),
    )


def work_out(inputs: dict[str, Any]) -> dict[str, Any]:
    """The answer that these policies give for these inputs: permitted or not, and the rules that determine it."""
    texts = inputs["policies"]["texts"]
    constants = "\n".join(texts[name] for name in sorted(texts) if name.endswith(".cedar"))
    grants = [grant_policy(texts[TEMPLATE], grant, inputs["grantees"]) for grant in inputs["grants"]]
    names = [*re.findall(r'^@id\("([^"]+)"\)', constants, re.MULTILINE), *(grant["id"] for grant in inputs["grants"])]
    request = {
        "principal": 'Subject::"subject"',
        "action": f"Action::{json.dumps(inputs['action'])}",
        "resource": 'Marking::"record"',
        "context": inputs["context"],
    }
    result = cedarpy.is_authorized(request, "\n".join([constants, *grants]), inputs["entities"])
    if result.diagnostics.errors:
        return {"permit": False, "rules": ["error"]}
    rules = sorted(names[int(reason.removeprefix("policy"))] for reason in result.diagnostics.reasons)
    return {"permit": bool(result.allowed), "rules": rules}


def check_decision(said: dict[str, Any]) -> Iterator[str]:
    """Inputs, hash and answer fit each other, and the policies give that answer."""
    require_parts({name: 0 for name in said if name != "log"}, PARTS, "the file")
    inputs = said["inputs"]
    require_parts(inputs, INPUTS, "what the decision was made from")
    if {said["form"], inputs["form"]} != {FORM}:
        yield "it is of another form"
    digest = sha256(canonical(inputs).encode()).hexdigest()
    if said["hash"] != digest:
        yield "the inputs do not hash to what the file says"
    told = json.loads(said["body"])["data"]["administration"]["found"]
    if told["inputsHash"] != digest or told["inputs"] != canonical(inputs):
        yield "the answer told other inputs"
    if version_of(inputs["policies"]["texts"]) != inputs["policies"]["version"]:
        yield "the policy texts are not those of the version named"
    worked, answer = work_out(inputs), inputs["answer"]
    if worked != answer:
        yield f"the policies say {canonical(worked)} of these inputs, and the file {canonical(answer)}"
    yield from check_told(told, inputs)


def check_told(told: dict[str, Any], inputs: dict[str, Any]) -> Iterator[str]:
    """What the answer says in words of its own is what the inputs say."""
    answer = inputs["answer"]
    rules, shut = (answer["rules"], []) if answer["permit"] else ([], answer["rules"])
    given = [[grant[name] for name in ("id", "grantor", "grantee", "basis", "purposes")] for grant in inputs["grants"]]
    named = [[grant[name] for name in ("id", "grantor", "grantee", "legalBasis", "purposes")] for grant in told["grants"]]
    pairs = {
        "record": (told["record"], inputs["record"]),
        "user": (told["user"], inputs["user"]),
        "action": (told["action"], inputs["action"]),
        "purpose": (told["purpose"], inputs["context"]["purpose"]),
        "moment": (told["at"], inputs["at"]),
        "verdict": (told["permit"], answer["permit"]),
        "policies": (told["policyVersion"], inputs["policies"]["version"]),
        "law": ((told["tableVersion"], told["regimeArticle"]), (inputs["law"]["version"], inputs["law"]["article"])),
        "rules": (sorted(one["rule"] for one in told["rules"]), shut),
        "grants": (sorted(named), sorted(one for one in given if one[0] in rules)),
    }
    yield from (f"the answer told another {name} than its inputs" for name, (one, other) in pairs.items() if one != other)


def check_log(said: dict[str, Any], keys: list[Key], held: list[str]) -> Iterator[str]:
    """The receipt is of an entry in the log of the checkpoint, and that entry says that this answer left."""
    log = said["log"]
    require_parts(log, LOG, "what the log says")
    yield from check_proof(json.dumps({"receipt": said["receipt"], **log}), keys)
    for note in held:
        if read_checkpoint(open_note(note, keys)) != read_checkpoint(open_note(log["checkpoint"], keys)):
            yield "the proof leads to another checkpoint than the one that you hold"
    _, leaf, *_ = read_receipt(said["receipt"])
    sealed = decode(log["entry"])
    if sha256(b"\x00" + sealed).digest() != leaf:
        yield "the entry is not the one that the receipt is of"
        return
    entry, inputs = json.loads(sealed[STAMP.size :]), said["inputs"]
    if entry["answer"] != sha256(said["body"].encode()).hexdigest() or entry["outcome"] != "released":
        yield "the log does not say that this answer left"
    if entry["operation"] != sha256(QUERY.encode()).hexdigest():
        yield "the log says that something else was asked: under other names an answer may hold anything"
    if (entry["subject"], entry["purpose"], entry["case"]) != (inputs["user"], inputs["context"]["purpose"], inputs["case"]):
        yield "the log names another person, purpose or case"


def check(options: argparse.Namespace) -> Iterator[str]:
    said = json.loads(options.file.read_text(encoding="utf-8"))
    yield from check_decision(said)
    if options.inputs_only:
        return
    if "log" not in said:
        raise Fault("the file does not say where its entry stands: have an overseer complete it by `kring audit prove-decision`")
    keys = [Key(Path(text).read_text() if Path(text).is_file() else text) for text in options.key]
    yield from check_log(said, keys, [path.read_text() for path in options.checkpoint])


def verdict_of(options: argparse.Namespace) -> str:
    inputs = json.loads(options.file.read_text(encoding="utf-8"))["inputs"]
    may, by = "may" if inputs["answer"]["permit"] else "may not", ", ".join(inputs["answer"]["rules"]) or "no grant"
    what = (
        f"{inputs['user']} {may} {inputs['action']} {inputs['record']} for {inputs['context']['purpose']} at {inputs['at']}: {by}"
    )
    return f"{what}\n{'worked out; the log was not asked' if options.inputs_only else 'worked out, and on record'}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", action="append", default=[], metavar="KEY")
    parser.add_argument("--checkpoint", action="append", default=[], type=Path, metavar="FILE")
    parser.add_argument("--inputs-only", action="store_true")
    options = parser.parse_args()
    if options.inputs_only == bool(options.key) or (options.inputs_only and options.checkpoint):
        parser.error("give --key, or --inputs-only")
    try:
        faults = list(check(options))
        verdict = verdict_of(options) if not faults else ""
    except (Fault, OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as fault:
        faults, verdict = [str(fault) or type(fault).__name__], ""
    print("\n".join([*faults, "BROKEN"]) if faults else verdict)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
