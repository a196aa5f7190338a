"""What somebody offers to the graph in one go, and what became of it. Values only.

A writer names its records by ids of its own source system; the opaque ids of the graph are given out at the door.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeAlias

import orjson

from graph_model.errors import ModelError
from graph_model.marking import Marking
from graph_model.statement import Value

CREATED, UPDATED, UNCHANGED, WITHDRAWN = "created", "updated", "unchanged", "withdrawn"
OLDER = "older"
"""The graph holds a newer version of it."""
PROPOSED = "proposed"
"""Nothing is in the graph of it: others decide."""
CONTESTED = "contested"
"""The same version with other content, or of another type: what was there stays."""
TAKEN = (CREATED, UPDATED, WITHDRAWN)
"""The outcomes that wrote something."""
EFFECTS = ("nodes", "links", "corrections", "withdrawals", "pointers", "pointer_withdrawals", "releases")


@dataclass(frozen=True, slots=True)
class Own:
    """A record of the writer's own source system, in this contribution or in the graph."""

    external_id: str


@dataclass(frozen=True, slots=True)
class Known:
    """Any record in the writer's view, by its id."""

    id: str


End: TypeAlias = Own | Known


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a record was worked out from: records in the writer's view, and the classes of the relationships among them.

    Its marking is no less strict than all of them together. Only what it `assesses`, some of those records, is tied to it.
    """

    records: tuple[str, ...]
    classes: frozenset[int]
    assesses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferedNode:
    """A record. Without a marking it gets the strictest, or keeps the one it has; `withdrawn` says that its author takes it back.

    What `cites` other records (by id), or was worked out from `inputs`, is marked at least as they are together.
    """

    type: str
    external_id: str
    properties: dict[str, Value] = field(hash=False)
    marking: Marking | None = None
    version: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    withdrawn: bool = False
    cites: tuple[str, ...] = ()
    is_unstated: bool = False
    """Its marking is the one that the door assumed."""
    inputs: Inputs | None = None

    @property
    def is_derived(self) -> bool:
        """True for what gets its marking of what it rests on, unless it states one."""
        return bool(self.cites or self.inputs)


@dataclass(frozen=True, slots=True)
class OfferedLink:
    """A relationship. `asserted_by` names the record whose content says it: what is older than that record changes nothing. Its
    external id then begins with that of the record and `#`.
    """

    type: str
    external_id: str
    start: End
    end: End
    properties: dict[str, Value] = field(hash=False)
    marking: Marking | None = None
    version: str | None = None
    withdrawn: bool = False
    asserted_by: str | None = None
    is_unstated: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """New values for a record of the writer's own, by its id; None takes a value away, and what is not named stays."""

    type: str
    id: str
    properties: dict[str, Value | None] = field(hash=False)
    valid: dict[str, str | None] = field(default_factory=dict, hash=False)
    marking: Marking | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A statement of the writer's own that is taken back; a relationship is named by its type, where it starts, and its id."""

    id: str
    type: str = ""
    start: str = ""


@dataclass(frozen=True, slots=True)
class OfferedPointer:
    """That the writer's organisation holds something that matches: what matched, whom to ask, a reference. Nothing more is told.

    `refers_to` is the id of a record of its own, and is told to nobody.
    """

    refers_to: str
    matched: str
    ask: str
    reference: str
    match: str
    marking: Marking | None = None


@dataclass(frozen=True, slots=True)
class PointerWithdrawal:
    """A pointer statement that is taken back."""

    id: str


@dataclass(frozen=True, slots=True)
class OfferedRelease:
    """A sanitised version of a record that the writer sees: new text at a lower marking, which others decide on."""

    type: str
    replaces: str
    properties: dict[str, Value] = field(hash=False)
    marking: Marking | None = None


@dataclass(frozen=True, slots=True)
class Asserter:
    """A record whose content says relationships, in the version that says them."""

    external_id: str
    version: str | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """A batch from one source system.

    For each record in `complete`, the links of `asserted_types` that it asserts are exactly those offered here; what it asserted
    before and does not assert any more ends. What is said `by_hand` has no versions: it counts as newer than what is there.
    """

    source_system: str
    nodes: tuple[OfferedNode, ...] = ()
    links: tuple[OfferedLink, ...] = ()
    complete: tuple[Asserter, ...] = ()
    asserted_types: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    pointers: tuple[OfferedPointer, ...] = ()
    pointer_withdrawals: tuple[PointerWithdrawal, ...] = ()
    releases: tuple[OfferedRelease, ...] = ()
    by_hand: bool = False

    @property
    def statements(self) -> "tuple[OfferedNode | OfferedLink, ...]":
        """Nodes, then links."""
        return (*self.nodes, *self.links)

    @property
    def markings(self) -> set[Marking]:
        """The markings that were given."""
        marked = (*self.statements, *self.corrections, *self.pointers, *self.releases)
        return {one.marking for one in marked if one.marking is not None}


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of one offered statement, and the id under which it is known."""

    outcome: str
    id: str


@dataclass(frozen=True, slots=True)
class Effects:
    """What became of a contribution, in its order."""

    nodes: tuple[Effect, ...]
    links: tuple[Effect, ...]
    ended: int
    corrections: tuple[Effect, ...] = ()
    withdrawals: tuple[Effect, ...] = ()
    pointers: tuple[Effect, ...] = ()
    pointer_withdrawals: tuple[Effect, ...] = ()
    releases: tuple[Effect, ...] = ()

    def to_text(self) -> str:
        """As it is kept beside the idempotency key."""
        return orjson.dumps(self).decode()


def effects_from_text(text: str) -> Effects:
    """What was kept."""
    parts = orjson.loads(text)
    lists = {name: tuple(Effect(**effect) for effect in parts.get(name, ())) for name in EFFECTS}
    return Effects(ended=parts["ended"], **lists)


def fingerprint(offered: OfferedNode | OfferedLink) -> str:
    """Hash of what is asserted; marking and version apart. Raises ModelError for a value that is no Unicode text."""
    match offered:
        case OfferedNode():
            content = [offered.type, offered.properties, offered.valid_from, offered.valid_to, offered.withdrawn]
        case OfferedLink():
            ends = [_end(offered.start), _end(offered.end)]
            content = [offered.type, offered.properties, *ends, offered.withdrawn]
    try:
        return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
    except TypeError:
        raise ModelError("a value cannot be written as JSON") from None


def _end(end: End) -> str:
    return f"own:{end.external_id}" if isinstance(end, Own) else f"id:{end.id}"


def fingerprints(contribution: Contribution) -> list[str]:
    """The fingerprints of its nodes, then of its links."""
    return [fingerprint(one) for one in contribution.statements]


def body_hash(contribution: Contribution, prints: list[str]) -> str:
    """Hash of all that a contribution says: two with the same are the same."""
    keys: dict[Marking | None, str] = {None: ""}
    whole = sha256(contribution.source_system.encode())
    for one, content in zip(contribution.statements, prints, strict=True):
        if one.marking is not None and one.marking not in keys:
            keys[one.marking] = one.marking.key
        asserted = (one.asserted_by or "") if isinstance(one, OfferedLink) else ""
        whole.update("\0".join((one.external_id, content, keys[one.marking], one.version or "", asserted)).encode() + b"\n")
    for asserter in contribution.complete:
        whole.update(f"{asserter.external_id}\0{asserter.version or ''}\n".encode())
    whole.update("\0".join(contribution.asserted_types).encode())
    return whole.hexdigest()
