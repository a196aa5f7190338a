"""The preview is the view after minus the view before, of the asker's own: compared with counting by hand in random worlds."""

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from access_policies.decision import Decider
from access_policies.directory import Directory
from access_policies.grants import Grant, Step
from access_policies.guard import Guard
from access_policies.guard.previews.connections import HOPS
from access_policies.reach import as_if_active
from access_policies.register import PolicyTable, Register, User
from access_policies.stored import user_text
from access_policies.subject import Context
from graph_model.marking import Marking
from graph_model.ontology import ONTOLOGY
from graph_model.statement import NodeStatement, Provenance, RelationshipStatement
from tests.access_policies.conftest import Installation
from tests.access_policies.strategies import NOW
from tests.access_policies.test_administration import asks, codes, requested
from tests.access_policies.test_grant_life import DAY

RECORDED = Provenance("2026-01-01T00:00:00.000Z")
TYPES = {"Person": {"displayName": "x", "minor": False}, "Report": {"text": "t", "kind": "TIP"}, "Case": {"state": "TRIAGE"}}
LINKS = {
    ("Report", "Person"): "MENTIONS",
    ("Person", "Person"): "RELATED_TO",
    ("Report", "Report"): "CORROBORATES",
    ("Case", "Person"): "CONCERNS",
}


class RandomWorld:
    """A small world of two originators, and one grant that waits."""

    def __init__(self, base: Register, seed: int) -> None:
        self.chance = random.Random(seed)
        users = tuple(user for user in base.users if user.key in ("u-daan", "u-saar", "u-fenna", "u-bente", "u-willemijn"))
        self.table = base.table
        self.users = {user.key: self._cleared(user) for user in users}
        self.nodes = [self._node(n) for n in range(self.chance.randrange(6, 16))]
        self.links = [link for link in (self._link() for _ in range(self.chance.randrange(10, 50))) if link]
        self.grants = [self._grant(f"G-{n}", "ACTIVE", "C1") for n in range(self.chance.randrange(0, 4))]
        self.waiting = self._grant("G-new", "CONSENT_PENDING", "C2")
        self.register = replace(base, users=tuple(self.users.values()), grants=(*self.grants, self.waiting))

    def _cleared(self, user: User) -> User:
        level = self.chance.choice(("NONE", "DEP_V", "STG_C"))
        return replace(user, clearances=(("VIRBI", level),)) if user.key in ("u-daan", "u-saar") else user

    def _marking(self) -> Marking:
        none: frozenset[str] = frozenset()
        return Marking(
            self.chance.choice(("DLIO", "DLIO", "DLIO", "DLIO", "DLIO", "OM")), "PROTECTION", "VIRBI", self.chance.choice(("NONE", "NONE", "DEP_V", "STG_C")), none,
            frozenset({"POL"} if self.chance.random() < 0.9 else ()), frozenset({self.chance.choice(("C1", "C2"))}),
            frozenset({"THREAT_ASSESSMENT"}), self.chance.choice(("OPEN", "OPEN", "WPG10")), none, "MATCH",
        )  # fmt: skip

    def _node(self, number: int) -> NodeStatement:
        kind = self.chance.choice(list(TYPES))
        return NodeStatement(kind, self._marking(), RECORDED, dict(TYPES[kind]), f"{number:032x}")

    def _link(self) -> RelationshipStatement | None:
        (one, other), kind = self.chance.choice(list(LINKS.items()))
        starts, ends = ([node for node in self.nodes if node.type == name] for name in (one, other))
        if not starts or not ends:
            return None
        start, end = self.chance.choice(starts), self.chance.choice(ends)
        return RelationshipStatement(kind, start.id, end.id, self._marking(), RECORDED, {}, f"{self.chance.getrandbits(128):032x}")

    def _grant(self, grant_id: str, state: str, scope: str) -> Grant:
        fields = tuple(self.chance.sample(("basic", "identity", "assessment"), self.chance.randrange(0, 4)))
        return Grant(
            grant_id, "DLIO", "u-willemijn", self.chance.choice(("user:u-daan", "org:POL", "org:POL", "team:POL-DRIO")), (self.chance.choice((scope, scope, scope, "C1")),),
            ("see", "read"), fields, self.chance.choice(("DEP_V", "STG_C")), ("THREAT_ASSESSMENT",), "WPG-15", "n", NOW - DAY, NOW + 30 * DAY,
            NOW + 30 * DAY, (), (Step(NOW - DAY, state),),
        )  # fmt: skip


