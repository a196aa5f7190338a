"""Random worlds from a seed: a few organisations, many markings that differ in one part, grants of every kind and state,
clusters, hubs, parallel and circular relationships, withdrawn statements, equal words in hidden and in visible records.

A world has the form of the scenario's `world.yaml`, with an id for every statement. Every text holds a canary: a token that
stands nowhere else, so that one look at an answer tells whether something hidden is in it.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from graph_model.ontology import GRADES, ONTOLOGY, Property
from graph_model.ontology.grades import STIX_CONFIDENCE
from tests.oracle.decision import HIGHEST, LEVELS, Raw, instant
from tests.oracle.table import LINKS

NOW = instant("2026-03-16T09:00:00Z")
VALID = ("2026-01-01T00:00:00.000Z", "2026-02-01T12:00:00.000Z", "2026-03-01T00:00:00.000Z", "2026-04-01T00:00:00.000Z")
"""Instants from which, and until which, statements hold."""
AS_OF = tuple(NOW + timedelta(hours=hours) for hours in (-100, -24, -1, 24))
"""Instants that a world is asked for as known at."""
PURPOSES = ("ASSESS", "EXECUTE", "INFORM")
RECIPIENTS = ("AUTHORITY", "POLICE", "EXECUTOR", "PRIVATE")
SCOPES = ("C1", "C2", "C3", "C4")
COMPARTMENTS = ("K1", "K2")
SYSTEMS = ("PROTECTION", "REGISTRY")
SCHEMES = ("VIRBI", "NATO")
CLASSES = ("basic", "identity", "contact", "assessment", "operational", "source")
TEAMS = ("DESK", "FIELD")
STATES = ("REQUESTED", "CONSENT_PENDING", "ACTIVE", "REVOKED", "REFUSED", "ESCALATED", "RELEASED_SANITISED", "UPHELD")
WORDS = (
    "zwaluw", "merel", "valk", "van", "zwaluw", "merel", "Emmerpad", "wit", "busje", "Zoë", "Łódź", "straße", "naïef", "Ångström",
    "東京", "Ωmega", "Дом", "o14", "2026", "ſoft", "ﬁets", "café",
)  # fmt: skip
TYPES = (*["Person", "Actor", "Report"] * 3, "Person", "Item", "Threat", "Threat", "Case", *ONTOLOGY.types)
HANDLING = ("NO_EXPORT", "CONSULT_FIRST", "NOT_IN_COURT", "UNHEARD", *(f"DESTROY_BY:2026-03-{day}" for day in (15, 16, 17)))
EMERGENCY = {"reason": "made up", "case": "C1", "told": []}
PRESENT, AS_KNOWN = "present", "as known"

LATER = (*GRADES, STIX_CONFIDENCE)
"""Properties that are drawn apart, since they came later: a seed's world is the same but for them."""

T = TypeVar("T")


@dataclass(frozen=True)
class Asker:
    """Who asks, for what, when, and in which tense of the product."""

    who: str
    purpose: str
    at: datetime
    tense: str = AS_KNOWN


