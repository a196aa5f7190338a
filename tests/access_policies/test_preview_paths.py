"""What a grant opens between records, and tells only with others, is what networkx finds in the views before, after and alone."""

from collections import Counter
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from access_policies.directory import Directory
from access_policies.grants import Grant, Step
from access_policies.guard.previews.path_kinds import KINDS, OpenedPaths
from access_policies.guard.previews.preview import Opened, Preview
from access_policies.policy_records import PolicyRecords
from access_policies.reach import as_if_active
from graph_model.cypher.control import BUMP_EPOCH
from graph_model.marking import Marking
from graph_model.statement import NodeStatement, RelationshipStatement
from tests.access_policies.conftest import Installation
from tests.access_policies.path_worlds import Between, PathWorld, as_told
from tests.access_policies.strategies import NOW
from tests.access_policies.test_administration import asks
from tests.access_policies.test_grant_life import DAY
from tests.access_policies.test_preview import RECORDED, ByHand

PURPOSE = "THREAT_ASSESSMENT"
Statement = NodeStatement | RelationshipStatement


async def previewed(shared: Installation, register: Any, statements: list[Statement]) -> Preview:
    """What the grant that waits would open of this world alone."""
    await shared.store_wiped()
    guard = shared.guard_anew()
    nodes = [one for one in statements if isinstance(one, NodeStatement)]
    await guard.intake.found(register, nodes, [one for one in statements if isinstance(one, RelationshipStatement)])
    outcome = await guard.administration.previews.of_grant(asks("u-willemijn"), "G-new")
    assert outcome.value is not None, outcome.refusals
    return outcome.value


def _numbers(paths: OpenedPaths | None) -> Counter[Any]:
    return Counter({as_told(kind.steps, kind.tells): kind.number for kind in paths.kinds}) if paths else Counter()


def _first(kinds: Counter[Any]) -> list[int]:
    """How many pairs have the kinds that are told."""
    return sorted(kinds.values(), reverse=True)[:KINDS]


async def test_new_paths_and_joint_disclosures_are_those_of_the_views(shared: Installation) -> None:
    opened = joint = between = 0
    for seed in range(8):
        world = PathWorld(shared.world.register, seed)
        preview = await previewed(shared, world.register, [*world.nodes, *world.links])
        parts = {user: part for part in preview.parts for user in part.users}
        desk = await Directory(shared.store).records.desk(list(world.users))
        new = [as_if_active(world.waiting, NOW)]
        served = {key: user for key, user in world.users.items() if world.waiting.grantee in user.grantees}
        assert parts.keys() & world.users.keys() <= served.keys()
        for key, user in served.items():
            held = [grant for grant in world.grants if grant.grantee in user.grantees]
            before, after, alone = (ByHand(world, desk.subject(key), grants, world.table) for grants in (held, held + new, new))
            expected = Between(world, before, after, alone)
            part = parts.get(key)
            kinds, levels = expected.new_paths()
            _same(part.new_paths if part else None, kinds, (seed, key))
            _same(part.joint_disclosures if part else None, expected.joint(), (seed, key))
            found = part.new_paths.kinds if part else ()
            assert {as_told(kind.steps, kind.tells): kind.level for kind in found}.items() <= levels.items(), (seed, key)
            opened += bool(kinds)
            joint += bool(expected.joint())
            between += any("HELD" in word for told, _ in kinds for words in told for word in words)
    assert min(opened, joint, between) >= 6, (opened, joint, between)


def _same(paths: OpenedPaths | None, kinds: Counter[Any], where: object) -> None:
    """All pairs are counted, and the kinds of most of them told, each with its number."""
    found = _numbers(paths)
    assert (paths.pairs if paths else 0) == sum(kinds.values()), where
    assert sorted(found.values(), reverse=True) == _first(kinds), where
    assert found.items() <= kinds.items(), where
    assert not paths or paths.is_whole == (len(kinds) <= KINDS), where


