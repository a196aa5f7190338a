"""Two-run for every mutation: what a writer is answered, and sees afterwards, is the same in two worlds that look alike to it.

Ids are drawn from a seed here, so that every byte can be compared; what is hidden differs in any way that the changes know.
"""

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import pytest

from graph_model.ontology import ONTOLOGY
from tests.oracle.decision import Raw
from tests.oracle.view import View
from tests.properties.changes import hidden_changes
from tests.properties.installation import Installation, Observed
from tests.properties.strategies import CLASSES, PURPOSES, RECIPIENTS, Asker, WorldMaker
from tests.properties.trial import CANARY

WORLDS, WRITES = 12, 14
ERRORS = "userErrors { code field message }"
SHOWN = f"outcome id record {{ __typename id externalId marking {{ level regime handling match }} }} {ERRORS}"
MUTATIONS = {
    "create": f'mutation($s: CreateInput!) {{ create(statement: $s, sourceSystem: "scenario") {{ {SHOWN} }} }}',
    "derive": f"mutation($s: DeriveInput!) {{ derive(statement: $s) {{ {SHOWN} }} }}",
    "correct": f"mutation($s: CorrectInput!) {{ correct(statement: $s) {{ {SHOWN} }} }}",
    "withdraw": f"mutation($s: WithdrawInput!) {{ withdraw(statement: $s) {{ {SHOWN} }} }}",
    "relate": f"mutation($s: RelateInput!) {{ relate(statement: $s) {{ {SHOWN} }} }}",
    "publishPointer": f"mutation($s: PointerInput!) {{ publishPointer(pointer: $s) {{ {SHOWN} }} }}",
    "sanitise": f"mutation($s: SanitiseInput!) {{ sanitise(statement: $s) {{ {SHOWN} }} }}",
    "write": f"mutation($s: [StatementInput!]!) {{ write(statements: $s) {{ statements {{ outcome id }} {ERRORS} }} }}",
}
LOOKS = [
    f"{{ found: {record.plural}(first: 100) {{ edges {{ node {{ id externalId recordedAt originator marking {{ level match }} }} }} }} }}"
    for record in ONTOLOGY.types.values()
] + ["{ pointers(first: 100) { id matched } }"]


@dataclass
class Drawn:
    """Random ids from a seed, where the product draws them from the system."""

    rng: random.Random = field(default_factory=lambda: random.Random(1))

    def token_hex(self, size: int) -> str:
        """As `secrets` has it."""
        return self.rng.randbytes(size).hex()


def prepared(maker: WorldMaker) -> tuple[Raw, Asker]:
    """A world whose asker may write in its own store, with few external ids that many records share."""
    world = maker.world()
    asker = maker.asker(world)
    user = next(user for user in world["users"] if user["key"] == asker.who)
    world["regimes"]["AVG"] = {kind: list(PURPOSES) for kind in RECIPIENTS}
    own = {
        "grantor": user["org"],
        "grantee": f"user:{asker.who}",
        "scope": [f"store:{user['org']}"],
        "field_classes": list(CLASSES),
    }
    own |= {"actions": ["see", "read", "cite", "write"], "purposes": list(PURPOSES), "level_ceiling": "STG_G", "break_glass": False}
    times = {"not_before": "2026-01-01T00:00:00Z", "expires": "2026-12-01T00:00:00Z", "review_due": "2026-12-01T00:00:00Z"}
    history = [{"at": "2026-01-01T00:00:00Z", "state": "ACTIVE"}]
    world["grants"].append(maker.grant("own", world["users"]) | own | times | {"history": history})
    for node in world["nodes"]:
        node["ext"] = f"REG-{maker.rng.randrange(12)}"
    return world, asker


def alike(maker: WorldMaker, world: Raw, asker: Asker) -> Raw:
    """A world that looks the same to the asker, who may also do the same with all that it sees."""
    other = hidden_changes(maker, world, asker, tries=40)
    for node in other["nodes"]:
        node.setdefault("ext", f"REG-{maker.rng.randrange(12)}")
    other = other if permitted(world, asker) == permitted(other, asker) else world
    before = View(world, asker.who, asker.purpose, asker.at).content()
    for name in sorted(other["markings"]):
        parts = other["markings"][name]
        toggled = sorted(set(parts["releasable_to"]) ^ {maker.rng.choice(maker.organisations)})
        tried = other | {"markings": other["markings"] | {name: parts | {"releasable_to": toggled}}}
        if View(tried, asker.who, asker.purpose, asker.at).content() == before and permitted(tried, asker) == permitted(
            world, asker
        ):
            other = tried
    return other


def permitted(world: Raw, asker: Asker) -> set[tuple[str, str]]:
    """What may be done with what is seen: rights on one's own view are one's own."""
    view = View(world, asker.who, asker.purpose, asker.at)
    seen = [*view.nodes.values(), *view.links]
    return {(action, one.id) for action in ("write", "cite", "sense") for one in seen if view._may(action, None, one)}


