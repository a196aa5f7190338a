"""Changes that a caller cannot see: any change is tried, and kept when the reference says that the view is still the same."""

from collections.abc import Callable

import orjson

from graph_model.ontology import ONTOLOGY
from tests.oracle.decision import Raw, instant, state
from tests.oracle.view import View
from tests.properties.strategies import AS_OF, PURPOSES, SCOPES, Asker, WorldMaker

Change = Callable[[WorldMaker, Raw], None]


def hidden_changes(maker: WorldMaker, world: Raw, asker: Asker, tries: int = 25) -> Raw:
    """Another world in which the asker has the same view and the same rights; statements stand in another order."""
    before = _seen(world, asker)
    rights = rights_of(world, asker)
    for _ in range(tries):
        tried = _copy(world)
        maker.rng.choice(CHANGES)(maker, tried)
        if rights_of(tried, asker) == rights and _seen(tried, asker) == before:
            world = tried
    shuffled = _copy(world)
    for part in ("nodes", "relationships", "users", "grants", "organisations"):
        maker.rng.shuffle(shuffled[part])
    return shuffled


def _seen(world: Raw, asker: Asker) -> object:
    """All that the asker may know, now and as known at every instant that is asked for."""
    return [View(world, asker.who, asker.purpose, asker.at, known).content() for known in (None, *AS_OF)]


def _copy(world: Raw) -> Raw:
    copied: Raw = orjson.loads(orjson.dumps(world))
    return copied


def rights_of(world: Raw, asker: Asker) -> object:
    """What the asker may know of its own rights: attributes, the row of its kind of recipient, grants in force."""
    user = next(user for user in world["users"] if user["key"] == asker.who)
    recipient = next(o["recipient"] for o in world["organisations"] if o["code"] == user["org"])
    names = {f"user:{user['key']}", f"org:{user['org']}", *(f"team:{team}" for team in user["teams"])}
    grants = [
        {name: value for name, value in grant.items() if name not in ("key", "grantor", "granted_by")}
        for grant in world["grants"]
        if grant["grantee"] in names and state(grant, asker.at) == "ACTIVE" and instant(grant["not_before"]) <= asker.at
    ]
    rows = {regime: rows.get(recipient) for regime, rows in world["regimes"].items()}
    forbids = sorted(scope for forbid in world["forbids"] if forbid["user"] == asker.who for scope in forbid["scopes"])
    return user, recipient, rows, world["closed_regimes"], forbids, sorted(map(str, grants))


def _key(maker: WorldMaker) -> str:
    return f"x{maker.rng.getrandbits(48):x}"


def _add_record(maker: WorldMaker, world: Raw) -> None:
    """A record with neighbours among those that are there, under any marking, old or new."""
    if maker.rng.random() < 0.5:
        world["markings"][_key(maker)] = maker.marking()
    node = maker.node(world, _key(maker)) | {"m": maker.rng.choice(sorted(world["markings"]))}
    others = maker.rng.sample(world["nodes"], min(3, len(world["nodes"])))
    world["nodes"].append(node)
    for other in others:
        if link := maker.link(world, node, other) or maker.link(world, other, node):
            world["relationships"].append(link)


def _add_relationship(maker: WorldMaker, world: Raw) -> None:
    if len(world["nodes"]) > 1 and (link := maker.link(world, *maker.rng.sample(world["nodes"], 2))):
        world["relationships"].append(link | {"m": maker.rng.choice(sorted(world["markings"]))})


def _remove_record(maker: WorldMaker, world: Raw) -> None:
    if len(world["nodes"]) > 1:
        key = world["nodes"].pop(maker.rng.randrange(len(world["nodes"])))["key"]
        world["relationships"] = [r for r in world["relationships"] if key not in (r["from"], r["to"])]


def _remove_relationship(maker: WorldMaker, world: Raw) -> None:
    if world["relationships"]:
        world["relationships"].pop(maker.rng.randrange(len(world["relationships"])))


def _alter_values(maker: WorldMaker, world: Raw) -> None:
    """Other values for every property that may change unseen: of what is hidden, and of unreadable field classes."""
    statement = maker.rng.choice([*world["nodes"], *world["relationships"]])
    declared = (ONTOLOGY.relationships if "from" in statement else ONTOLOGY.types)[statement["type"]].properties
    if declared:
        prop = maker.rng.choice(declared)
        statement["p"] = {name: value for name, value in statement["p"].items() if name != prop.name}
        if maker.rng.random() < 0.8:
            statement["p"][prop.name] = maker.value(prop)


def _remark(maker: WorldMaker, world: Raw) -> None:
    statement = maker.rng.choice([*world["nodes"], *world["relationships"]])
    statement["m"] = maker.rng.choice(sorted(world["markings"]))


def _change_marking(maker: WorldMaker, world: Raw) -> None:
    """One part of a marking, for all that carry it: who else may read, other scopes, other purposes."""
    name = maker.rng.choice(sorted(world["markings"]))
    part = maker.rng.choice(("releasable_to", "scopes", "purposes", "level", "regime", "match", "system"))
    world["markings"][name] = world["markings"][name] | {part: maker.marking()[part]}


def _withdraw(maker: WorldMaker, world: Raw) -> None:
    statement = maker.rng.choice([*world["nodes"], *world["relationships"]])
    statement["ret"] = "2026-03-16T08:00:00Z"
    statement["rec"] = "2026-03-01T00:00:00Z"


def _renumber(maker: WorldMaker, world: Raw) -> None:
    maker.rng.choice([*world["nodes"], *world["relationships"]])["id"] = maker.id()


def _add_grant(maker: WorldMaker, world: Raw) -> None:
    world["grants"].append(maker.grant(_key(maker), world["users"]))


def _remove_grant(maker: WorldMaker, world: Raw) -> None:
    if world["grants"]:
        world["grants"].pop(maker.rng.randrange(len(world["grants"])))


def _change_people(maker: WorldMaker, world: Raw) -> None:
    """Somebody new with a grant and a conflict, or somebody else's clearance."""
    if maker.rng.random() < 0.5:
        user = maker.rng.choice(world["users"])
        user["clearance"] = {"VIRBI": maker.rng.choice(("NONE", "STG_ZG"))}
        return
    key = _key(maker)
    world["users"].append(world["users"][-1] | {"key": key, "name": key})
    world["grants"].append(maker.grant(_key(maker), world["users"]) | {"grantee": f"user:{key}"})
    world["forbids"].append({"key": _key(maker), "user": key, "scopes": [maker.rng.choice(SCOPES)]})


def _change_table(maker: WorldMaker, world: Raw) -> None:
    """What another kind of recipient may do under a regime; a new regime, a new purpose."""
    world["regimes"]["PARTLY"][maker.rng.choice(("AUTHORITY", "POLICE", "EXECUTOR", "PRIVATE"))] = maker.some(PURPOSES, 0.5)
    world["purposes"][_key(maker)] = "made up"


CHANGES: tuple[Change, ...] = (
    _add_record, _add_record, _add_relationship, _remove_record, _remove_relationship, _alter_values, _alter_values, _remark,
    _change_marking, _withdraw, _renumber, _add_grant, _remove_grant, _change_people, _change_table,
)  # fmt: skip
