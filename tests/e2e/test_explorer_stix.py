"""STIX out of the explorer: what may leave of what is named, in the session of its page; and of the rest not a byte."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from access_policies.audit import Kind
from access_policies.audit.keys import new_key
from access_policies.audit.segments import verified as logs_of
from cli.export_proof import NotWhatLeft, verified
from graph_model.instant import parse, to_text
from graph_model.marking import LEVELS
from loaders.stix.kring_extension import EXTENSION
from tests.access_policies.audit.logs import read_entries
from tests.e2e.bundles import content, expected
from tests.e2e.conftest import Service
from tests.e2e.test_export import reference
from tests.e2e.visit import Visit, visit
from tests.loaders.test_stix_writing import strictly
from tests.oracle.export import ExportView
from tests.oracle.view import View

PURPOSE = "THREAT_ASSESSMENT"
VERIFY = Path(__file__).resolve().parents[2] / "tools" / "verify_file.py"
NOBODYS = [f"{n:032x}" for n in range(40)]
TOLD = ("audit-receipt", "kring-file-signature", "x-request-id", "date")
"""Header fields that differ between any two answers."""


async def take(browser: Visit, seal: str, body: Any, **headers: str) -> httpx.Response:
    """Ask for a file as the page does."""
    own = {"Kring-Session": seal, "Kring-Purpose": PURPOSE} | {name.replace("_", "-"): value for name, value in headers.items()}
    return await browser.client.post("/explorer/stix", json=body, headers=own)


def everything(service: Service) -> dict[str, list[str]]:
    """Every record and relationship of the world, whoever may see it."""
    world = service.world
    return {"records": list(world.ids.values()), "links": [link.id for link in world.relationships]}


def told(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """All that a caller observes of an answer, but what is random."""
    return answer.status_code, answer.content, {name: value for name, value in answer.headers.items() if name not in TOLD}


def entry_of(service: Service, answer: httpx.Response) -> dict[str, Any]:
    """The entry that an answer's receipt is for."""
    receipt = answer.headers["Audit-Receipt"].partition(":")[0]
    return next(entry for entry in read_entries(service.home / "audit" / "one") if entry["receipt"] == receipt)


@pytest.mark.parametrize(
    ("who", "name", "known"),
    [
        ("u-noor", "Noor Kievitsbloem (NCTV)", None),
        ("u-saar", "Saar", None),
        ("u-noor", "Noor Kievitsbloem (NCTV)", "2026-03-03T23:59:59.999Z"),
    ],
)
async def test_a_file_is_what_the_reference_lets_go_and_its_receipt_is_for_its_bytes(
    service: Service, who: str, name: str, known: str | None
) -> None:
    day = {"asKnown": known} if known else {}
    async with visit(service) as browser:
        answer = await take(browser, (await browser.sign_in(who))["seal"], everything(service) | day)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/stix+json;version=2.1")
    strictly(answer.content)
    view = ExportView(reference(service.world), who, PURPOSE, service.world.now, parse(known) if known else None)
    (records, links), (lawful_records, lawful_links) = content(answer.content), expected(view)
    assert records == lawful_records != {}
    assert (links - lawful_links, lawful_links - links) == (Counter(), Counter())
    entry, ids = entry_of(service, answer), {*view.nodes, *(link.id for link in view.links)}
    assert (entry["kind"], entry["action"], entry["channel"], entry["subject"]) == ("READ", "export", "explorer", who)
    assert entry["answer"] == sha256(answer.content).hexdigest()
    assert {id_ for served in entry["served"] for id_ in served["records"]} >= set(view.nodes)
    assert len([id_ for served in entry["served"] for id_ in served["records"]]) == len(ids)
    (stamp,) = (raw for raw in json.loads(answer.content)["objects"] if "export" in raw.get("extensions", {}).get(EXTENSION, {}))
    said = stamp["extensions"][EXTENSION]["export"]
    assert said["exported_by"].startswith(name)
    assert (said["purpose"], said["exported_at"], said.get("as_known_on")) == (PURPOSE, "2026-03-16T09:00:00.000Z", known)
    assert said["level"] == max((one.marking_as_seen["level"] for one in (*view.nodes.values(), *view.links)), key=LEVELS.index)
    ends = {one.id: min(one.expires, one.review_due_at(service.world.now)) for one in service.world.register.grants}
    until = min(max(ends[grant] for grant in served["grants"]) for served in entry["served"])
    assert said["keep_until"] <= to_text(until)
    assert said["keep_until"] > said["exported_at"]
    assert all(word in stamp["definition"]["statement"] for word in (said["exported_by"], said["level"], said["exported_at"]))


