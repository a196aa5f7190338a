"""A world file is read whole or not at all, and says what is wrong with it and where."""

from pathlib import Path
from typing import Any

import pytest

from loaders.scenario.world import WORLD, WorldRejected, make_world, read_world
from tests.invented import invented_raw


def test_the_scenario_is_read_whole() -> None:
    world = read_world()
    assert (len(world.nodes), len(world.relationships), len(world.register.grants)) == (334, 866, 55)
    assert len(set(world.ids.values())) == 334
    assert not set(world.ids) & set(world.ids.values())


def test_whoever_changes_what_the_file_says_changes_it_for_nobody_else() -> None:
    invented_raw()["nodes"].clear()
    assert len(invented_raw()["nodes"]) == 334


def _change(raw: dict[str, Any], path: list[Any], value: Any) -> None:
    for step in path[:-1]:
        raw = raw[step]
    raw[path[-1]] = value


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["nodes", 3, "m"], "NOBODY.C1", r"nodes\[3\] .*unknown marking 'NOBODY.C1'"),
        (["nodes", 3, "type"], "Ghost", r"nodes\[3\] .*unknown type 'Ghost'"),
        (["nodes", 3, "p"], {"shoeSize": 44}, r"nodes\[3\] .*unknown property 'shoeSize'"),
        (["nodes", 3, "key"], "O-NCTV", r"nodes\[3\]: key 'O-NCTV' .*twice"),
        (["nodes", 20, "case"], ["C99"], r"nodes\[20\] .*unknown case 'C99'"),
        (["relationships", 5, "to"], "P-nobody", r"relationships\[5\] .*unknown record 'P-nobody'"),
        (["relationships", 5, "type"], "LOVES", r"relationships\[5\] LOVES: no such relationship"),
        (["users", 2, "org"], "FBI", r"users\[2\] .*unknown organisation 'FBI'"),
        (["grants", 1, "grantee"], "user:u-nobody", r"grants\[1\] .*unknown grantee"),
        (["grants", 1, "expires"], "soon", "not an ISO 8601"),
        (["grants", 1, "expires"], "2036-01-01T00:00:00Z", "lasts too long"),
        (["markings", "KRING.register", "level"], "TOP", "unknown level 'TOP'"),
        (["forbids", 0, "user"], "u-nobody", r"forbids\[0\]"),
        (["nodes"], None, "section nodes is missing"),
        (["nodes", 3], "text", r"nodes\[3\]: not a map"),
    ],
)
def test_a_fault_is_named_with_its_place(path: list[Any], value: Any, said: str) -> None:
    raw = invented_raw()
    _change(raw, path, value)
    with pytest.raises(WorldRejected, match=said):
        make_world(raw, "world.yaml")


@pytest.mark.parametrize("text", ["nodes: [", "a: &a [*a, *b]", "- just\n- a list", "", "nodes: {a: 1}", "\x00"])
def test_a_broken_file_is_said(text: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text)
    with pytest.raises(WorldRejected, match=r"broken\.yaml"):
        read_world(path)


def test_a_file_that_refers_to_itself_is_said(tmp_path: Path) -> None:
    path = tmp_path / "circle.yaml"
    path.write_text("nodes: &n\n  - *n\n" + WORLD.read_text().replace("\nnodes:", "\nothers:"))
    with pytest.raises(WorldRejected):
        read_world(path)
