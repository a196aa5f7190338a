"""Administration as an operation of GraphQL: apart from records, bounded, its refusals data or null, each with its entry."""

import asyncio
from typing import Any

import pytest

from access_policies.guard import Asked
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Service
from tests.e2e.office import ADMINISTRATION, REQUEST, STEP, codes, question, state, step

KEYS = "administration { grants { id } }"


def _code(answer: Any) -> str:
    return str(answer.json()["errors"][0]["extensions"]["code"])


@pytest.mark.parametrize(
    "document",
    [
        f"{{ {KEYS} persons(first: 1) {{ edges {{ cursor }} }} }}",
        f'{{ {KEYS} ...more }} fragment more on Query {{ search(text: "x", first: 1) {{ edges {{ cursor }} }} }}',
        f"query($no: Boolean! = false) {{ {KEYS} persons(first: 1) @include(if: $no) {{ edges {{ cursor }} }} }}",
        f"{{ ... {{ {KEYS} }} __schema {{ queryType {{ name }} }} }}",
    ],
)
async def test_an_operation_asks_for_records_or_for_administration(service: Service, document: str) -> None:
    assert _code(await service.ask("u-tess", ADMINISTRATION, document)) == "MIXED_OPERATION"


async def test_aliases_do_not_multiply_the_work(service: Service) -> None:
    def asking(number: int) -> str:
        half = [" ".join(f"a{n}: notices {{ kind }}" for n in range(part, number, 2)) for part in (0, 1)]
        return f"{{ one: administration {{ {half[0]} }} two: administration {{ ...more }} }} fragment more on Administration {{ {half[1]} }}"

    assert (await service.ask("u-tess", ADMINISTRATION, asking(10))).json()["data"]["one"]["a0"] == []
    assert _code(await service.ask("u-tess", ADMINISTRATION, asking(11))) == "DOCUMENT_TOO_LARGE"
    many = " ".join(f'a{n}: upholdGrant(grant: "G-x") {{ receipt }}' for n in range(11))
    assert _code(await service.ask("u-fenna", ADMINISTRATION, f"mutation {{ {many} }}")) == "DOCUMENT_TOO_LARGE"


async def test_nothing_is_done_for_a_purpose_that_no_register_knows(service: Service) -> None:
    before = len(read_entries(service.parts.audit.folder))
    answer = await service.ask("u-fenna", "CURIOSITY", f'mutation {{ revokeGrant(grant: "G-hugo-c2", ground: "x") {STEP} }}')
    assert _code(answer) == "PURPOSE_REQUIRED"
    assert [entry["outcome"] for entry in read_entries(service.parts.audit.folder)[before:]] == ["PurposeUnknown"]
    seen = await question(service, "u-fenna", 'grant(id: "G-hugo-c2") { state }')
    assert seen == {"state": "ACTIVE"}


async def test_a_grant_that_is_hidden_and_one_that_is_not_there_are_one_answer(service: Service) -> None:
    answers = set()
    for who in ("u-noor", "u-iris", "u-sipke"):
        for grant in ("G-pol-c2", "G-nobody", "", "G-\u00e9" * 40):
            for field in (f'grant(id: "{grant}") {{ id }}', f'grantPreview(id: "{grant}") {{ grant }}'):
                answers.add(str(await question(service, who, field)))
            for mutation in ("consentToGrant", "approveGrant", "upholdGrant"):
                answers.add(str(codes(await step(service, who, f'{mutation}(grant: "{grant}") {STEP}'))))
    assert answers == {"None", "['NOT_FOUND']"}


async def test_a_dry_run_says_what_would_be_and_changes_nothing(service: Service) -> None:
    dry = f'revokeGrant(grant: "G-hugo-c2", ground: "moved", dryRun: true) {STEP}'
    assert state(await step(service, "u-fenna", dry)) == "REVOKED"
    assert (await question(service, "u-fenna", 'grant(id: "G-hugo-c2") { state }')) == {"state": "ACTIVE"}
    done = await step(
        service, "u-daan", f"requestGrant(request: $request, dryRun: true) {STEP}", "THREAT_ASSESSMENT", request=REQUEST
    )
    assert state(done) == "REQUESTED"
    assert await question(service, "u-willemijn", f'grant(id: "{done["grant"]["id"]}") {{ id }}') is None


