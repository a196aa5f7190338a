"""Subscriptions over server-sent events: what changes in one's own view, each event decided anew, nothing lost and nothing twice."""

import re
import time
from typing import Any

import pytest

from access_policies.guard import Asked
from access_policies.guard.following.looks import AT_ONCE
from api.identity.verifier import TokenVerifier
from graph_model.local.server import Endpoint
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Running, Service
from tests.e2e.following import CHANGES, NOTICES, another_process, following
from tests.e2e.office import ADMINISTRATION, REQUEST, STEP, codes, step
from tests.e2e.test_writes import CORRECT, CREATE, OPEN_C2, WITHDRAW, WRITE, done, mutate, person

LINK = "{0}{1}: relatedTo(first: 1) {{ edges {{ node {{ {2} }} }} }}"
MUCH = "".join(
    f"fragment {name} on Person {{ {' '.join(LINK.format(name, n, 'id' if n else inner) for n in range(14))} }} "
    for name, inner in (("a", "...b"), ("b", "...c"), ("c", "id"))
)
"""Short as a document, long as a statement: a query of it is refused too."""


@pytest.fixture(scope="module")
async def service(neo4j: Endpoint, running: Running) -> Service:
    """One service for all: what one test records, no other minds."""
    return await running.untouched(neo4j)


async def recorded(service: Service, name: str, **marking: Any) -> str:
    """A person of the police in C2."""
    made = await done(service, "u-saar", CREATE, s=person(name, marking=OPEN_C2 | marking))
    assert made["outcome"] == "CREATED", made
    return str(made["id"])


async def kept(service: Service, name: str) -> str:
    """A person with no marking stated, so with the strictest: nobody of these but its writer sees it."""
    made = await done(service, "u-saar", CREATE, s=person(name))
    assert made["outcome"] == "CREATED", made
    return str(made["id"])


async def batch(service: Service, number: int, marking: dict[str, Any] | None) -> list[str]:
    """So many in one transaction."""
    statements = [{"create": person(f"Tijs {n:03}", externalId=f"F-{marking is None}-{n}")} for n in range(number)]
    made = await done(service, "u-saar", WRITE, all=statements, m=marking)
    assert len(made["statements"]) == number, made
    return [one["id"] for one in made["statements"]]


async def test_what_is_recorded_corrected_and_withdrawn_in_the_view_is_told_as_it_happens(service: Service) -> None:
    async with following(service, "u-daan") as daan:
        assert daan.answer.headers["content-type"].startswith("text/event-stream")
        assert {"kring-epoch", "audit-receipt"} <= set(daan.answer.headers)
        started = await daan.change()
        assert (started["kind"], started["id"], started["record"]) == ("STARTED", None, None)
        one = await recorded(service, "Tijs Proefkonijn")
        created = await daan.change()
        await done(service, "u-saar", CORRECT, s={"id": one} | person("Tijs Proefhaas"))
        corrected = await daan.change()
        await done(service, "u-saar", WITHDRAW, s={"id": one})
        withdrawn = await daan.change()
    told = [(change["kind"], change["id"], change["type"], change["record"]) for change in (created, corrected, withdrawn)]
    assert told == [
        ("CREATED", one, "Person", {"id": one, "displayName": "Tijs Proefkonijn"}),
        ("CORRECTED", one, "Person", {"id": one, "displayName": "Tijs Proefhaas"}),
        ("WITHDRAWN", one, "Person", None),
    ]


async def test_whoever_goes_on_from_a_cursor_misses_nothing_and_gets_nothing_twice(service: Service) -> None:
    """More than one look tells, in one transaction, so most of them stand at one number of the order."""
    async with following(service, "u-daan") as daan:
        await daan.change()
        ids = {*await batch(service, AT_ONCE + 60, OPEN_C2), await recorded(service, "Tijs Laatst")}
        first = await daan.changes(30)
    seen, after = [change["id"] for change in first], first[-1]["cursor"]
    ids.add(await recorded(service, "Tijs Tussendoor"))
    while len(seen) < len(ids):
        async with following(service, "u-daan", after=after) as daan:
            assert (await daan.change())["kind"] == "STARTED"
            more = await daan.changes(min(AT_ONCE + 10, len(ids) - len(seen)))
            seen, after = [*seen, *(change["id"] for change in more)], more[-1]["cursor"]
    assert len(seen) == len(set(seen))
    assert set(seen) == ids
    async with following(service, "u-daan", after=after) as daan:
        await daan.change()
        last = await recorded(service, "Tijs Nog Een")
        assert (await daan.change())["id"] == last


