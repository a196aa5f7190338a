"""The entry: who did what with which records, for which purpose, on which ground, with which outcome. Never content.

Record ids are opaque and random: when a record is erased from the graph, its id here leads to nobody (docs/decisions/0037).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import orjson


class Kind(StrEnum):
    """Kinds of operation that are recorded (reliability.md 1.1)."""

    READ = "READ"
    WRITE = "WRITE"
    REFUSE = "REFUSE"
    GRANT_CHANGE = "GRANT_CHANGE"
    POLICY_CHANGE = "POLICY_CHANGE"
    AUDIT_VIEW = "AUDIT_VIEW"
    LOGIN = "LOGIN"
    IMPORT = "IMPORT"
    OPEN = "OPEN"
    RECOVERY = "RECOVERY"
    KEY_CHANGE = "KEY_CHANGE"
    FAILURE = "FAILURE"


@dataclass(frozen=True, slots=True)
class ServedClass:
    """Records of one policy class that an answer held, and the grants that opened the class."""

    policy_class: int
    grants: tuple[str, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry. `at` is the instant of the decision; the log adds its own time, index and origin.

    `operation` is a hash of what was asked, `variables` a hash of its variables under a key of the log, `answer` of the body;
    `bases` gives the legal basis of each grant that opened something. `detail` holds what only some kinds have.
    """

    kind: Kind
    at: str
    subject: str = ""
    organisation: str = ""
    roles: tuple[str, ...] = ()
    channel: str = ""
    token: str = ""
    purpose: str = ""
    case: str | None = None
    action: str = ""
    operation: str = ""
    variables: str = ""
    outcome: str = ""
    epoch: int = -1
    answer: str = ""
    served: tuple[ServedClass, ...] = ()
    bases: Mapping[str, str] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)

    def payload(self, receipt: str) -> bytes:
        """The entry as JSON with the id of its receipt; exactly these bytes are hashed."""
        return b'{"receipt":"%s",%s' % (receipt.encode(), orjson.dumps(self, option=orjson.OPT_SORT_KEYS)[1:])