async def test_what_may_not_leave_is_as_what_is_not_there_and_no_word_of_it_is_in_the_file(service: Service) -> None:
    world = reference(service.world)
    view, whole = (kind(world, "u-noor", PURPOSE, service.world.now) for kind in (ExportView, View))
    kept, hidden = set(whole.nodes) - set(view.nodes), {node["id"] for node in world["nodes"]} - set(whole.nodes)
    some = sorted(view.nodes)[:6]
    links = [link.id for link in service.world.relationships]
    async with visit(service) as browser:
        seal = (await browser.sign_in("u-noor"))["seal"]
        alone = await take(browser, seal, {"records": some, "links": links})
        for others in (sorted(kept)[:40], sorted(hidden)[:40], NOBODYS, ["", "no id", "é" * 90]):
            assert told(await take(browser, seal, {"records": [*others, *some], "links": links})) == told(alone)
        between = [link.id for link in service.world.relationships if {link.start, link.end} <= set(some)]
        assert told(await take(browser, seal, {"records": some, "links": between})) == told(alone)
        assert told(await take(browser, seal, {"records": some, "links": [*NOBODYS, *links]})) == told(alone)
        full = (await take(browser, seal, everything(service))).text
    lawful = json.dumps([view.readable(one) for one in (*view.nodes.values(), *view.links)], ensure_ascii=False)
    texts = {
        value
        for node in world["nodes"]
        if node["id"] not in view.nodes
        for value in node.get("p", node.get("props", {})).values()
        if isinstance(value, str) and len(value) > 5
    }
    secret = {text for text in texts if text not in lawful}
    assert len(secret) > 100
    assert [text for text in secret if json.dumps(text, ensure_ascii=False) in full] == []
    assert [id_ for id_ in (*kept, *hidden) if id_ in full] == []


async def test_where_nothing_may_leave_there_is_no_file_and_one_answer_for_every_reason(service: Service) -> None:
    hidden = list(service.world.ids.values())
    async with visit(service) as browser:
        seal = (await browser.sign_in("u-daan"))["seal"]
        answers = [await take(browser, seal, {"records": ids}) for ids in (hidden, NOBODYS, [])]
    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}
    assert {answer.headers["Kring-Epoch"] for answer in answers} == {answers[0].headers["Kring-Epoch"]}
    entry = entry_of(service, answers[0])
    assert (entry["action"], entry["outcome"], entry["served"]) == ("export", "released", [])


