"""A file of named records is the reference's view of what may leave of them, and what is hidden changes no byte of it."""

import json

import pytest

from access_policies.guard import Asked
from graph_model.leaving import FileKind
from loaders.files import FILES
from loaders.stix.kring_extension import EXTENSION
from tests.oracle import stix
from tests.oracle.export import ExportView
from tests.properties.changes import hidden_changes
from tests.properties.installation import Installation, Observed
from tests.properties.strategies import PRESENT, WorldMaker
from tests.properties.test_taxii import SEEDS

ANSWERED = "query($ids: [ID!]!) @forExport { nodes(ids: $ids) { id } }"
"""Answered with the instant until which what it holds may be kept."""


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_file_is_the_references_and_hidden_changes_change_no_byte(installation: Installation, seed: int) -> None:
    maker = WorldMaker(seed)
    world = maker.world()
    asker = maker.asker(world)
    view = ExportView(world, asker.who, asker.purpose, asker.at)
    named = {part: [one["id"] for one in world[part]] for part in ("nodes", "relationships")}
    left_out = next(id_ for id_ in named["nodes"] if id_ in view.nodes)

    async def taken(kind: FileKind, records: list[str]) -> bytes:
        installation.clock.by_hand, installation.clock.at = asker.tense != PRESENT, asker.at
        asked = Asked(asker.who, asker.purpose, "")
        return (await installation.guard.exports.file(asked, records, named["relationships"], kind.write)).body

    async def observed() -> tuple[list[bytes], Observed]:
        others = [id_ for id_ in named["nodes"] if id_ != left_out]
        files = [await taken(kind, records) for kind in FILES for records in (named["nodes"], others, [])]
        return files, await installation.ask(asker, ANSWERED, {"ids": named["nodes"][:100]})

    await installation.load(world)
    before, answered = await observed()
    assert "kring-keep-until" in dict(answered.headers)
    found = [raw for raw in json.loads(before[0])["objects"] if "export" not in raw.get("extensions", {}).get(EXTENSION, {})]
    assert {raw["id"]: raw for raw in found} == stix.objects(view)
    assert stix.number(left_out) not in before[1].decode()
    assert left_out not in b"".join(before[4::3]).decode()
    assert {*before[2::3]} == {b""}
    assert before[3].startswith("\ufeffid,".encode())
    await installation.load(hidden_changes(maker, world, asker), bumps=2)
    assert await observed() == (before, answered)