class WorldMaker:
    """Makes one world; the same seed makes the same."""

    def __init__(self, seed: int) -> None:
        self.rng, self._valid_rng, self._later_rng = (
            random.Random(seed),
            random.Random(f"valid {seed}"),
            random.Random(f"later {seed}"),
        )
        self.tense = self.rng.choice((PRESENT, AS_KNOWN))
        self.organisations = [f"ORG{n}" for n in range(self.rng.randint(3, 5))]

    def world(self) -> Raw:
        """The whole of it."""
        raw: Raw = {
            "now": "2026-03-16T09:00:00Z",
            "purposes": dict.fromkeys(PURPOSES, "made up"),
            "regimes": self._regimes(),
            "closed_regimes": ["SHUT"],
            "admitted_systems": list(SYSTEMS),
            "cases": {},
            "teams": dict.fromkeys(TEAMS, self.organisations[0]),
            "organisations": [
                {"code": code, "name": code, "recipient": self.rng.choice(RECIPIENTS)} for code in self.organisations
            ],
        }
        raw["users"] = [self._user(n) for n in range(self.rng.randint(3, 6))]
        raw["markings"] = self._markings(raw["users"][0], raw["organisations"][0])
        raw["grants"] = self._grants(raw["users"])
        raw["forbids"] = [
            {"key": f"F{n}", "user": self.rng.choice(raw["users"])["key"], "scopes": [self.rng.choice(("C1", *SCOPES[1:] * 3))]}
            for n in range(self.rng.choice((0, 0, 1, 2)))
        ]
        raw["nodes"] = [self.node(raw, f"n{n}") for n in range(self.rng.randint(16, 40))]
        raw["relationships"] = self._relationships(raw)
        for statement in (*raw["nodes"], *raw["relationships"]):
            statement |= self._valid()
        return raw

    def asker(self, raw: Raw) -> Asker:
        """Mostly the user who was given something, for the purpose it serves."""
        users = [user["key"] for user in raw["users"]]
        who = users[0] if self.rng.random() < 0.88 else self.rng.choice(users)
        purpose = PURPOSES[0] if self.rng.random() < 0.8 else self.rng.choice(PURPOSES)
        at = NOW if self.tense == PRESENT or self.rng.random() < 0.8 else self.moment()
        return Asker(who, purpose, at, self.tense)

    def moment(self) -> datetime:
        """An instant near now, often exactly one at which something changes; midnight among them."""
        hours = self.rng.choice((-24, -9, -1, 0, 0, 1, 15, 24))
        return NOW + timedelta(hours=hours)

    # --------------------------------------------------------------- policies

    def _regimes(self) -> dict[str, dict[str, list[str]]]:
        some = {kind: self.some(PURPOSES, 0.7) for kind in RECIPIENTS if self.rng.random() < 0.7}
        whole = {kind: list(PURPOSES) for kind in RECIPIENTS}
        return {"OPEN": whole, "PARTLY": some, "SHUT": dict(whole)}

    def _user(self, number: int) -> Raw:
        first = number == 0
        until = "2026-12-31" if first or self.rng.random() < 0.8 else self.rng.choice(("2026-03-16", "2026-03-17", "2026-02-01"))
        return {
            "key": f"u{number}",
            "name": f"User {number}",
            "org": self.organisations[0] if first else self.rng.choice(self.organisations),
            "roles": [],
            "clearance": {"VIRBI": self.rng.choice(LEVELS[2:] if first else LEVELS)}
            | ({"NATO": "DEP_V"} if self.rng.random() < 0.3 else {}),
            "clearanceUntil": until,
            "systems": ["PROTECTION"] if first else self.some(SYSTEMS, 0.7),
            "compartments": self.some(COMPARTMENTS, 0.5),
            "teams": self.some(TEAMS, 0.5),
        }

    def marking(self) -> Raw:
        """Any marking."""
        return {
            "originator": self.rng.choice(self.organisations),
            "system": self.rng.choice(SYSTEMS),
            "scheme": self.rng.choice(SCHEMES),
            "level": self.rng.choice(LEVELS),
            "compartments": self.some(COMPARTMENTS, 0.4),
            "releasable_to": self.some(self.organisations, 0.5),
            "scopes": self.some(SCOPES, 0.5),
            "purposes": self.some(PURPOSES, 0.6),
            "regime": self.rng.choice(("OPEN", "PARTLY", "SHUT")),
            "handling": self.some(HANDLING, 0.1),
            "match": self.rng.choice(("FULL", "MATCH", "PARTIAL", "SILENT")),
        }

    def _markings(self, user: Raw, organisation: Raw) -> dict[str, Raw]:
        """Two that the first user may mostly read, and many that differ from one of them in one or two parts."""
        base = {
            "originator": self.organisations[-1], "system": "PROTECTION", "scheme": "VIRBI", "level": "DEP_V", "compartments": [],
            "releasable_to": [user["org"]], "scopes": ["C1"], "purposes": list(PURPOSES), "regime": "OPEN", "handling": [],
            "match": "FULL",
        }  # fmt: skip
        own = base | {"originator": user["org"], "releasable_to": [], "level": "STG_C", "scopes": ["C1", "C2"]}
        made = {"m0": base, "m1": own}
        for number in range(2, self.rng.randint(8, 16)):
            parts = self.marking()
            changed = self.rng.sample(sorted(parts), self.rng.choice((1, 1, 1, 2)))
            made[f"m{number}"] = self.rng.choice((base, own)) | {name: parts[name] for name in changed}
        return made

    def _grants(self, users: Sequence[Raw]) -> list[Raw]:
        good = self.grant("g0", users) | {
            "grantee": "user:u0", "scope": ["C1", "C2"], "actions": ["see", "read", *self.some(("export", "pass_on"), 0.5)], "level_ceiling": "STG_G", "break_glass": False,
            "field_classes": sorted({"basic", *self.some(CLASSES, 0.45)}), "purposes": list(PURPOSES),
            "not_before": _text(NOW - timedelta(days=9)), "expires": _text(NOW + timedelta(days=90)),
            "review_due": _text(NOW + timedelta(days=60)), "history": [{"at": _text(NOW - timedelta(days=9)), "state": "ACTIVE"}],
        }  # fmt: skip
        if self.rng.random() < 0.15:
            good |= {
                "break_glass": dict(EMERGENCY),
                "not_before": _text(NOW - timedelta(hours=2)),
                "expires": _text(NOW + timedelta(hours=2)),
            }
        rest = [self.grant(f"g{n}", users) for n in range(1, self.rng.randint(4, 10))]
        return [*([good] if self.rng.random() < 0.97 else []), *rest]

    def grant(self, key: str, users: Sequence[Raw]) -> Raw:
        """Any grant that breaks no law."""
        kind = self.rng.choice(("user", "user", "org", "team"))
        names = {"user": [user["key"] for user in users], "org": self.organisations, "team": TEAMS}[kind]
        break_glass = self.rng.random() < 0.15
        start = self.moment()
        longest = timedelta(hours=4) if break_glass else timedelta(days=300)
        end = start + self.rng.choice((timedelta(hours=1), timedelta(hours=4), longest))
        return {
            "key": key,
            "grantor": self.rng.choice(self.organisations),
            "granted_by": "u-giver",
            "grantee": f"{kind}:{self.rng.choice(names)}",
            "scope": self.some(SCOPES, 0.5) or [f"store:{self.rng.choice(self.organisations)}"],
            "actions": self.rng.choice(
                (["see"], ["see", "read"], ["see", "read", "export", "pass_on"], ["read"], ["sense", "cite", "write"])
            ),
            "field_classes": self.some(CLASSES, 0.6),
            "level_ceiling": self.rng.choice(LEVELS[: LEVELS.index(HIGHEST[kind]) + 1]),
            "purposes": self.some(PURPOSES, 0.7) or ["ASSESS"],
            "legal_basis": "PW-12",
            "necessity": "made up",
            "not_before": _text(start),
            "expires": _text(end),
            "review_due": _text(self.rng.choice((end, NOW, NOW + timedelta(hours=1)))),
            "approvals": [],
            "history": self._history(),
            "break_glass": dict(EMERGENCY) if break_glass else False,
        }

    def _history(self) -> list[Raw]:
        states = self.rng.choice(
            (["ACTIVE"], ["ACTIVE"], ["REQUESTED", "ACTIVE"], ["ACTIVE", "REVOKED"], [self.rng.choice(STATES)])
        )
        moments = sorted(self.rng.choice((NOW - timedelta(days=2), self.moment())) for _ in states)
        if self.tense == PRESENT:
            moments = [min(moment, NOW) for moment in moments]  # a step on record has happened (docs/decisions/0093)
        return [{"at": _text(at), "state": state} for at, state in zip(moments, states, strict=True)]

    # ------------------------------------------------------------- statements

    def node(self, raw: Raw, key: str) -> Raw:
        """Any record."""
        kind = self.rng.choice(TYPES)
        properties = self._values(ONTOLOGY.types[kind].properties)
        return {"key": key, "id": self.id(), "type": kind, "m": self._mark(raw), "p": properties} | self._times()

    def link(self, raw: Raw, start: Raw, end: Raw) -> Raw | None:
        """Any relationship that may join the two, if one may."""
        fitting = [name for name, link in LINKS.items() if (start["type"], end["type"]) in link.ends]
        if not fitting:
            return None
        kind = self.rng.choice(fitting)
        properties = self._values(ONTOLOGY.relationships[kind].properties)
        ends = {"from": start["key"], "to": end["key"]}
        return {"id": self.id(), "type": kind, "m": self._mark(raw), "p": properties} | ends | self._times()

    def _relationships(self, raw: Raw) -> list[Raw]:
        nodes, found = raw["nodes"], []
        hub = self.rng.choice(nodes)
        for _ in range(5 * len(nodes)):
            start = hub if self.rng.random() < 0.2 else self.rng.choice(nodes)
            end = start if self.rng.random() < 0.05 else self.rng.choice(nodes)
            if link := self.link(raw, start, end):
                found.append(link)
                if self.rng.random() < 0.15:
                    found.append(link | {"id": self.id(), "m": self._mark(raw)})
        return found

    def _values(self, declared: Sequence[Property]) -> Raw:
        """Some of these properties, with any value each."""
        values = {p.name: self.value(p) for p in declared if p not in LATER and self.rng.random() < 0.7}
        return values | {p.name: self.value(p) for p in declared if p in LATER and self._later_rng.random() < 0.5}

    def value(self, declared: Property) -> Any:
        """Any value of the property; texts end in a canary."""
        rng = self._later_rng if declared in LATER else self.rng
        match declared.kind:
            case "integer":
                return rng.randint(0, 5)
            case "number":
                return self.rng.choice((0.25, 0.5, 1.0))
            case "boolean":
                return self.rng.random() < 0.5
            case "date" | "instant":
                return f"2026-0{self.rng.randint(1, 9)}-01"
            case "texts":
                return [self._words() for _ in range(self.rng.randint(0, 3))]
            case _:
                return rng.choice(declared.values) if declared.values else self._words()

    def _words(self) -> str:
        return " ".join([*(self.rng.choice(WORDS) for _ in range(self.rng.randint(1, 3))), f"kq{self.rng.getrandbits(40):010x}"])

    def _times(self) -> Raw:
        if self.rng.random() < 0.75:
            return {}
        moments = sorted((NOW - timedelta(days=3), self.moment(), self.moment()))
        if self.tense == PRESENT:
            moments = [min(moment, NOW) for moment in moments]
        times = {"rec": _text(moments[0] if self.rng.random() < 0.5 else moments[1])}
        if self.rng.random() < 0.5:
            times["ret"] = _text(moments[2])
        return times | ({"valid_from": "2026-01-01"} if self.rng.random() < 0.3 else {})

    def _valid(self) -> Raw:
        """From when until when a statement holds; drawn apart, so that a seed's world is the same but for this."""
        draw = self._valid_rng
        begin = {"valid_from": draw.choice(VALID[:3])} if draw.random() < 0.3 else {}
        return begin | ({"valid_to": draw.choice(VALID[1:])} if draw.random() < 0.2 else {})

    def _mark(self, raw: Raw) -> str:
        names = sorted(raw["markings"])
        return self.rng.choice(("m0", "m1", "m0", "m1", *names))

    def id(self) -> str:
        """An id as the product makes them."""
        return f"{self.rng.getrandbits(128):032x}"

    def some(self, names: Sequence[T], share: float) -> list[T]:
        """A part of them."""
        return [name for name in names if self.rng.random() < share]


def _text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