class Trap:
    """A judge who uses a van, and a report that mentions the van and where it stands. One grant opens each half; `scopes` say which."""

    def __init__(self, **scopes: str) -> None:
        halves = {
            "judge": "C1",
            "case": "C1",
            "uses": "C1",
            "van": "C1 C2",
            "saw": "C2",
            "report": "C2",
            "where": "C2",
            "home": "C2",
        }
        self.marked = {name: self._marking(text) for name, text in (halves | scopes).items()}
        self.nodes = [
            self._record("judge", "Person", {"displayName": "a judge"}),
            self._record("case", "Case", {"state": "TRIAGE"}),
            self._record("van", "Item", {"kind": "VEHICLE", "value": "XX-00-X"}),
            self._record("report", "Report", {"kind": "TIP"}),
            self._record("home", "Place", {"kind": "WONING", "address": "somewhere"}),
        ]
        ends = [("case", "CONCERNS", "case", "judge"), ("uses", "USES", "judge", "van"), ("saw", "MENTIONS", "report", "van"), ("where", "MENTIONS", "report", "home")]  # fmt: skip
        self.links = [self._link(*one) for one in ends]

    @staticmethod
    def _marking(scopes: str) -> Marking:
        none: frozenset[str] = frozenset()
        purposes = frozenset({PURPOSE, "GRANT_ADMINISTRATION"})
        return Marking("DLIO", "PROTECTION", "VIRBI", "DEP_V", none, frozenset({"POL"}), frozenset(scopes.split()), purposes, "OPEN", none, "MATCH")  # fmt: skip

    def _record(self, name: str, kind: str, says: dict[str, Any]) -> NodeStatement:
        return NodeStatement(kind, self.marked[name], RECORDED, says, self.id(name))

    def _link(self, name: str, kind: str, start: str, end: str) -> RelationshipStatement:
        return RelationshipStatement(kind, self.id(start), self.id(end), self.marked[name], RECORDED, {}, self.id(f"link {name}"))

    @staticmethod
    def id(name: str) -> str:
        """The id of a statement of the trap."""
        return name.encode().hex().rjust(32, "0")[-32:]

    @property
    def statements(self) -> list[Statement]:
        """All of it."""
        return [*self.nodes, *self.links]


def granted(grant_id: str, scope: str, state: str, fields: str = "basic identity operational", **terms: Any) -> Grant:
    """A grant of the trap's originator to one analyst of the police."""
    usual = Grant(
        grant_id, "DLIO", "u-bente", "user:u-daan", (scope,), ("see", "read"), tuple(fields.split()), "STG_C", (PURPOSE,), "WPG-15", "n",
        NOW - DAY, NOW + 30 * DAY, NOW + 30 * DAY, (), (Step(NOW - DAY, state),),
    )  # fmt: skip
    return replace(usual, **terms)


async def _part(shared: Installation, statements: list[Statement], *grants: Grant) -> Opened:
    register = replace(shared.world.register, grants=grants)
    (part,) = (await previewed(shared, register, statements)).parts
    return part


def _said(paths: OpenedPaths) -> list[str]:
    """Each kind in one line."""
    arrows = {None: "", True: ">", False: "<"}
    return [
        f"{kind.number}: {' '.join(f'{step.type}{arrows[step.forwards]}{step.by}' for step in kind.steps)} {' '.join(kind.tells)}"
        for kind in paths.kinds
    ]


C1_WAITS, C2_WAITS = (granted("G-new", scope, "CONSENT_PENDING") for scope in ("C1", "C2"))
C1_HELD, C2_HELD = (granted("G-old", scope, "ACTIVE") for scope in ("C1", "C2"))


async def test_two_grants_that_tell_a_home_together_are_flagged_with_the_path_between_and_each_alone_is_not(
    shared: Installation,
) -> None:
    """B8: the path is told by types, and for each of its steps by which grant it opens."""
    trap, elsewhere = Trap().statements, granted("G-elsewhere", "C3", "ACTIVE")
    told = (await _part(shared, trap, C1_HELD, C2_WAITS, elsewhere)).joint_disclosures
    assert _said(told) == ["1: PersonHELD USES>HELD ItemEITHER MENTIONS<NEW ReportNEW MENTIONS>NEW PlaceNEW Place.address"]
    assert told.grants == ("G-old",)
    turned = _said((await _part(shared, trap, C2_HELD, C1_WAITS)).joint_disclosures)
    assert turned == ["1: PersonNEW USES>NEW ItemEITHER MENTIONS<HELD ReportHELD MENTIONS>HELD PlaceHELD Place.address"]
    for waiting in (C1_WAITS, C2_WAITS):
        assert (await _part(shared, trap, waiting)).joint_disclosures == OpenedPaths(0, True, ())
    whole = granted("G-new", "C2", "CONSENT_PENDING", scopes=("C1", "C2"))
    assert (await _part(shared, trap, C1_HELD, whole)).joint_disclosures == OpenedPaths(0, True, ()), "it tells that alone"


