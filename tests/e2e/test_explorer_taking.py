"""Tables, graphs and pictures out of the explorer: what may leave and no more, and whoever holds the file can tell that it is what left."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from access_policies.audit.proofs import prove_receipt
from access_policies.audit.segments import verified as logs_of
from cli.export_proof import NotWhatLeft, verified
from loaders.plain import graphml, tables
from tests.e2e.conftest import Service
from tests.e2e.stamped_files import (
    DRAWING,
    ROOMS,
    TOOL,
    WRITTEN,
    about,
    elements_of,
    filled,
    is_sound,
    picture,
    rows_of,
    spoilt,
    with_words,
)
from tests.e2e.test_explorer_stix import NOBODYS, PURPOSE, entry_of, everything, told
from tests.e2e.test_export import reference
from tests.e2e.visit import Visit, visit
from tests.oracle.export import ExportView
from tests.oracle.view import View

OWN = {*tables.RECORD, "fileMarking", "exportedBy", "purpose", "exportedAt", "keepUntil", "rights", "asKnownOn", tables.RECEIPT}
"""Columns that are no properties."""
PICTURES = {"svg": DRAWING, "png": picture()}


async def take(browser: Visit, seal: str, kind: str, body: Any, purpose: str = PURPOSE) -> httpx.Response:
    """Ask for a file of a kind, or tell of a picture, as the page does."""
    headers = {"Kring-Session": seal, "Kring-Purpose": purpose}
    return await browser.client.post(f"/explorer/{kind}", json=body, headers=headers)


def stamp_of(answer: httpx.Response) -> str:
    return f"{answer.headers['Audit-Receipt']}:{answer.headers['Kring-File-Signature']}"


def view_of(service: Service, who: str) -> ExportView:
    return ExportView(reference(service.world), who, PURPOSE, service.world.now)


async def all_of(service: Service, browser: Visit, seal: str) -> dict[str, list[str]]:
    """The ids of all that may leave."""
    graph = (await take(browser, seal, "graphml", everything(service))).content
    return {"records": list(elements_of(graph, "node")), "links": list(elements_of(graph, "edge"))}


def ties_of(view: View) -> Counter[tuple[str, str, str, str]]:
    """Relationships by their ends, type and properties: the reference has no ids for them."""
    return Counter((link.start, link.end, link.type, json.dumps(view.readable(link), sort_keys=True)) for link in view.links)


async def _made(browser: Visit, seal: str, kind: str, named: dict[str, list[str]]) -> tuple[bytes, str, httpx.Response]:
    """A file of a kind, its stamp, and the answer that vouched for it."""
    if kind in WRITTEN:
        answer = await take(browser, seal, kind, named)
        return filled(kind, answer.content, stamp_of(answer)), stamp_of(answer), answer
    answer = await take(browser, seal, "picture", named | about(kind, PICTURES[kind]))
    stamp = with_words(stamp_of(answer), answer.content)
    return filled(kind, PICTURES[kind], stamp), stamp, answer


def _text(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("who", ["u-noor", "u-saar"])
async def test_tables_and_graphs_hold_what_the_reference_lets_go(service: Service, who: str) -> None:
    view = view_of(service, who)
    async with visit(service) as browser:
        seal = (await browser.sign_in(who))["seal"]
        answers = {kind: await take(browser, seal, kind, everything(service)) for kind in WRITTEN}
    records, links, graph = (answers[kind].content for kind in ("records", "relationships", "graphml"))
    rows, nodes, edges = rows_of(records), elements_of(graph, "node"), elements_of(graph, "edge")
    assert rows.keys() == nodes.keys() == view.nodes.keys() != set()
    for one in view.nodes.values():
        said, row = view.readable(one), rows[one.id]
        others = {name: text.removeprefix("'") for name, text in row.items() if text and name not in OWN}
        assert others == {name: _text(value).removeprefix("'") for name, value in said.items() if _text(value)}
        assert nodes[one.id]["properties"] == said
        assert (row["type"], row["level"], row["originator"]) == (one.type, one.marking["level"], one.marking["originator"])
    ties = Counter(
        (one["source"], one["target"], one["type"], json.dumps(one["properties"], sort_keys=True)) for one in edges.values()
    )
    assert ties == ties_of(view) != Counter()
    ends = {id_: (row["from"], row["to"], row["relationship"]) for id_, row in rows_of(links).items()}
    assert ends == {id_: (one["source"], one["target"], one["type"]) for id_, one in edges.items()}
    for kind, answer in answers.items():
        entry = entry_of(service, answer)
        assert (entry["kind"], entry["action"], entry["answer"]) == ("READ", "export", sha256(answer.content).hexdigest())
        assert {id_ for served in entry["served"] for id_ in served["records"]} == {*nodes, *edges}, kind


@pytest.mark.parametrize("kind", [*WRITTEN, *PICTURES])
async def test_every_byte_that_is_another_is_noticed_by_whoever_holds_the_file(service: Service, tmp_path: Path, kind: str) -> None:
    file, logs = tmp_path / f"kring.{kind}", service.home / "audit"
    async with visit(service) as browser:
        seal = (await browser.sign_in("u-saar"))["seal"]
        named = await all_of(service, browser, seal)
        data, stamp, answer = await _made(browser, seal, kind, named)
        other, _, _ = await _made(browser, seal, kind, {"records": named["records"][:2]} if kind != "relationships" else named)
    chain = logs_of(logs / "one")
    key = Ed25519PublicKey.from_public_bytes(chain.key.public)
    assert is_sound(data, key)
    assert is_sound(other, key)
    changed = [one for one in spoilt(data, stamp) if one != data]
    assert len(changed) > 300
    assert [one for one in changed if is_sound(one, key)] == []
    more = "\0more" if kind == "png" else "more"
    assert not is_sound(
        data.replace(stamp.encode(), f"{stamp}{more}".encode()) if kind in ROOMS else filled(kind, PICTURES[kind], stamp + more),
        key,
    )

    def verdict(key: str, *more: str) -> tuple[int, list[str]]:
        done = subprocess.run([sys.executable, TOOL, file, "--key", key, *more], text=True, capture_output=True, check=False)
        return done.returncode, done.stdout.splitlines()

    file.write_bytes(data)
    code, said = await asyncio.to_thread(verdict, str(chain.key))
    assert (code, said[0], said[-1]) == (0, f"receipt {answer.headers['Audit-Receipt']}", "as it left")
    assert {"exported_by: Saar Turfschip (POL)", f"purpose: {PURPOSE}"} <= {
        one.replace("exportedBy", "exported_by") for one in said
    }, said
    assert len([one for one in said if one.lower().replace("_", "").startswith(("keepuntil: 202", "rights: "))]) == 2
    left = await asyncio.to_thread(verified, file, logs)
    assert (left.subject, left.purpose, left.grants) == ("u-saar", PURPOSE, ("G-own-pol-drio",))
    for one in (data[:-20] + bytes([data[-20] ^ 1]) + data[-19:], data.replace(stamp.encode(), b"")):
        file.write_bytes(one)
        with pytest.raises((NotWhatLeft, OSError)):
            await asyncio.to_thread(verified, file, logs)
    (tmp_path / "proof.json").write_text(json.dumps(asdict(prove_receipt(logs, answer.headers["Audit-Receipt"]))))
    tool = [sys.executable, TOOL.with_name("verify_audit.py"), "--proof", tmp_path / "proof.json", "--key", str(chain.key)]
    assert subprocess.run(tool, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("form", PICTURES)
async def test_what_is_said_of_a_picture_is_who_took_which_bytes_and_what_may_leave(service: Service, form: str) -> None:
    async with visit(service) as browser:
        seal = (await browser.sign_in("u-noor"))["seal"]
        named = await all_of(service, browser, seal)
        answer = await take(browser, seal, "picture", named | about(form, PICTURES[form]))
    said = json.loads(answer.content)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert {name: said[name] for name in ("kring_picture", "sha256", "records", "relationships", "exported_by", "purpose", "rights")} == {
        "kring_picture": form, "sha256": sha256(PICTURES[form]).hexdigest(), "records": len(named["records"]), "relationships": len(named["links"]),
        "exported_by": "Noor Kievitsbloem (NCTV)", "purpose": PURPOSE, "rights": answer.headers["Kring-Epoch"],
    }  # fmt: skip
    entry = entry_of(service, answer)
    assert (entry["action"], entry["answer"]) == ("export", sha256(answer.content).hexdigest())
    assert {id_ for served in entry["served"] for id_ in served["records"]} == {*named["records"], *named["links"]}


async def test_of_a_picture_with_anything_that_may_not_leave_nothing_is_said_for_every_reason(service: Service) -> None:
    world = reference(service.world)
    view, whole = (kind(world, "u-noor", PURPOSE, service.world.now) for kind in (ExportView, View))
    kept, hidden = sorted(set(whole.nodes) - set(view.nodes)), sorted({node["id"] for node in world["nodes"]} - set(whole.nodes))
    some = sorted(view.nodes)[:6]
    loose = next(link.id for link in service.world.relationships if link.start in view.nodes and link.start not in some)
    drawn = about("svg", DRAWING)
    async with visit(service) as browser, visit(service) as other:
        seal, strange = (await browser.sign_in("u-noor"))["seal"], (await other.sign_in("u-daan"))["seal"]
        assert (await take(browser, seal, "picture", {"records": some} | drawn)).status_code == 200
        answers = [
            await take(browser, seal, "picture", {"records": [*some, one], "links": links} | drawn)
            for one, links in (
                (kept[0], []),
                (hidden[0], []),
                (NOBODYS[0], []),
                ("no id", []),
                (some[0], [loose]),
                (some[0], [NOBODYS[1]]),
            )
        ]
        entry = entry_of(service, answers[1])
        nothing = await take(other, strange, "picture", {"records": some} | drawn)
    assert len({repr(told(answer)) for answer in answers}) == 1
    assert {(answer.status_code, answer.content) for answer in (*answers, nothing)} == {(204, b"")}
    assert (entry["outcome"], entry["served"]) == ("released", [])


async def test_what_may_not_leave_is_as_what_is_not_there_in_every_kind_of_file(service: Service) -> None:
    world = reference(service.world)
    view, whole = (kind(world, "u-noor", PURPOSE, service.world.now) for kind in (ExportView, View))
    kept, hidden = set(whole.nodes) - set(view.nodes), {node["id"] for node in world["nodes"]} - set(whole.nodes)
    links = [link.id for link in service.world.relationships]
    async with visit(service) as browser, visit(service) as other:
        seal, strange = (await browser.sign_in("u-noor"))["seal"], (await other.sign_in("u-daan"))["seal"]
        for kind in ("records", "relationships", "graphml"):
            alone = await take(browser, seal, kind, {"records": sorted(view.nodes), "links": links})
            for others in (sorted(kept)[:40], sorted(hidden)[:40], NOBODYS):
                found = await take(browser, seal, kind, {"records": [*others, *sorted(view.nodes)], "links": [*NOBODYS, *links]})
                assert told(found) == told(alone)
            nothing = [await take(other, strange, kind, {"records": ids, "links": links}) for ids in (sorted(hidden), NOBODYS, [])]
            assert {(answer.status_code, answer.content) for answer in nothing} == {(204, b"")}
            assert len({repr(told(answer)) for answer in nothing}) == 1
        no_tie = await take(browser, seal, "relationships", {"records": sorted(view.nodes)})
        assert (no_tie.status_code, entry_of(service, no_tie)["served"]) == (204, [])


async def test_only_the_page_of_a_session_is_vouched_for_and_only_for_what_it_names(service: Service) -> None:
    one = {"records": [next(iter(service.world.ids.values()))]}
    drawn = one | about("png", b"x")
    async with visit(service) as browser, visit(service) as other:
        seal, strange = (await browser.sign_in("u-noor"))["seal"], (await other.sign_in("u-daan"))["seal"]
        for kind, body in (("picture", drawn), ("records", one), ("relationships", one), ("graphml", one)):
            for wrong in ("", strange):
                assert (await take(browser, wrong, kind, body)).status_code == 401
            bearer = await service.headers("u-noor", PURPOSE)
            assert (await service.client.post(f"/explorer/{kind}", json=body, headers=bearer)).status_code == 401
            assert (await browser.client.get(f"/explorer/{kind}")).status_code == 405
            assert (await take(browser, seal, kind, body, "NOT_ONE")).status_code == 400
        for body in (
            one, drawn | {"form": "gif"}, drawn | {"form": ["png"]}, drawn | {"sha256": "ab"}, drawn | {"sha256": 5},
            drawn | {"sha256": "AB" * 32}, drawn | {"records": "x"}, drawn | {"said": "more"}, drawn | {"records": [str(n) for n in range(1001)]},
        ):  # fmt: skip
            refused = await take(browser, seal, "picture", body)
            assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_FILE"), body
        assert (await take(browser, seal, "records", drawn)).status_code == 400


def test_a_tool_that_shares_no_code_knows_the_rooms_that_the_writers_leave() -> None:
    assert "".join(ROOMS["records"])[1:-2] == tables.ROOM
    assert "".join(ROOMS["graphml"]) == graphml.ROOM