async def test_only_the_page_of_a_session_takes_a_file_and_only_by_naming_ids(service: Service) -> None:
    one = {"records": [next(iter(service.world.ids.values()))]}
    async with visit(service) as browser, visit(service) as other:
        seal, strange = (await browser.sign_in("u-noor"))["seal"], (await other.sign_in("u-daan"))["seal"]
        for wrong in ("", strange):
            assert (await take(browser, wrong, one)).status_code == 401
        bearer = await service.client.post("/explorer/stix", json=one, headers=await service.headers("u-noor", PURPOSE))
        assert bearer.status_code == 401
        assert (await browser.client.get("/explorer/stix")).status_code == 405
        for body in (
            [], {}, {"records": "x"}, {"records": [1]}, {"records": [["x"]]}, {"records": NOBODYS, "radius": 1}, {"records": None},
            {"records": [f"{n}" for n in range(1001)]}, {"records": [], "links": [f"{n}" for n in range(5001)]},
            {"records": [], "asKnown": "yesterday"}, {"records": [], "asKnown": 5},
        ):  # fmt: skip
            refused = await take(browser, seal, body)
            assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_FILE"), body
        assert (await take(browser, seal, one, Kring_Purpose="NOT_ONE")).json()["errors"][0]["extensions"][
            "code"
        ] == "PURPOSE_REQUIRED"
        form = {"Kring-Session": seal, "Kring-Purpose": PURPOSE, "Content-Type": "text/plain"}
        assert (await browser.client.post("/explorer/stix", content=json.dumps(one), headers=form)).status_code == 415
    denied = [entry for entry in read_entries(service.home / "audit" / "one") if entry["kind"] == Kind.REFUSE]
    assert "BAD_FILE" in {entry["outcome"] for entry in denied}


async def test_a_file_with_its_receipt_is_verified_by_whoever_holds_it_and_by_whoever_has_the_log(
    service: Service, tmp_path: Path
) -> None:
    async with visit(service) as browser:
        seal = (await browser.sign_in("u-saar"))["seal"]
        answer = await take(browser, seal, everything(service))
        other = (await take(browser, seal, {"records": everything(service)["records"]})).headers["Audit-Receipt"]
    receipt, signature = answer.headers["Audit-Receipt"], answer.headers["Kring-File-Signature"]
    made = answer.content.replace(b'"kring_receipt": ""', f'"kring_receipt": "{receipt}:{signature}"'.encode())
    strictly(made)
    file, logs = tmp_path / "kring.stix.json", service.home / "audit"
    key = str(logs_of(logs / "one").key)

    def verdict(data: bytes, by: str = key) -> tuple[int, str, str]:
        file.write_bytes(data)
        done = subprocess.run([sys.executable, VERIFY, file, "--key", by], text=True, capture_output=True, check=False)
        try:
            left = verified(file, logs)
            return done.returncode, done.stdout, f"{left.subject} {left.organisation} {left.purpose} {left.grants}"
        except (NotWhatLeft, OSError):
            return done.returncode, done.stdout, ""

    code, said, on_record = await asyncio.to_thread(verdict, made)
    assert (code, said.splitlines()[0], said.splitlines()[-1]) == (0, f"receipt {receipt}", "as it left")
    assert {"exported_by: Saar Turfschip (POL)", f"purpose: {PURPOSE}", f"rights: {answer.headers['Kring-Epoch']}"} <= {
        *said.splitlines()
    }
    assert on_record == f"u-saar POL {PURPOSE} ('G-own-pol-drio',)"
    for spoilt in (
        made[:-40] + bytes([made[-40] ^ 1]) + made[-39:],
        made.replace(b"Saar", b"Noor"),
        made.replace(receipt.encode(), other.encode()),
        answer.content,
        b"{}",
    ):
        code, said, on_record = await asyncio.to_thread(verdict, spoilt)
        assert (code, said.splitlines()[-1], on_record) == (1, "NOT WHAT LEFT", "")
    strange = new_key(tmp_path / "other.pem").verifier("kring/audit/other")
    assert (await asyncio.to_thread(verdict, made, str(strange)))[0] == 1


async def test_a_day_that_is_not_over_is_now_and_the_stamp_says_nothing_else(service: Service) -> None:
    async with visit(service) as browser:
        seal = (await browser.sign_in("u-noor"))["seal"]
        now = await take(browser, seal, everything(service))
        for ahead in ("2026-03-16T23:59:59.999Z", "2031-01-01T00:00:00Z"):
            assert told(await take(browser, seal, everything(service) | {"asKnown": ahead})) == told(now)
    assert now.status_code == 200
    assert b"as_known_on" not in now.content