async def test_a_name_and_a_home_that_nobody_had_are_flagged_when_they_meet(shared: Installation) -> None:
    """One grant names somebody, the other shows where somebody lives: whose home it is, they tell together."""
    trap = Trap()
    at = RelationshipStatement("AT", Trap.id("judge"), Trap.id("home"), Trap._marking("C2"), RECORDED, {}, Trap.id("link at"))
    nodes = [replace(node, marking=Trap._marking("C1 C2")) if node.type in ("Person", "Case") else node for node in trap.nodes]
    names = granted("G-old", "C1", "ACTIVE", "basic identity")
    homes = granted("G-new", "C2", "CONSENT_PENDING", "basic operational")
    world: list[Statement] = [*nodes, trap.links[0], at]
    assert _said((await _part(shared, world, names, homes)).joint_disclosures) == ["1: PersonHELD AT>NEW PlaceNEW Place.address"]
    assert not (await _part(shared, world, homes)).joint_disclosures.pairs
    nameless = [replace(node, properties={"minor": False}) if node.type == "Person" else node for node in nodes]
    assert not (await _part(shared, [*nameless, trap.links[0], at], names, homes)).joint_disclosures.pairs


async def test_a_grant_that_one_is_no_party_to_is_not_named_and_what_it_tells_with_ones_own_is(shared: Installation) -> None:
    """The prosecutor gave the first half, of a scope that they share: that the originator learns no more of than who sees what."""
    theirs = replace(C1_HELD, id="G-theirs", grantor="OM", granted_by="u-tess")
    told = (await _part(shared, Trap().statements, theirs, C2_WAITS)).joint_disclosures
    assert (told.pairs, told.grants) == (1, ())
    both = (await _part(shared, Trap().statements, theirs, C1_HELD, C2_WAITS)).joint_disclosures
    assert (both.pairs, both.grants) == (1, ("G-old",))


@pytest.mark.parametrize("change", ["nobody is protected", "no address", "too far", "not read"])
async def test_what_tells_nothing_of_a_protected_person_is_not_flagged(shared: Installation, change: str) -> None:
    trap = Trap()
    nodes, links, waiting = list(trap.nodes), list(trap.links), C2_WAITS
    if change == "nobody is protected":
        links = links[1:]
    if change == "no address":
        nodes[-1] = replace(nodes[-1], properties={"kind": "WONING"})
    if change == "too far":
        more = NodeStatement("Report", Trap._marking("C2"), RECORDED, {"kind": "TIP"}, Trap.id("more"))
        nodes.append(more)
        links[2] = replace(links[2], start=more.id)
        links.append(
            RelationshipStatement("CORROBORATES", more.id, Trap.id("report"), more.marking, RECORDED, {}, Trap.id("link on"))
        )
    if change == "not read":
        waiting = granted("G-new", "C2", "CONSENT_PENDING", "basic identity")
    part = await _part(shared, [*nodes, *links], C1_HELD, waiting)
    assert part.joint_disclosures == OpenedPaths(0, True, ())
    assert part.new_paths.pairs


async def test_what_others_assert_changes_no_byte_of_what_is_told_between_ones_own(shared: Installation) -> None:
    """Another originator knows the judge, the van, the home, and a shorter way between them: in the grantee's view, and nobody's here."""
    trap, answers = Trap().statements, []
    theirs = replace(Trap._marking("C1 C2"), originator="OM", originators=frozenset({"OM"}))
    more: list[Statement] = [
        *(replace(node, marking=theirs, id=f"f{node.id[1:]}") for node in trap if isinstance(node, NodeStatement)),
        RelationshipStatement("AT", Trap.id("judge"), Trap.id("home"), theirs, RECORDED, {}, Trap.id("link theirs")),
        RelationshipStatement("SAME_AS", "f" + Trap.id("judge")[1:], Trap.id("judge"), theirs, RECORDED, {}, Trap.id("link same")),
        RelationshipStatement("MENTIONS", "f" + Trap.id("report")[1:], Trap.id("home"), theirs, RECORDED, {}, Trap.id("link m")),
    ]
    for others in ([], more):
        answers.append(repr(await _part(shared, [*trap, *others], C1_HELD, C2_WAITS)))
    assert answers[0] == answers[1]