async def test_a_request_with_a_key_is_one_request_however_often_and_how_fast_it_is_sent(service: Service) -> None:
    document = f"mutation($request: GrantRequest!) {{ done: requestGrant(request: $request) {STEP} }}"

    async def sent(key: str, who: str = "u-daan", **change: Any) -> Any:
        headers = await service.headers(who, "THREAT_ASSESSMENT") | {"Idempotency-Key": key}
        body = {"query": document, "variables": {"request": {**REQUEST, **change}}}
        return (await service.client.post("/graphql", json=body, headers=headers)).json()["data"]["done"]

    answers = await asyncio.gather(*(sent("mine") for _ in range(4)))
    assert {state(answer) for answer in answers} == {"REQUESTED"}
    assert len({answer["grant"]["id"] for answer in answers}) == 1
    assert codes(await sent("mine", necessity="another number")) == ["KEY_REUSED"]
    assert codes(await sent("mine" * 51)) == ["INVALID"]
    other = [await sent("another"), await sent("mine", "u-fenna", grantee="user:u-fenna")]
    assert len({answer["grant"]["id"] for answer in (answers[0], *other)}) == 3
    asked = await question(service, "u-willemijn", 'grants(scope: "C1-TEL") { requestedBy }')
    assert sorted(grant["requestedBy"] for grant in asked) == ["u-daan", "u-daan", "u-fenna"]


async def test_nobody_learns_by_asking_who_has_an_account_elsewhere(service: Service) -> None:
    asked = ("user:u-otto", "user:u-ilse", "user:u-nobody", "team:NCTV-ANALYSE", "team:NCTV-NONE", "org:NCTV", "org:NONE")
    for grantor, answer in (("POL", []), ("DLIO", ["NOT_ALLOWED"])):
        for grantee in asked:
            wanted = {**REQUEST, "grantor": grantor, "grantee": grantee}
            for dry in ("true", "false"):
                mutation = f"requestGrant(request: $request, dryRun: {dry}) {STEP}"
                done = await step(service, "u-daan", mutation, "THREAT_ASSESSMENT", request=wanted)
                assert codes(done) == answer, (grantor, grantee)
    requests = await question(service, "u-fenna", 'grants(scope: "C1-TEL") { id grantee }')
    unknown = next(one["id"] for one in requests if one["grantee"] == "user:u-nobody")
    done = await step(service, "u-fenna", f'consentToGrant(grant: "{unknown}") {STEP}')
    assert [(error["code"], error["field"]) for error in done["userErrors"]] == [("UNKNOWN_VALUE", "grantee")]
    wanted = {**REQUEST, "grantor": "POL", "grantee": "user:u-nobody"}
    told = await step(service, "u-fenna", f"requestGrant(request: $request, dryRun: true) {STEP}", request=wanted)
    assert codes(told) == ["NOT_ALLOWED"]


