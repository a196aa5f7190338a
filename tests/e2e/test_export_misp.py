"""A view as an event of MISP: what the plain reference lets go and nothing else, for two partners, and proved to the byte."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from cli.export_proof import NotWhatLeft, proof, proof_of, verified
from cli.leaving import Exchange, statements
from loaders.misp.event import event
from tests.e2e.conftest import Service
from tests.e2e.test_export import reference
from tests.e2e.test_export_stix import PURPOSE, _export
from tests.loaders.misp_reading import expected, in_order, number, said
from tests.oracle.export import ExportView
from tests.oracle.stix import leaving
from tests.oracle.view import View

PARTNERS = ("u-noor", "u-saar")


def _made(exchange: Exchange) -> bytes:
    return event(statements(one.body for one in exchange.answers))


async def test_two_partners_events_are_the_views_of_the_reference_and_differ_by_nothing_else(service: Service) -> None:
    ids, world = list(service.world.ids.values()), reference(service.world)
    for who in PARTNERS:
        file = _made(await _export(service, who, ids))
        view, whole = (kind(world, who, PURPOSE, service.world.now) for kind in (ExportView, View))
        lawful = [expected(leaving(view, one)) for one in (*view.nodes.values(), *view.links)]
        assert said(file) == in_order(lawful)
        withheld = set(ids) - set(view.nodes)
        assert withheld & set(whole.nodes), "something may be read, and may not leave"
        words = repr(lawful)
        canaries = {one for one in _texts(world, withheld) | {number(id_) for id_ in withheld} if one not in words}
        assert len(canaries) > len(withheld), "words too are among them"
        text = file.decode()
        assert not [canary for canary in canaries if canary in text]


def _texts(world: Any, ids: set[str]) -> set[str]:
    """Texts of some records, of more than a word."""
    found = [value for node in world["nodes"] if node["id"] in ids for value in node.get("p", {}).values()]
    return {value for value in found if isinstance(value, str) and " " in value}


async def test_one_byte_that_is_another_is_noticed(service: Service, tmp_path: Path) -> None:
    report = next(node for node in reference(service.world)["nodes"] if node["type"] == "Report" and node["m"].startswith("POL"))
    exchange = await _export(service, "u-saar", [report["id"]], radius=1)
    file, logs = tmp_path / "one.json", service.home / "audit"
    made = _made(exchange)
    proof_of(file).write_bytes(proof(exchange.answers, exchange.until))
    file.write_bytes(made)
    left = await asyncio.to_thread(verified, file, logs)
    assert (left.subject, left.organisation, left.purpose, left.grants) == ("u-saar", "POL", PURPOSE, ("G-own-pol-drio",))
    file.write_bytes(made.replace(b'"to_ids": false', b'"to_ids": true', 1))
    with pytest.raises(NotWhatLeft, match="not what is made"):
        await asyncio.to_thread(verified, file, logs)
    proof_of(file).write_bytes(proof([one for one in exchange.answers if "Leaving" not in one.document], exchange.until))
    for nothing in (b"", b"{}"):
        file.write_bytes(nothing)
        with pytest.raises(NotWhatLeft, match="not what is made"):
            await asyncio.to_thread(verified, file, logs)
