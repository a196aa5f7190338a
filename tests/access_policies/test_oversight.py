"""Story (g) and its mirror: who knew of the van, and when; only for overseers, only in their own view, each look on record."""

from typing import Any

import pytest

from access_policies.audit.segments import segments, verified
from access_policies.errors import PurposeUnknown, UnknownSubject
from access_policies.guard import Asked
from access_policies.guard.oversight import Disclosures
from graph_model.instant import parse
from loaders.scenario.world import WorldRejected, make_world
from tests.access_policies.audit.logs import read_entries
from tests.access_policies.conftest import Installation
from tests.invented import invented_raw

RAW = invented_raw()
STEPS = [step for story in RAW["stories"] for step in story["steps"] if step["query"]["op"] in ("disclosures", "verify")]


async def _disclosures(installation: Installation, who: str, record: str, until: str, purpose: str = "OVERSIGHT") -> Disclosures:
    id_ = installation.world.ids.get(record, "0" * 32)
    return await installation.guard.oversight.disclosures(Asked(who, purpose, "disclosures"), [id_], parse(until))


def _as_seen(found: Disclosures) -> list[str]:
    return [f"{one.at.replace('.000', '')} {one.subject} {one.purpose} {one.grants[0]}" for one in found.found]


async def _verify(installation: Installation, question: dict[str, Any]) -> list[str]:
    """The answer to a `verify` step, with the entry of that place in the ledger changed or taken out as the step says."""
    path = segments(installation.audit.folder)[0]
    whole = path.read_bytes()
    if place := question.get("tamper", question.get("remove")):
        start = whole.index(f'"source":"scenario:{place + 1}"'.encode())
        begin = whole.rindex(b"KrEn", 0, start)
        end = whole.index(b"KrCp", start)
        changed = b"" if "remove" in question else whole[begin:end].replace(b'"subject":"u-', b'"subject":"x-')
        path.write_bytes(whole[:begin] + changed + whole[end:])
    verification = await installation.guard.oversight.verify(Asked("u-hadewych", "OVERSIGHT", "verify"))
    return ["intact" if verification.is_intact else "broken"]


@pytest.mark.parametrize("step", STEPS, ids=[str(n) for n in range(len(STEPS))])
async def test_every_step_about_the_ledger_sees_what_the_reference_sees(installation: Installation, step: dict[str, Any]) -> None:
    question = step["query"]
    if question["op"] == "verify":
        assert await _verify(installation, question) == step["sees"]
    else:
        found = await _disclosures(installation, step["who"], question["record"], question["until"], step["purpose"])
        assert _as_seen(found) == step["sees"]


async def test_each_overseer_sees_the_ledger_of_their_own_mandate(installation: Installation) -> None:
    now = "2026-03-16T09:00:00Z"
    assert _as_seen(await _disclosures(installation, "u-maud", "R-r16.AIVD", now)) == [
        "2026-03-06T13:30:00Z u-noor THREAT_ASSESSMENT G-nctv-c1"
    ]
    assert _as_seen(await _disclosures(installation, "u-maud", "R-r10.POL", now)) == []
    assert _as_seen(await _disclosures(installation, "u-hadewych", "R-r16.AIVD", now)) == []


async def test_nobody_else_learns_who_was_served(installation: Installation) -> None:
    """Not those who may read the record either, not the administrator, and not an overseer for another purpose."""
    now = "2026-03-16T09:00:00Z"
    for who, purpose in (
        ("u-noor", "THREAT_ASSESSMENT"),
        ("u-saar", "THREAT_ASSESSMENT"),
        ("u-tess", "GRANT_ADMINISTRATION"),
        ("u-hadewych", "THREAT_ASSESSMENT"),
    ):
        assert _as_seen(await _disclosures(installation, who, "R-r10.POL", now, purpose)) == [], who
    verification = await installation.guard.oversight.verify(Asked("u-noor", "THREAT_ASSESSMENT", "verify"))
    assert (verification.faults, verification.is_intact) == ({}, False)


async def test_a_hidden_record_and_none_are_the_same(installation: Installation) -> None:
    now = "2026-03-16T09:00:00Z"
    hidden = await _disclosures(installation, "u-hadewych", "R-r17.AIVD", now)
    missing = await _disclosures(installation, "u-hadewych", "R-nobody", now)
    assert hidden.found == missing.found == ()


