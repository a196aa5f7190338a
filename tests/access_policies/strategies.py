"""Random subjects, markings and grants, balanced so that one condition at a time decides: most hold, a few do not."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from access_policies.grants import ACTIONS, Grant, Step
from access_policies.register import PolicyTable
from access_policies.subject import Subject
from graph_model.marking import LEVELS, MATCHES, Marking
from graph_model.ontology import FIELD_CLASSES

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ORGANISATIONS = ("POL", "AIVD", "NCTV")
PURPOSES = ("ASSESS", "DECIDE")
HANDLING = ("NO_EXPORT", "NO_ONWARD", "ODD", "DESTROY_BY:2026-03-15", "DESTROY_BY:2026-03-16", "DESTROY_BY:x")
TABLE = PolicyTable(
    PURPOSES, ("PROTECTION",), ("WPG12",),
    {"WPG9": {"AUTHORITY": ["ASSESS"]}, "OPEN": {"AUTHORITY": ["ASSESS", "DECIDE"]}, "WPG12": {"AUTHORITY": ["ASSESS"]}},
    handling={"NO_EXPORT": ["export"], "NO_ONWARD": ["pass_on"], "DESTROY_BY": []},
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One random question: who, for what, under which grants, about which markings."""

    subject: Subject
    purpose: str
    grants: list[Grant]
    markings: list[Marking]


class Chance:
    """Draws values; the same seed gives the same case."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def usual(self, value: Any, *others: Any, share: float = 0.95) -> Any:
        """The usual value, or now and then another."""
        return value if self._random.random() < share else self._random.choice(others)

    def one(self, *values: Any) -> Any:
        """Any of them."""
        return self._random.choice(values)

    def some(self, values: tuple[str, ...], least: int = 0) -> frozenset[str]:
        """Some of them."""
        return frozenset(self._random.sample(values, self._random.randint(least, len(values))))

    def marking(self) -> Marking:
        """A marking that an analyst with a grant may mostly pass."""
        none: frozenset[str] = frozenset()
        return Marking(
            originator=self.one(*ORGANISATIONS),
            system=self.usual("PROTECTION", "OTHER"),
            scheme=self.usual("VIRBI", "NATO"),
            level=self.usual("DEP_V", *LEVELS, share=0.6),
            compartments=self.usual(none, *(frozenset(c) for c in (["BAKEN"], ["GLAS"], ["BAKEN", "GLAS"])), share=0.7),
            releasable_to=self.usual(frozenset(ORGANISATIONS), self.some(ORGANISATIONS), none, share=0.8),
            scopes=self.some(("C1", "C2", "C3", "C4"), 1)
            | self.usual(frozenset(), frozenset({self.one(*ORGANISATIONS)}), share=0.5),
            purposes=self.usual(frozenset(PURPOSES), self.some(PURPOSES)),
            regime=self.usual("OPEN", "WPG9", "WPG12", "UNHEARD"),
            handling=self.usual(none, self.some(HANDLING), frozenset({self.one(*HANDLING)}), share=0.6),
            match=self.one(*MATCHES),
        )

    def subject(self) -> Subject:
        """An analyst of one of two organisations."""
        return Subject(
            "u-one", "One", self.usual("NCTV", "POL"), "AUTHORITY", self.usual(frozenset({"DESK"}), frozenset()), frozenset(),
            ((self.usual("VIRBI", "NATO"), self.usual("STG_G", *LEVELS, share=0.8)),), NOW + self.usual(9 * 24 * HOUR, 0 * HOUR),
            frozenset({"PROTECTION"}), self.some(("BAKEN", "GLAS")),
            self.usual(frozenset(), frozenset({"C3"}), frozenset({"store:POL"}), share=0.6),
        )  # fmt: skip

    def grant(self, number: int) -> Grant:
        """A grant that is mostly in force and mostly for the subject; now and then in another state, or against a law."""
        break_glass = self.usual(False, True, share=0.8)
        start = NOW - HOUR * self.usual(1, -2, 48)
        end = start + HOUR * (4 if break_glass else self.usual(100, 1, 9_999))
        later = self.usual((), (Step(NOW - HOUR, "REVOKED"),), (Step(NOW, "REVOKED"),), (Step(NOW + HOUR, "REVOKED"),))
        state = self.usual("ACTIVE", "CONSENT_PENDING")
        return Grant(
            f"G-{number}", "POL", "u-pol", self.usual("team:DESK", "user:u-one", "user:x", share=0.85),
            tuple(sorted(self.some(("C1", "C2", "C3", "store:POL", "store:NCTV"), 1))), tuple(sorted(self.some(ACTIONS) | {"see"})),
            tuple(sorted(self.some(FIELD_CLASSES))), self.usual("STG_G", "DEP_V", "NONE", "STG_ZG"),
            tuple(sorted(self.usual(frozenset(PURPOSES), self.some(PURPOSES, 1)))), "WPG-15", "need", start, end,
            self.usual(end, NOW, NOW + HOUR), (), (Step(NOW - 60 * HOUR, state), *later), break_glass,
        )  # fmt: skip

    def case(self) -> Case:
        """A whole question."""
        grants = [self.grant(number) for number in range(self._random.randint(2, 6))]
        markings = [self.marking() for _ in range(self._random.randint(3, 10))]
        return Case(self.subject(), self.one(*PURPOSES), grants, markings)