async def test_what_is_asked_for_wrongly_is_refused_by_name_and_nothing_is_kept(service: Service) -> None:
    for change, code, field in (
        ({"purposes": ["CURIOSITY"]}, "UNKNOWN_VALUE", "purposes"),
        ({"legalBasis": "NONE"}, "UNKNOWN_VALUE", "legalBasis"),
        ({"grantor": "NOBODY"}, "UNKNOWN_VALUE", "grantor"),
        ({"grantee": "user:u-noor"}, "NOT_ALLOWED", "grantee"),
        ({"expires": "2028-04-16T00:00:00Z"}, "INVALID", None),
        ({"notBefore": "2026-03-01T00:00:00Z", "expires": "2026-03-15T00:00:00Z"}, "ENDED", None),
    ):
        wrong = {**REQUEST, **change}
        done = await step(service, "u-daan", f"requestGrant(request: $request) {STEP}", "THREAT_ASSESSMENT", request=wrong)
        assert codes(done) == [code], change
        assert field is None or done["userErrors"][0]["field"] == field
        assert done["receipt"]
    assert await question(service, "u-willemijn", 'grants(scope: "C1-TEL") { id }') == []
    for instant in ("yesterday", "2026-03-16T00:00:00", 5):
        variables = {"request": {**REQUEST, "notBefore": instant}}
        document = f"mutation($request: GrantRequest!) {{ requestGrant(request: $request) {STEP} }}"
        assert _code(await service.ask("u-daan", "THREAT_ASSESSMENT", document, variables)) == "BAD_VARIABLES"


async def test_the_directory_is_changed_one_change_at_a_time_on_the_version_that_was_seen(service: Service) -> None:
    text = "changeDirectory(change: $change) { record version userErrors { code field } receipt }"
    users = (await question(service, "u-fenna", "directory { users { key version teams } }"))["users"]
    daan = next(user for user in users if user["key"] == "u-daan")
    change = {"changeUser": {"key": "u-daan", "version": daan["version"], "teams": []}}
    done = await step(service, "u-fenna", text, change=change)
    assert (done["record"], done["userErrors"]) == ("u-daan", [])
    assert codes(await step(service, "u-fenna", text, change=change)) == ["STALE"]
    assert codes(await step(service, "u-noor", text, change={"addTeam": "NCTV-NEW"})) == ["NOT_FOUND"]
    assert (await step(service, "u-fenna", text, change={"addTeam": "POL-KADE"}))["record"] == "POL-KADE"
    history = await question(service, "u-fenna", 'directoryHistory(record: "user:u-daan") { by until parts }')
    assert [version["by"] for version in history][-1] == "u-fenna"
    for two in ({}, {"addTeam": "POL-A", "endTeam": "POL-B"}):
        document = "mutation($change: DirectoryChange!) { changeDirectory(change: $change) { receipt } }"
        assert _code(await service.ask("u-fenna", ADMINISTRATION, document, {"change": two})) == "BAD_VARIABLES"


async def test_every_answer_has_an_entry_of_the_guard_and_one_of_the_answer(service: Service) -> None:
    before = len(read_entries(service.parts.audit.folder))
    answer = await service.ask("u-fenna", ADMINISTRATION, f"{{ {KEYS} }}")
    entries = read_entries(service.parts.audit.folder)[before:]
    assert [(entry["action"], entry["outcome"]) for entry in entries] == [("grant.list", "done"), ("read", "released")]
    assert answer.headers["audit-receipt"].startswith(entries[-1]["receipt"][:8])


async def test_policies_are_tried_on_some_users_at_a_time_and_on_all_in_the_end(service: Service) -> None:
    whole = (await service.guard.administration.trials.trial(Asked("u-mats", ADMINISTRATION, "trial"), {})).value
    assert whole is not None
    asked, after = 0, ""
    while True:
        field = f'policyTrial(texts: [], first: 2, after: "{after}") {{ asked before after moved {{ user }} moreAfter }}'
        part = await question(service, "u-mats", field)
        assert (part["moved"], part["before"], part["after"]) == ([], whole.before, whole.after)
        asked, after = asked + part["asked"], part["moreAfter"]
        if not after:
            break
    assert asked == whole.asked > 20
    texts = [{"name": "nothing.cedar", "text": "permit"}]
    document = "query($texts: [PolicyText!]!) { administration { policyTrial(texts: $texts) { asked } } }"
    answer = (await service.ask("u-tess", ADMINISTRATION, document, {"texts": texts})).json()
    assert answer["data"] == {"administration": {"policyTrial": None}}
    assert answer["errors"][0]["extensions"]["code"] == "POLICY_BROKEN"
    assert await question(service, "u-noor", "policyTrial(texts: []) { asked }") is None
