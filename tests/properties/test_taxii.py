"""A collection of TAXII is the reference's view of what may leave, page by page, and what is hidden changes no byte of it."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest

from access_policies.guard.reading import SETTLES
from api.taxii.media import TAXII
from api.taxii.resources import collection_id
from graph_model.cypher.control import BUMP_EPOCH
from graph_model.cypher.whole_view import Most
from graph_model.instant import to_text
from graph_model.leaving import Leaving
from loaders.stix.writing.records import object_id
from tests.oracle import stix
from tests.oracle.decision import Raw
from tests.oracle.export import ExportView, export_purposes
from tests.oracle.view import Statement
from tests.properties.changes import hidden_changes
from tests.properties.installation import Installation, Observed
from tests.properties.strategies import PRESENT, Asker, WorldMaker

SEEDS = (121, 184)
"""In both of these worlds somebody may export less than they read, reports mention others, and something has just been recorded."""
ROOT = "/taxii2/kring/collections/"
PAGE = 37


async def _walked(installation: Installation, asker: Asker, path: str) -> list[Observed]:
    """Every page of a list, from its beginning."""
    pages, after = [], ""
    while not pages or after:
        pages.append(await installation.fetch(asker, f"{path}limit={PAGE}{after}", TAXII))
        assert len(pages) < 50, "the pages have no end"
        after = f"&next={quote(json.loads(pages[-1].body).get('next', ''))}" if json.loads(pages[-1].body).get("more") else ""
    return pages


def _together(pages: list[Observed]) -> list[dict[str, Any]]:
    return [raw for page in pages for raw in json.loads(page.body).get("objects", ())]


def _hidden_id(world: Raw, view: ExportView) -> str:
    """The object that a record would be which its asker may not export, whether or not it is seen."""
    node = next(node for node in world["nodes"] if node["id"] not in view.nodes)
    return object_id(Leaving(node["id"], node["type"], "", "", {}, {}))


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_collection_is_the_references_and_hidden_changes_change_no_byte(installation: Installation, seed: int) -> None:
    maker = WorldMaker(seed)
    world = maker.world()
    asker = maker.asker(world)
    view = ExportView(world, asker.who, asker.purpose, asker.at)
    settled = asker.at - (SETTLES if asker.tense == PRESENT else timedelta(0))
    of_view = stix.since(view, settled)
    whole, path = stix.objects(view, settled), f"{ROOT}{collection_id(asker.purpose)}/"
    one, hidden = next(id_ for id_ in of_view if id_.startswith("relationship--")), _hidden_id(world, view)

    async def observed() -> list[list[Observed]]:
        lists = [f"{path}objects/?", f"{path}manifest/?", f"{path}objects/?match[type]=relationship,identity&"]
        single = [ROOT, f"{path}objects/{one}/", f"{path}objects/{one}/versions/", f"{path}objects/{hidden}/"]
        walked = [await _walked(installation, asker, address) for address in lists]
        return [*walked, [await installation.fetch(asker, address, TAXII) for address in single]]

    await installation.load(world)
    before = await observed()
    found, listed = _together(before[0]), _together(before[1])
    assert len(found) == len({raw["id"] for raw in found})
    assert {raw["id"]: raw for raw in found} == whole
    assert {raw["id"]: raw["modified"] for raw in found if raw["type"] == "report"} == {
        id_: moment for id_, moment in of_view.items() if id_.startswith("report--")
    }
    assert [row["id"] for row in listed] == [raw["id"] for raw in found]
    assert {row["id"]: row["date_added"].replace("000Z", "Z") for row in listed} == of_view
    assert [row["date_added"] for row in listed] == sorted(row["date_added"] for row in listed)
    offered, *_, of_one, of_hidden = before[-1]
    assert [each["alias"] for each in json.loads(offered.body)["collections"]] == export_purposes(world, asker.who, asker.at)
    assert (of_one.status, of_hidden.status) == (200, 404)
    await installation.load(hidden_changes(maker, world, asker), bumps=2)
    assert await observed() == before


async def test_what_was_just_recorded_takes_nothing_from_a_collection_and_comes_as_a_version(installation: Installation) -> None:
    maker = WorldMaker(SEEDS[0])
    world = maker.world()
    asker = maker.asker(world)
    view = ExportView(world, asker.who, asker.purpose, asker.at)
    of_view = stix.since(view, asker.at - SETTLES)
    report = next(
        one for one in view.nodes.values() if one.type == "Report" and of_view[_object(one)] < to_text(asker.at - SETTLES)
    )
    person = next(one for one in view.nodes.values() if one.type == "Person" and _object(one) in of_view)
    recorded = to_text(asker.at - SETTLES / 2)
    ends = {"from": report.raw["key"], "to": person.raw["key"]}
    mention = {"type": "MENTIONS", "id": "f" * 32, "m": report.raw["m"], "rec": recorded, "p": {}} | ends
    paths = [f"{ROOT}{collection_id(asker.purpose)}/{end}" for end in ("objects/?limit=1000", f"objects/{_object(report)}/")]

    async def observed(who: Asker) -> list[bytes]:
        return [(await installation.fetch(who, path, TAXII)).body for path in paths]

    await installation.load(world)
    before = await observed(asker)
    await installation.load(world | {"relationships": [*world["relationships"], mention]})
    assert await observed(asker) == before
    (now,) = json.loads((await observed(replace(asker, at=asker.at + SETTLES)))[1])["objects"]
    (then,) = json.loads(before[1])["objects"]
    assert (now["modified"], now["created"]) == (recorded, then["created"])
    assert set(now["object_refs"]) - set(then["object_refs"]) == {_object(person)}


def _object(one: Statement) -> str:
    """The id of a report or a person as an object."""
    return object_id(Leaving(one.id, one.type, "", "", {}, {}))


async def _entered(installation: Installation) -> tuple[Asker, str]:
    """A world, and somebody in it with an address of objects."""
    maker = WorldMaker(SEEDS[0])
    world = maker.world()
    asker = maker.asker(world)
    await installation.load(world)
    return asker, f"{ROOT}{collection_id(asker.purpose)}/objects/?limit={PAGE}"


async def test_a_collection_that_is_too_large_to_be_put_in_order_is_refused_whole(installation: Installation) -> None:
    asker, path = await _entered(installation)
    exports = installation.guard.exports
    for most in (Most(3, 10_000), Most(10_000, 3)):
        with patch.object(exports, "_most", most):
            answer = await installation.fetch(asker, path, TAXII)
        assert (answer.status, b"objects" in answer.body) == (413, False)
    assert (await installation.fetch(asker, path, TAXII)).status == 200


async def test_a_page_is_of_one_epoch_and_of_what_is_still_there(installation: Installation) -> None:
    asker, path = await _entered(installation)
    before = json.loads((await installation.fetch(asker, path, TAXII)).body)["objects"]
    reading, listings = installation.guard.reading, 0
    listing, whole = reading.listing, reading.whole

    async def counted(*given: Any) -> Any:
        nonlocal listings
        listings += 1
        return await listing(*given)

    async def listed(*given: Any) -> Any:
        found = await counted(*given)
        if listings == 1:
            await installation.store.write((BUMP_EPOCH, {}))
        return found

    async def ended(*given: Any) -> Any:
        standing, found = await whole(*given)
        if listings == 1:
            masks = {name: bytes(len(mask)) for name, mask in standing.classes.masks.items()}
            standing = replace(standing, classes=replace(standing.classes, masks=masks))
        return standing, found

    async def withdrawn(*given: Any) -> Any:
        standing, found = await whole(*given)
        return standing, found[1:]

    with patch.object(reading, "listing", listed):
        assert json.loads((await installation.fetch(asker, path, TAXII)).body)["objects"] == before
    assert listings == 2
    listings = 0
    with patch.object(reading, "listing", counted), patch.object(reading, "whole", ended):
        assert json.loads((await installation.fetch(asker, path, TAXII)).body)["objects"] == before
    assert listings == 2, "a right that ends by time changes no epoch"
    with patch.object(reading, "whole", withdrawn):
        left = json.loads((await installation.fetch(asker, path, TAXII)).body)["objects"]
    assert [raw for raw in before if raw in left] == left
    assert len(left) == len(before) - 1
