"""The file by which a decision can be worked out again: its inputs, the answer that told them, and what the log says of that.

The one who asked has the inputs, the answer and its receipt. Where its entry stands in the log is an overseer's to add.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from access_policies.audit.proofs import prove_entry

QUERY = (
    "query Decision($record: ID!, $field: String, $at: Instant) { administration { "
    "found: explain(record: $record, field: $field, at: $at) { record action user purpose at permit "
    "grants { id grantor grantee legalBasis purposes approvals { organisation user } until } rules { rule says article } "
    "regime regimeArticle marking { name values } policyVersion tableVersion text inputs inputsHash } } }"
)
"""What the answer must be an answer to, to the letter: under other names anything that the API tells could stand there."""
PARTS = frozenset({"form", "inputs", "hash", "body", "receipt"})


class NotADecision(Exception):
    """A file is no proof of a decision."""


def proof(inputs: str, body: str, receipt: str) -> str:
    """What the one who asked takes home of an answer (its body, and its receipt)."""
    read = json.loads(inputs)
    parts = {"form": read["form"], "inputs": read, "hash": sha256(inputs.encode()).hexdigest(), "body": body, "receipt": receipt}
    return _text(parts)


def proved(file: Path, logs: Path, note: str = "") -> str:
    """The same with its entry, the way from there to a checkpoint (the last, or a note), and that.

    Raises NotADecision, BadNote, AuditDamaged.
    """
    parts = parts_of(file)
    found, entry = prove_entry(logs, parts["receipt"], note)
    log = {"entry": entry, "index": found.index, "proof": found.proof, "checkpoint": found.checkpoint}
    return _text(parts | {"log": log})


def parts_of(file: Path) -> dict[str, Any]:
    """The parts of a file. Raises NotADecision, OSError."""
    try:
        parts = json.loads(file.read_bytes())
        is_sound = set(parts) - {"log"} == PARTS and isinstance(parts["receipt"], str)
    except (ValueError, TypeError, RecursionError):
        is_sound = False
    if not is_sound:
        raise NotADecision(f"{file.name}: it is no proof of a decision")
    return dict(parts)


def _text(parts: dict[str, Any]) -> str:
    return json.dumps(parts, ensure_ascii=False, indent=1) + "\n"