async def test_whatever_is_hidden_changes_no_byte_that_a_follower_gets(service: Service) -> None:
    """The same acts twice, once with others between them that daan does not see: alike but for ids and cursors, which are random."""
    wires = []
    for others in (False, True):
        async with following(service, "u-daan") as daan:
            await daan.change()
            for turn in range(3):
                if others:
                    hidden = await kept(service, "Tijs Geheim")
                    await done(service, "u-saar", CORRECT, s={"id": hidden} | person("Tijs Geheimer"))
                    assert (await done(service, "u-saar", WITHDRAW, s={"id": hidden}))["outcome"] == "WITHDRAWN"
                one = await recorded(service, f"Tijs {turn}")
                if others:
                    await batch(service, 7 + turn, None)
                assert (await daan.change())["id"] == one
        wires.append([re.sub(r'("cursor":")[^"]+|[0-9a-f]{32}', r"\1", line) for line in daan.wire])
        lengths = {len(found) for line in daan.wire for found in re.findall(r'"cursor":"([^"]+)"', line)}
        assert len(lengths) == 1, "a cursor's length tells of its place"
    assert wires[0] == wires[1]


async def test_what_is_followed_is_of_the_types_and_of_the_case_by_a_relationship_that_is_seen(service: Service) -> None:
    made = await done(service, "u-saar", CREATE, s={"record": {"case": {"state": "OPEN"}}, "marking": OPEN_C2})
    case = made["id"]
    async with following(service, "u-daan", types=["Item"]) as items, following(service, "u-daan", case=case) as of_case:
        await items.change()
        await of_case.change()
        await recorded(service, "Tijs Buiten")
        await in_case(service, "F-hidden", case, None)
        mine = await in_case(service, "F-seen", case, OPEN_C2)
        item = await done(
            service, "u-saar", CREATE, s={"record": {"item": {"kind": "PHONE", "value": "06-00000000"}}, "marking": OPEN_C2}
        )
        assert (await of_case.change())["id"] == mine
        assert (await items.change())["id"] == item["id"]


async def in_case(service: Service, external_id: str, case: str, link: dict[str, Any] | None) -> str:
    """A person that daan sees in a case, in one transaction; the relationship with a marking of its own."""
    relate = {"type": "IN_CASE", "from": {"externalId": external_id}, "to": {"id": case}, "marking": link}
    statements = [{"create": person("Tijs", externalId=external_id, marking=OPEN_C2)}, {"relate": relate}]
    made = await done(service, "u-saar", WRITE, all=statements)
    assert len(made["statements"]) == 2, made
    return str(made["statements"][0]["id"])


async def test_a_stream_ends_when_the_rights_that_it_was_opened_under_do(service: Service) -> None:
    async with following(service, "u-hugo") as hugo, following(service, "u-daan") as daan:
        started = await hugo.change()
        await daan.change()
        asked = Asked("u-fenna", "GRANT_ADMINISTRATION", "revoke")
        await service.guard.administration.revoke(asked, "G-hugo-c2", "another investigation")
        one = await recorded(service, "Tijs Daarna", releasableTo=["DLIO"])
        assert await hugo.end() == "RIGHTS_CHANGED"
        assert (await daan.change())["id"] == one, "another's rights end nobody's stream"
        assert one not in "".join(hugo.wire)
    async with following(service, "u-hugo", after=started["cursor"]) as hugo:
        await hugo.change()
        await recorded(service, "Tijs Nog Later", releasableTo=["DLIO"])
        await recorded(service, "Tijs Andermaal")
        async with following(service, "u-daan") as daan:
            await daan.change()
            await recorded(service, "Tijs Tenslotte")
            await daan.change()
    assert not any("Tijs" in line for line in hugo.wire)


async def test_what_one_process_takes_in_another_tells_until_the_token_ends(service: Service) -> None:
    late = [0.0]
    verifier = TokenVerifier(service.url, [service.issuer.trusted()], now=lambda: time.time() + late[0])
    async with another_process(service, verifier=verifier) as client, following(service, "u-daan", client=client) as daan:
        await daan.change()
        one = await recorded(service, "Tijs Verderop")
        assert (await daan.change())["id"] == one
        late[0] = 700.0
        assert await daan.end() == "UNAUTHENTICATED"
    assert [entry["outcome"] for entry in read_entries(service.parts.audit.folder)][-1] == "UNAUTHENTICATED"


