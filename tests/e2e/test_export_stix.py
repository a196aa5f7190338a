"""A view as a STIX bundle: what the plain reference lets go and nothing else, for two partners, and proved to the byte."""

import asyncio
import json
from collections import Counter
from pathlib import Path

import httpx
import pytest

from cli.export import asking
from cli.export_proof import NotWhatLeft, proof, proof_of, verified
from cli.leaving import Exchange, NothingLeaves, collect, documents, statements
from loaders.stix.kring_extension import EXTENSION
from loaders.stix.writing.bundle import bundle
from tests.e2e.bundles import content, expected
from tests.e2e.conftest import Service
from tests.e2e.test_explorer_stix import take
from tests.e2e.test_export import reference
from tests.e2e.visit import visit
from tests.loaders.test_stix_writing import strictly
from tests.oracle.export import ExportView
from tests.oracle.view import View

PURPOSE = "THREAT_ASSESSMENT"


async def _export(service: Service, who: str, ids: list[str], radius: int = 0) -> Exchange:
    token = await service.token(who)

    def run() -> Exchange:
        with httpx.Client(base_url=service.url, timeout=20) as asker:
            exchange = Exchange(asking(asker, token, PURPOSE))
            collect(exchange, ids, radius)
        return exchange

    return await asyncio.to_thread(run)


def _made(exchange: Exchange) -> bytes:
    return bundle(statements(one.body for one in exchange.answers))


@pytest.mark.parametrize("who", ["u-noor", "u-saar"])
async def test_a_bundle_of_everything_named_is_the_view_of_the_reference(service: Service, who: str) -> None:
    ids = list(service.world.ids.values())
    assert EXTENSION == "extension-definition--ce7fafed-4a37-540e-a763-13645e95cb2c", "files that left name it"
    file = _made(await _export(service, who, ids))
    view = ExportView(reference(service.world), who, PURPOSE, service.world.now)
    (records, links), (lawful_records, lawful_links) = content(file), expected(view)
    assert records == lawful_records
    assert (links - lawful_links, lawful_links - links) == (Counter(), Counter())
    assert set(records) < set(expected(View(reference(service.world), who, PURPOSE, service.world.now))[0])
    strictly(file)
    marked = [raw for raw in json.loads(file)["objects"] if raw["type"] not in ("extension-definition", "marking-definition")]
    defined = {raw["id"] for raw in json.loads(file)["objects"]}
    assert all(raw["object_marking_refs"] and set(raw["object_marking_refs"]) <= defined for raw in marked)
    assert all(raw.get("created_by_ref", raw["id"]) in defined for raw in marked)


async def test_nothing_is_written_of_what_may_not_leave(service: Service) -> None:
    ids = list(service.world.ids.values())
    for who in ("u-daan", "u-noor"):
        of_others = [ids[0]] if who == "u-daan" else ["00000000000000000000000000000000"]
        with pytest.raises(NothingLeaves):
            await _export(service, who, of_others, radius=1)


async def test_one_byte_that_is_another_is_noticed(service: Service, tmp_path: Path) -> None:
    case = next(node for node in reference(service.world)["nodes"] if node["type"] == "Report" and node["m"].startswith("POL"))
    exchange = await _export(service, "u-saar", [case["id"]], radius=1)
    file, logs = tmp_path / "one.json", service.home / "audit"
    made = _made(exchange)
    assert made == _made(await _export(service, "u-saar", [case["id"]], radius=1)), "the same view gives the same bytes"
    file.write_bytes(made)
    async with visit(service) as browser:
        found = statements(one.body for one in exchange.answers)
        named = {"records": [one.id for one in found if not one.start], "links": [one.id for one in found if one.start]}
        taken = await take(browser, (await browser.sign_in("u-saar"))["seal"], named)
    assert f'"keep_until": "{exchange.until}"' in taken.text
    whole = proof(exchange.answers, exchange.until)
    assert json.loads(whole)["keepUntil"] == exchange.until
    proof_of(file).write_bytes(whole)
    left = await asyncio.to_thread(verified, file, logs)
    assert (left.subject, left.organisation, left.purpose, left.grants) == ("u-saar", "POL", PURPOSE, ("G-own-pol-drio",))
    for place in range(0, len(made), len(made) // 2):
        file.write_bytes(made[:place] + bytes([made[place] ^ 1]) + made[place + 1 :])
        with pytest.raises(NotWhatLeft, match="not what is made"):
            await asyncio.to_thread(verified, file, logs)
    file.write_bytes(made)
    for other in (
        whole.replace(b"recordedAt", b"recordedat", 1),
        whole.replace(exchange.answers[0].receipt.encode(), b"a:b:c"),
        b"{}",
    ):
        assert other != whole
        proof_of(file).write_bytes(other)
        with pytest.raises(NotWhatLeft):
            await asyncio.to_thread(verified, file, logs)


OWN = " text "
"""Where a document for reports asks for their text."""
RENAMED = [
    (" text: kind ", "other names"),
    (" ...of ", "other names"),
    (OWN, ""),
    (" ", "another document"),
]


@pytest.mark.parametrize(("instead", "fault"), RENAMED, ids=["renamed", "renamed in a fragment", "under its own name", "left out"])
async def test_a_value_that_was_asked_for_under_another_name_proves_nothing(
    service: Service, tmp_path: Path, instead: str, fault: str
) -> None:
    own = next(iter(documents("Report")))
    asked = own.replace(OWN, instead, 1) + ("" if "...of" not in instead else " fragment of on Report { text: kind }")
    report = next(node for node in reference(service.world)["nodes"] if node["type"] == "Report" and node["m"].startswith("POL"))
    token = await service.token("u-saar")

    def run() -> Exchange:
        with httpx.Client(base_url=service.url, timeout=20) as asker:
            exchange = Exchange(asking(asker, token, PURPOSE))
            exchange.found(asked, ids=[report["id"]])
        return exchange

    exchange = await asyncio.to_thread(run)
    file, logs = tmp_path / "one.json", service.home / "audit"
    file.write_bytes(_made(exchange) if "text" in asked else b"{}")
    proof_of(file).write_bytes(proof(exchange.answers, ""))
    if not fault:
        assert (await asyncio.to_thread(verified, file, logs)).subject == "u-saar"
        return
    with pytest.raises(NotWhatLeft, match=fault):
        await asyncio.to_thread(verified, file, logs)
    proof_of(file).write_bytes(proof([one._replace(document=own) for one in exchange.answers], ""))
    with pytest.raises(NotWhatLeft, match="not the one that left"):
        await asyncio.to_thread(verified, file, logs)
