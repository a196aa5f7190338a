"""Markings: the machine form of every restriction on a statement, and their join (access-model.md 3).

Values only. Who may pass a marking is decided in access_policies.
"""

import json
from dataclasses import dataclass, fields
from hashlib import sha256

from graph_model.errors import ModelError

LEVELS = ("NONE", "DEP_V", "STG_C", "STG_G", "STG_ZG")
"""Ascending; VIRBI 2013 article 4 (domain.md 5.2)."""

MATCHES = ("FULL", "MATCH", "PARTIAL", "SILENT")
"""From what may be told most to what may be told least; Bpg 2:11 and 2:12."""


@dataclass(frozen=True, slots=True)
class Marking:
    """All restrictions of a statement. Equal markings are one policy class.

    `originators` are those whose consent a lowering needs: one for what an organisation asserts, more after a join.
    """

    originator: str
    system: str
    scheme: str
    level: str
    compartments: frozenset[str]
    releasable_to: frozenset[str]
    scopes: frozenset[str]
    purposes: frozenset[str]
    regime: str
    handling: frozenset[str]
    match: str
    originators: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ModelError(f"marking: unknown level {self.level!r}")
        if self.match not in MATCHES:
            raise ModelError(f"marking: unknown match {self.match!r}")
        for name in ("originator", "system", "scheme", "regime"):
            if not getattr(self, name):
                raise ModelError(f"marking: {name} is missing")
        if not self.originators:
            object.__setattr__(self, "originators", frozenset({self.originator}))

    @property
    def rank(self) -> int:
        """Place of the level in its scheme, 0 for none."""
        return LEVELS.index(self.level)

    @property
    def audience(self) -> frozenset[str]:
        """Organisations that may hold it: the releasable ones and the originator."""
        return self.releasable_to | {self.originator}

    def to_parts(self) -> dict[str, str | list[str]]:
        """The parts as plain sorted values, the same for equal markings."""
        parts: dict[str, str | list[str]] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            parts[part.name] = sorted(value) if isinstance(value, frozenset) else value
        return parts

    @property
    def key(self) -> str:
        """SHA-256 (hex) of the canonical form; the identity under which a marking is interned."""
        return sha256(json.dumps(self.to_parts(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def marking_from_parts(parts: dict[str, str | list[str]]) -> Marking:
    """The marking that `to_parts` described. Raises ModelError when a part is missing, unknown or of another kind."""
    known = {part.name: part for part in fields(Marking)}
    unknown = sorted(set(parts) - set(known))
    missing = sorted(set(known) - set(parts) - {"originators"})
    if unknown or missing:
        raise ModelError(f"marking: unknown parts {unknown}, missing parts {missing}")
    values: dict[str, object] = {}
    for name, value in parts.items():
        wants_set, texts = known[name].type == frozenset[str], value if isinstance(value, list) else [value]
        if wants_set != isinstance(value, list) or not all(isinstance(text, str) for text in texts):
            raise ModelError(f"marking: {name} has the wrong kind of value")
        values[name] = frozenset(value) if isinstance(value, list) else value
    return Marking(**values)  # type: ignore[arg-type]  # the loop above proved each value's kind


def join(author: str, one: Marking, two: Marking) -> Marking:
    """The marking of what `author` derives from both (access-model.md 3).

    Highest level, union of compartments and handling, intersection of audience and purposes, strictest match; a scope stays
    only when both carry it. Raises ModelError when the author may not hold one of them, or when they are of two systems,
    schemes or closed regimes: those never mix without a release.
    """
    audience = one.audience & two.audience
    if author not in audience:
        raise ModelError("join: the author may not hold everything that is derived from")
    if (one.system, one.scheme) != (two.system, two.scheme):
        raise ModelError("join: statements of two systems or schemes cannot be combined")
    return Marking(
        originator=author,
        system=one.system,
        scheme=one.scheme,
        level=max(one.level, two.level, key=LEVELS.index),
        compartments=one.compartments | two.compartments,
        releasable_to=audience - {author},
        scopes=one.scopes & two.scopes,
        purposes=one.purposes & two.purposes,
        regime=_stricter_regime(one.regime, two.regime),
        handling=one.handling | two.handling,
        match=max(one.match, two.match, key=MATCHES.index),
        originators=one.originators | two.originators,
    )


def _stricter_regime(one: str, two: str) -> str:
    """OPEN gives way to any other; two others have no common rule."""
    if one == two or two == "OPEN":
        return one
    if one == "OPEN":
        return two
    raise ModelError("join: statements of two legal regimes cannot be combined")