async def test_notices_are_told_to_whom_they_are_for_and_to_nobody_else(service: Service) -> None:
    """A request to one organisation, and a correction of what another was served."""
    one = await recorded(service, "Tijs Proefkonijn", releasableTo=["NCTV"])
    text = "query($id: ID!) { node(id: $id) { id } }"
    assert (await service.ask("u-noor", "THREAT_ASSESSMENT", text, {"id": one})).json()["data"]["node"]
    told = {}
    async with (
        following(service, "u-willemijn", ADMINISTRATION, NOTICES) as grantor,
        following(service, "u-yfke", ADMINISTRATION, NOTICES) as served,
        following(service, "u-noor", document=NOTICES) as reader,
    ):
        for stream in (grantor, served, reader):
            assert (await stream.notice())["kind"] == "STARTED"
        asked = await step(service, "u-daan", f"requestGrant(request: $request) {STEP}", "THREAT_ASSESSMENT", request=REQUEST)
        assert codes(asked) == []
        await done(service, "u-saar", CORRECT, s={"id": one} | person("Tijs Proefhaas"))
        told = {"grantor": await grantor.notice(), "served": await served.notice()}
        await reader.hears_nothing()
    assert (told["grantor"]["kind"], told["grantor"]["about"]) == ("REQUESTED", asked["grant"]["id"])
    assert (told["served"]["kind"], told["served"]["about"]) == ("CORRECTED", one)
    async with following(service, "u-yfke", ADMINISTRATION, NOTICES, after=told["served"]["cursor"]) as again:
        await again.notice()
        await done(service, "u-saar", WITHDRAW, s={"id": one})
        assert (await again.notice())["kind"] == "WITHDRAWN", "the correction is not told twice"
    async with following(service, "u-yfke", ADMINISTRATION, CHANGES, after=told["served"]["cursor"]) as wrong:
        assert await wrong.end() == "BAD_CURSOR"


async def test_each_event_is_on_record_with_what_it_served_before_it_leaves(service: Service) -> None:
    async with following(service, "u-daan") as daan:
        await daan.change()
        before = len(read_entries(service.parts.audit.folder))
        one = await recorded(service, "Tijs Proefkonijn")
        await daan.change()
        entries = [entry for entry in read_entries(service.parts.audit.folder)[before:] if entry["subject"] == "u-daan"]
    assert [(entry["action"], entry["outcome"]) for entry in entries] == [("follow", "released")]
    assert one in str(entries[0]["served"])


async def test_a_cursor_is_its_callers_own_and_of_what_is_followed(service: Service) -> None:
    async with following(service, "u-daan") as daan:
        cursor = (await daan.change())["cursor"]
    for who, variables in (
        ("u-noor", {"after": cursor}),
        ("u-daan", {"after": cursor, "types": ["Person"]}),
        ("u-daan", {"after": cursor[:-4] + "AAA="}),
        ("u-daan", {"after": "x"}),
        ("u-daan", {"after": "\u00e9" * 300}),
    ):
        async with following(service, who, **variables) as stream:
            assert stream.answer.status_code == 200
            assert await stream.end() == "BAD_CURSOR"


async def test_documents_that_are_no_subscription_are_answered_as_events_and_errors_too(service: Service) -> None:
    async with following(service, "u-daan", document='{ node(id: "x") { id } }') as once:
        assert await once.event() == ("next", {"data": {"node": None}})
        assert await once.event() == ("complete", None)
    for document, code in (
        ("subscription { nonsense }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { changes { kind } again: changes { kind } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { changes @skip(if: true) { kind } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { changes { record { ... on Person { relatedTo(first: 101) { totalCount } } } } }", "BAD_ARGUMENT"),
        (f"subscription {{ changes {{ record {{ ...a }} }} }} {MUCH}", "DOCUMENT_TOO_LARGE"),
    ):
        async with following(service, "u-daan", document=document) as stream:
            assert await stream.end() == code, document
    both = "application/graphql-response+json, application/json;q=0.9, text/event-stream"
    async with following(service, "u-daan", accept=both) as stream:
        assert (await stream.change())["kind"] == "STARTED"
    async with following(service, "u-daan", accept=both, document="{ __typename }") as stream:
        assert stream.answer.headers["content-type"] == "application/graphql-response+json"
    plain = await service.ask("u-daan", "THREAT_ASSESSMENT", CHANGES)
    assert plain.status_code == 400
    assert plain.json()["errors"][0]["extensions"]["code"] == "STREAM_NEEDED"


async def test_one_person_follows_so_much_at_once_and_what_is_left_is_free_again(service: Service) -> None:
    async with (
        following(service, "u-daan") as one,
        following(service, "u-daan"),
        following(service, "u-daan"),
        following(service, "u-daan"),
    ):
        await one.change()
        async with following(service, "u-daan") as fifth:
            assert fifth.answer.status_code == 429
            await fifth.answer.aread()
            assert fifth.answer.json()["errors"][0]["extensions"]["code"] == "TOO_MANY_STREAMS"
        async with following(service, "u-noor") as another:
            assert (await another.change())["kind"] == "STARTED"
    async with following(service, "u-daan") as again:
        while again.answer.status_code == 429:
            async with following(service, "u-daan") as again:
                pass
        assert again.answer.status_code == 200


async def test_a_purpose_and_a_token_are_needed_as_for_every_request(service: Service) -> None:
    async with following(service, "u-daan", "CURIOSITY") as stream:
        assert stream.answer.status_code == 400
    assert (await mutate(service, "u-saar", CHANGES)).status_code == 400