async def test_what_others_hold_puts_nobody_in_another_part(shared: Installation) -> None:
    """One of two people is cleared for what another originator keeps in the same scope: nothing of that is told here."""
    levels, base = {"u-daan": "DEP_V", "u-saar": "STG_C"}, shared.world.register
    users = [user for user in base.users if user.key in (*levels, "u-willemijn")]
    users = [replace(user, clearances=(("VIRBI", levels[user.key]),)) if user.key in levels else user for user in users]
    waits = granted("G-new", "C2", "CONSENT_PENDING", grantee="org:POL", approvals=(("DLIO", "u-bente"), ("OM", "u-maud")))
    register = replace(base, users=tuple(users), grants=(waits,))
    theirs = replace(Trap._marking("C2"), originator="OM", originators=frozenset({"OM"}), level="STG_C")
    more = NodeStatement("Person", theirs, RECORDED, {"displayName": "theirs"}, Trap.id("theirs"))
    told = [await previewed(shared, register, [*Trap().statements, *others]) for others in ([], [more])]
    assert [part.users for part in told[0].parts] == [("u-daan", "u-saar")]
    assert repr(told[0]) == repr(told[1])


async def test_a_preview_is_of_the_epoch_that_its_desk_was_read_under(shared: Installation) -> None:
    register = replace(shared.world.register, grants=(C1_HELD, C2_WAITS))
    before = await previewed(shared, register, Trap().statements)
    desks, desk, grants_to = [0], PolicyRecords.desk, PolicyRecords.grants_to

    async def read(records: PolicyRecords, *given: Any) -> Any:
        desks[0] += 1
        return await desk(records, *given)

    async def changed(records: PolicyRecords, *given: Any) -> Any:
        if desks[0] == 1:
            await shared.store.write((BUMP_EPOCH, {}))
        return await grants_to(records, *given)

    previews = shared.guard_anew().administration.previews
    with patch.object(PolicyRecords, "desk", read), patch.object(PolicyRecords, "grants_to", changed):
        outcome = await previews.of_grant(asks("u-willemijn"), "G-new")
    assert (outcome.value, desks) == (before, [2])


async def test_an_example_is_told_to_whom_sees_all_of_it_and_to_nobody_else(shared: Installation) -> None:
    """Who administers sees no record; somebody whom a grant opens their own for this very purpose is told where to look."""
    trap, path = Trap().statements, tuple(Trap.id(name) for name in ("judge", "van", "report", "home"))
    blind = await _part(shared, trap, C1_HELD, C2_WAITS)
    assert not [kind for paths in (blind.new_paths, blind.joint_disclosures) for kind in paths.kinds if kind.example]
    sees = granted("G-sees", "C1", "ACTIVE", grantee="user:u-willemijn", purposes=("GRANT_ADMINISTRATION",))
    half = await _part(shared, trap, C1_HELD, C2_WAITS, sees)
    assert [kind.example for kind in half.joint_disclosures.kinds] == [()]
    sees = replace(sees, scopes=("C1", "C2"))
    wider = replace(C1_HELD, scopes=("C1", "C3"))
    records = await _part(shared, Trap(uses="C3").statements, wider, C2_WAITS, sees)
    assert [kind.example for kind in records.joint_disclosures.kinds] == [()], "a relationship is hidden from the asker"
    whole = await _part(shared, trap, C1_HELD, C2_WAITS, sees)
    assert [kind.example for kind in whole.joint_disclosures.kinds] == [path]
    assert replace_examples(whole) == blind


def replace_examples(part: Opened) -> Opened:
    """The same without examples."""
    paths = (part.new_paths, part.joint_disclosures)
    new, joint = (replace(one, kinds=tuple(replace(kind, example=()) for kind in one.kinds)) for one in paths)
    return replace(part, new_paths=new, joint_disclosures=joint)