def statement(rng: random.Random, name: str, ids: dict[str, str], marking: Raw) -> Any:
    """Something to write, about records that are there, hidden, or nowhere; mostly of the type that they are of."""
    one, two = rng.choice(list(ids)), rng.choice(list(ids))
    kind = (
        ids[one]
        if name in ("correct", "sanitise") and rng.random() < 0.8
        else rng.choice(("person", "report", "assessment", "actor"))
    )
    told = {
        name: value for name, value in marking.items() if name in ("level", "scopes", "regime", "handling", "match", "compartments")
    }
    others = rng.sample([f"ORG{n}" for n in range(5)], 2)
    stated = rng.choice(({}, {"marking": told | {"releasableTo": others, "purposes": marking["purposes"]}}))
    match name:
        case "create":
            return {"record": {kind: {}}, "externalId": f"REG-{rng.randrange(14)}"} | stated
        case "derive":
            return {"record": {"assessment": {}}, "cites": [one]} | stated
        case "correct":
            return {"id": one, "record": {kind: {}}} | stated
        case "sanitise":
            return {"replaces": one, "record": {kind: {}}, "marking": told | {"level": "NONE", "purposes": marking["purposes"]}}
        case "withdraw":
            return {"id": one}
        case "relate":
            return {"type": rng.choice(("SAME_AS", "LINKED_TO")), "from": {"id": one}, "to": {"id": two}} | stated
        case "publishPointer":
            return {"refersTo": one, "matched": "x", "ask": "y", "reference": "z", "match": "MATCH"} | stated
        case _:
            return [{inner: statement(rng, inner, ids, marking)} for inner in ("create", "relate", "withdraw")]


async def observed(
    installation: Installation, world: Raw, asker: Asker, seed: int, ids: dict[str, str], markings: list[Raw]
) -> list[Observed]:
    """All that the asker observes of the same writes, and of what it sees after them."""
    await installation.load(world)
    rng = random.Random(seed)
    answers = []
    for number in range(WRITES):
        name = rng.choice(sorted(MUTATIONS))
        body = {"query": MUTATIONS[name], "variables": {"s": statement(rng, name, ids, rng.choice(markings))}}
        answers += [await installation.send(asker, body, {"Idempotency-Key": f"{name}{number}"}) for _ in range(2)]
    return answers + [await installation.ask(asker, look, {}) for look in LOOKS]


def names(world: Raw, other: Raw, asker: Asker) -> dict[str, str]:
    """Ids to write about with their types: of what is seen, as many of what is hidden in one of the worlds, and one of nothing."""
    types = {node["id"]: node["type"][0].lower() + node["type"][1:] for node in (*world["nodes"], *other["nodes"])}
    seen = sorted(View(world, asker.who, asker.purpose, asker.at).nodes)
    hidden = sorted(types.keys() - set(seen))
    return {id_: types[id_] for id_ in (*seen, *hidden[: max(3, len(seen))])} | {"0" * 32: "person"}


@pytest.mark.timeout(600)
async def test_what_is_hidden_changes_no_byte_of_any_write_nor_of_what_is_seen_after_it(installation: Installation) -> None:
    outcomes: Counter[str] = Counter()
    differing = 0
    for seed in range(WORLDS):
        maker = WorldMaker(seed)
        world, asker = prepared(maker)
        other = alike(maker, world, asker)
        differing += other is not world
        ids, markings = names(world, other, asker), [world["markings"][name] for name in ("m0", "m1")]
        runs = []
        for one in (world, other):
            with patch("graph_model.statement.secrets", Drawn()):
                runs.append(await observed(installation, one, asker, seed, ids, markings))
        for place, (first, second) in enumerate(zip(*runs, strict=True)):
            assert first == second, f"world {seed}, {asker}, answer {place}:\n{first}\n{second}"
        view = View(world, asker.who, asker.purpose, asker.at)
        seen = set(CANARY.findall(json.dumps([list(view.readable(s).values()) for s in view.nodes.values()], ensure_ascii=False)))
        for answer in runs[0][: 2 * WRITES]:
            assert set(CANARY.findall(answer.body.decode())) <= seen
            outcomes.update(_told(answer))
    print(outcomes, differing)
    assert differing >= WORLDS * 2 // 3
    assert {"CREATED", "UPDATED", "WITHDRAWN", "PROPOSED", "NOT_FOUND", "NOT_ACCEPTED", "LOWERED"} <= outcomes.keys()


def _told(answer: Observed) -> list[str]:
    """The outcome of a mutation, or the code of its refusal."""
    data = json.loads(answer.body).get("data")
    if not data:
        return [str(answer.status)]
    (payload,) = data.values()
    return [error["code"] for error in payload["userErrors"]] or [payload.get("outcome") or "WRITTEN"]