async def test_every_look_is_itself_on_record(installation: Installation) -> None:
    await _disclosures(installation, "u-hadewych", "R-r10.POL", "2026-03-16T09:00:00Z")
    await _disclosures(installation, "u-noor", "R-r10.POL", "2026-03-16T09:00:00Z", "THREAT_ASSESSMENT")
    await installation.guard.oversight.verify(Asked("u-hadewych", "OVERSIGHT", "verify"))
    with pytest.raises(PurposeUnknown):
        await _disclosures(installation, "u-hadewych", "R-r10.POL", "2026-03-16T09:00:00Z", "CURIOSITY")
    with pytest.raises(UnknownSubject):
        await _disclosures(installation, "u-nobody", "R-r10.POL", "2026-03-16T09:00:00Z")
    looks = [
        (e["kind"], e["action"], e["outcome"])
        for e in read_entries(installation.audit.folder)
        if e["kind"] not in ("OPEN", "IMPORT")
    ]
    assert looks == [
        ("AUDIT_VIEW", "disclosures", "released"),
        ("REFUSE", "disclosures", "NotAnOverseer"),
        ("AUDIT_VIEW", "verify", "released"),
        ("REFUSE", "disclosures", "PurposeUnknown"),
        ("REFUSE", "disclosures", "UnknownSubject"),
    ]
    assert read_entries(installation.audit.folder)[-5]["detail"]["records"] == [installation.world.ids["R-r10.POL"]]


async def test_what_is_read_now_stands_in_the_ledger_with_its_grant(installation: Installation) -> None:
    """For every entry of the file's ledger: read the same records at the same instant, and find the same grant."""
    await installation.guard.directory.register(make_world(RAW, "world", lambda: "0" * 32, whole_history=True).register)
    for known in RAW["ledger"]["entries"]:
        installation.clock.set(parse(known["at"]))
        asked = Asked(known["user"], known["purpose"], "read")
        for handle in known["records"]:
            id_ = installation.world.ids[handle]
            standing, seen = await installation.guard.reading.seen(asked, [id_])
            assert seen == [id_]
            place = next(n for n, marking in enumerate(standing.policy.markings) if marking == _marking(installation, id_))
            await installation.guard.reading._recorder.note(asked, standing, "read", "released", b"", served=[(id_, place)])
            written = read_entries(installation.audit.folder)[-1]
            assert known["grant"] in written["served"][0]["grants"], (known, handle)
            assert known["grant"] in written["bases"]


def _marking(installation: Installation, id_: str) -> Any:
    return next(node.marking for node in installation.world.nodes if node.id == id_)


async def test_an_earlier_ledger_is_taken_over_once(installation: Installation) -> None:
    assert len(installation.world.ledger) == 12
    assert await installation.guard.oversight.adopt(installation.world.ledger) == 0
    imported = [item for item in read_entries(installation.audit.folder) if item["kind"] == "IMPORT"]
    assert [item["detail"]["source"] for item in imported] == [f"scenario:{n}" for n in range(1, 13)]
    assert imported[-1]["detail"]["head"] == RAW["ledger"]["head"]
    assert verified(installation.audit.folder)


@pytest.mark.parametrize("change", ["name", "removed", "order"])
def test_an_earlier_ledger_that_was_changed_is_not_taken_over(change: str) -> None:
    entries = [dict(item) for item in RAW["ledger"]["entries"]]
    if change == "name":
        entries[3]["user"] = "u-daan"
    elif change == "removed":
        del entries[3]
    else:
        entries[3], entries[4] = entries[4], entries[3]
    with pytest.raises(WorldRejected, match="ledger"):
        make_world(RAW | {"ledger": RAW["ledger"] | {"entries": entries}}, "world.yaml")


async def test_a_question_about_a_whole_entity_gathers_its_records(installation: Installation) -> None:
    ids = [installation.world.ids[handle] for handle in ("R-r10.POL", "R-r02.POL")]
    found = await installation.guard.oversight.disclosures(
        Asked("u-hadewych", "OVERSIGHT", "disclosures"), ids, parse("2026-03-16T09:00:00Z")
    )
    assert [one.subject for one in found.found] == ["u-saar", "u-saar", "u-noor", "u-bram"]