class ByHand:
    """The view of one user on one originator's statements, a decision a record: nothing is grouped, nothing is asked of the database."""

    def __init__(self, world: RandomWorld, subject: Any, grants: list[Grant], table: PolicyTable) -> None:
        self.decider = Decider(subject, Context("THREAT_ASSESSMENT", NOW), grants, table)
        own = [node for node in world.nodes if node.marking.originator == "DLIO"]
        self.nodes = {node.id: node for node in own if self.may("see", node.marking)}
        links = [link for link in world.links if link.marking.originator == "DLIO" and self.may("see", link.marking)]
        self.links = {link.id: link for link in links if link.start in self.nodes and link.end in self.nodes}
        self.fields = {
            (n.id, name)
            for n in self.nodes.values()
            for name in n.properties
            if self.may(f"read_{self._class(n.type, name)}", n.marking)
        }

    def may(self, action: str, marking: Marking) -> bool:
        return self.decider.decide(action, [marking])[0].permit

    @staticmethod
    def _class(kind: str, name: str) -> str:
        return next(p.field_class for p in ONTOLOGY.types[kind].properties if p.name == name)

    def near(self, start: str) -> set[str]:
        """Records within the hops that count, walked one hop at a time."""
        found = {start}
        for _ in range(HOPS):
            found |= {
                end for link in self.links.values() for end in (link.start, link.end) if link.start in found or link.end in found
            }
        return found - {start}


def _expected(world: RandomWorld, before: ByHand, after: ByHand) -> dict[str, Any]:
    new = after.nodes.keys() - before.nodes.keys()
    alive = [link for link in world.links if link.marking.originator == "DLIO" and link.type == "CONCERNS"]
    own = {node.id for node in world.nodes if node.marking.originator == "DLIO"}
    protected = {link.end for link in alive if link.start in own and link.end in own}
    left_out = [link for link in after.links.values() if not ONTOLOGY.relationships[link.type].in_paths]
    for view in (before, after):
        view.links = {key: link for key, link in view.links.items() if link not in left_out}
    pairs = {frozenset((a, b)) for a in before.nodes for b in (after.near(a) - before.near(a)) & before.nodes.keys()}
    return {
        "records": dict(sorted(Counter(after.nodes[key].type for key in new).items())),
        "fields": dict(sorted(Counter(f"{after.nodes[key].type}.{name}" for key, name in after.fields - before.fields).items())),
        "protected": len(new & protected),
        "pairs": len(pairs),
    }


async def test_the_preview_is_the_view_after_minus_the_view_before(shared: Installation) -> None:
    opened = connected = 0
    for seed in range(30):
        await shared.store_wiped()
        world = RandomWorld(shared.world.register, seed)
        guard = shared.guard_anew()
        await guard.intake.found(world.register, world.nodes, world.links)
        outcome = await guard.administration.previews.of_grant(asks("u-willemijn"), "G-new")
        assert outcome.value is not None, outcome.refusals
        found = {user: part for part in outcome.value.parts for user in part.users}
        desk = await Directory(shared.store).records.desk(list(world.users))
        given = as_if_active(world.waiting, NOW)
        for key, user in world.users.items():
            subject = desk.subject(key)
            held = [grant for grant in world.grants if grant.grantee in user.grantees]
            served = world.waiting.grantee in user.grantees
            before = ByHand(world, subject, held, world.table)
            after = ByHand(world, subject, [*held, given] if served else held, world.table)
            links = Counter(link.type for name, link in after.links.items() if name not in before.links)
            expected = _expected(world, before, after)
            part = found.get(key)
            got = {
                "records": dict(part.records) if part else {},
                "fields": dict(part.fields) if part else {},
                "protected": part.protected_persons if part else 0,
                "pairs": part.connections.pairs if part else 0,
            }
            assert got == expected, (seed, key, user_text(user))
            assert (dict(part.relationships) if part else {}) == dict(sorted(links.items())), (seed, key)
            opened += bool(expected["records"])
            connected += bool(expected["pairs"])
    assert opened >= 20
    assert connected >= 3


async def test_the_preview_of_one_originator_says_nothing_of_anothers_records(shared: Installation) -> None:
    """Two worlds that differ in what others assert: every byte of the preview stays the same."""
    answers = []
    for more in (False, True):
        await shared.store_wiped()
        world = RandomWorld(shared.world.register, 3)
        others = [
            replace(node, marking=replace(node.marking, originator="OM", originators=frozenset({"OM"})), id=f"f{node.id[1:]}")
            for node in world.nodes
        ]
        guard: Guard = shared.guard_anew()
        await guard.intake.found(world.register, [*world.nodes, *(others if more else [])], world.links)
        answers.append(repr((await guard.administration.previews.of_grant(asks("u-willemijn"), "G-new")).value))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("who", "code"), [("u-daan", "NOT_ALLOWED"), ("u-fenna", "NOT_ALLOWED"), ("u-kees", "NOT_FOUND"), ("u-saar", "NOT_FOUND")]
)
async def test_who_does_not_decide_gets_no_preview(installation: Installation, who: str, code: str) -> None:
    grant = await requested(installation)
    assert codes(await installation.guard.administration.previews.of_grant(asks(who), grant)) == [code]
