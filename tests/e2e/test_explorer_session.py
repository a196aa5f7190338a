"""Signing in to the explorer: a session that only its own page can use, that holds no longer than its issuer vouches for it."""

import secrets
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.responses import Response

from access_policies.audit import Kind
from api.explorer.cookies import Cookies
from api.explorer.sessions import IDLE, LONGEST, MOST, Sessions
from api.identity.code_client import Tokens
from tests.access_policies.audit.logs import read_entries
from tests.e2e.conftest import Service
from tests.e2e.office import question
from tests.e2e.visit import Visit, visit

QUERY = "{ reports(first: 50) { edges { node { id text } } } }"
REFUSED = ("/explorer/#refused", False)


def entries(service: Service, user: str, *kinds: Kind) -> list[tuple[str, str]]:
    """What is on record about somebody, oldest first."""
    read = read_entries(service.home / "audit" / "one")
    return [(entry["action"], entry["outcome"]) for entry in read if entry["subject"] == user and entry["kind"] in kinds]


async def way_in(browser: Visit, address: str) -> tuple[str, bool]:
    """Where a way back leads, and whether there is a session then."""
    answer = await browser.client.get(address)
    assert answer.status_code == 303
    return answer.headers["location"], "user" in await browser.facts()


async def test_somebody_who_signs_in_sees_what_the_same_person_sees_with_a_token(service: Service) -> None:
    answers = {}
    for user, name in (("u-noor", "Noor Kievitsbloem"), ("u-daan", "Daan Waterbies")):
        async with visit(service) as browser:
            facts = await browser.sign_in(user)
            assert (facts["user"], facts["name"], facts["purposes"][0]) == (user, name, "THREAT_ASSESSMENT")
            keys = await question(service, user, "myGrants { grantee scopes }", "THREAT_ASSESSMENT")
            own = {scope for one in keys if not one["grantee"].startswith("org:") for scope in one["scopes"]}
            assert [case["id"] for case in facts["cases"]] == sorted(scope for scope in own if ":" not in scope) != []
            answers[user] = (await browser.ask(facts["seal"], QUERY)).json()
            assert answers[user] == (await service.ask(user, "THREAT_ASSESSMENT", QUERY)).json()
            assert ("sign-in", "done") in entries(service, user, Kind.LOGIN)
    assert answers["u-noor"] != answers["u-daan"]


async def test_no_token_reaches_the_browser_and_the_cookie_is_out_of_reach_of_scripts_and_sites(service: Service) -> None:
    async with visit(service) as browser:
        back = await browser.client.get(await browser.choose(await browser.begin(), "u-noor"))
        session = await browser.client.get("/explorer/session")
        answer = await browser.ask(session.json()["seal"], QUERY)
        given = SimpleCookie()
        for line in back.headers.get_list("set-cookie"):
            given.load(line)
        kept = next(cookie for name, cookie in given.items() if "session" in name)
        assert (kept["httponly"], kept["samesite"], kept["path"], kept["domain"]) == (True, "strict", "/", "")
        said = "".join(part.text + str(part.headers) for part in (back, session, answer))
        assert "eyJ" not in said
        assert kept.value not in session.text + answer.text
        assert list(browser.cookies) == [f"kring-session-{service.client.base_url.port}"]


async def test_on_https_cookies_are_for_this_host_alone() -> None:
    answer = Response()
    Cookies("https://kring.example").keep_session(answer, "v")
    line = answer.headers["set-cookie"]
    assert line.startswith("__Host-kring-session=v;")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=strict"} <= set(line.split("; "))
    assert "Domain" not in line


async def test_only_the_page_of_the_session_can_use_it(service: Service) -> None:
    async with visit(service) as noor, visit(service) as daan, visit(service) as nobody:
        own, other = (await noor.sign_in("u-noor"))["seal"], (await daan.sign_in("u-daan"))["seal"]
        refused = [
            await nobody.ask(own, QUERY),
            await noor.ask("", QUERY),
            await noor.ask(other, QUERY),
            await noor.client.post("/explorer/graphql", json={"query": QUERY}, headers={"Kring-Purpose": "THREAT_ASSESSMENT"}),
            await noor.client.post(
                "/explorer/graphql",
                json={"query": QUERY},
                headers=[("Kring-Session", own), ("Kring-Session", own), ("Kring-Purpose", "THREAT_ASSESSMENT")],
            ),
            await noor.sign_out(other),
            await nobody.client.get("/explorer/session"),
        ]
        assert {(answer.status_code, answer.content) for answer in refused} == {(401, refused[0].content)}
        form = urlencode({"query": QUERY, "seal": own})
        plain = {"Content-Type": "text/plain", "Kring-Session": own, "Kring-Purpose": "THREAT_ASSESSMENT"}
        assert (await noor.client.post("/explorer/graphql", content=form, headers=plain)).status_code == 415
        for path in ("/explorer/graphql", "/explorer/sign-out"):
            assert (await noor.client.get(path)).status_code == 405
        bearer = {"Authorization": f"Bearer {await service.token('u-noor')}", "Kring-Purpose": "THREAT_ASSESSMENT"}
        assert (await nobody.client.post("/explorer/graphql", json={"query": QUERY}, headers=bearer)).status_code == 401
        by_cookie = await noor.client.post(
            "/graphql", json={"query": QUERY}, headers={"Kring-Session": own, "Kring-Purpose": "THREAT_ASSESSMENT"}
        )
        assert by_cookie.status_code == 401
        assert (await noor.ask(own, QUERY)).status_code == 200
    assert ("denied", "UNAUTHENTICATED") in entries(service, "", Kind.REFUSE)


async def test_a_way_back_that_did_not_begin_in_this_browser_signs_nobody_in(service: Service) -> None:
    before = len(entries(service, "", Kind.REFUSE))
    async with visit(service) as attacker, visit(service) as victim:
        theirs = await attacker.choose(await attacker.begin(), "u-daan")
        assert await way_in(victim, theirs) == REFUSED
        await victim.begin()
        assert await way_in(victim, theirs) == REFUSED
        state = (await victim.begin())["state"]
        code = theirs.split("code=")[1].split("&")[0]
        issuer = f"{service.url}/demo/issuer"
        for changes in (
            {},
            {"state": state},
            {"state": state, "code": code},
            {"state": state, "error": "access_denied"},
            {"state": "x" * 9, "code": code},
        ):
            await victim.client.get("/explorer/sign-in")
            kept = next(value for name, value in victim.cookies.items() if "sign-in" in name)
            asked = {"iss": issuer} | changes | ({"state": kept.partition(".")[0]} if changes.get("state") == state else {})
            assert await way_in(victim, f"/explorer/signed-in?{urlencode(asked)}") == REFUSED, changes
    assert len(entries(service, "", Kind.REFUSE)) >= before + 7


@pytest.mark.parametrize("spoil", [{"iss": "https://evil.example"}, {"iss": None}, {"state": None}, {"code": None}])
async def test_an_answer_that_is_not_the_issuers_own_signs_nobody_in(service: Service, spoil: dict[str, Any]) -> None:
    async with visit(service) as browser:
        good = dict(
            part.split("=", 1) for part in (await browser.choose(await browser.begin(), "u-noor")).partition("?")[2].split("&")
        )
        spoilt = {name: value for name, value in (good | spoil).items() if value is not None}
        address = "/explorer/signed-in?" + "&".join(f"{name}={value}" for name, value in spoilt.items())
        assert await way_in(browser, address) == REFUSED


async def test_a_way_back_works_once(service: Service) -> None:
    async with visit(service) as browser:
        address = await browser.choose(await browser.begin(), "u-noor")
        assert await way_in(browser, address) == ("/explorer/", True)
        assert (await browser.client.get(address)).headers["location"] == "/explorer/#refused"


async def test_signing_out_ends_the_session_for_whoever_holds_its_cookie(service: Service) -> None:
    async with visit(service) as browser, visit(service) as copy:
        seal = (await browser.sign_in("u-wessel"))["seal"]
        copy.client.cookies.update(browser.client.cookies)
        assert (await copy.ask(seal, QUERY)).status_code == 200
        answer = await browser.sign_out(seal)
        assert answer.status_code == 204
        assert answer.headers["clear-site-data"] == '"cache"'
        assert answer.headers["cache-control"] == "no-store"
        assert browser.cookies == {}
        assert (await copy.ask(seal, QUERY)).status_code == (await copy.client.get("/explorer/session")).status_code == 401
    assert entries(service, "u-wessel", Kind.LOGIN)[-2:] == [("sign-in", "done"), ("sign-out", "done")]


async def test_whoever_came_by_another_name_of_this_machine_is_led_to_the_address_of_the_cookies(service: Service) -> None:
    for host in ("localhost", "evil.example"):
        answer = await service.client.get("/explorer/sign-in?as=u-noor", headers={"Host": host})
        assert answer.headers["location"] == f"{service.url}/explorer/sign-in?as=u-noor"
        assert "set-cookie" not in answer.headers
    hint = await service.client.get("/explorer/sign-in", params={"as": "u-noor&redirect_uri=https://evil.example"})
    assert "evil" not in hint.headers["location"]


async def test_signing_in_anew_ends_the_session_before_it(service: Service) -> None:
    async with visit(service) as browser, visit(service) as copy:
        first = (await browser.sign_in("u-noor"))["seal"]
        copy.client.cookies.update(browser.client.cookies)
        second = await browser.sign_in("u-daan")
        assert second["user"] == "u-daan"
        assert (await copy.ask(first, QUERY)).status_code == 401
        assert (await browser.ask(first, QUERY)).status_code == 401


async def test_a_session_ends_after_its_time_and_after_a_while_away(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    assert service.parts.sign_in is not None
    sessions = service.parts.sign_in.sessions
    real = sessions.now
    async with visit(service) as browser:
        for seconds, holds in ((IDLE - 5, True), (IDLE + 1, False), (LONGEST + 1, False)):
            seal = (await browser.sign_in("u-noor"))["seal"]
            monkeypatch.setattr(sessions, "now", lambda later=seconds: real() + later)
            assert ((await browser.ask(seal, QUERY)).status_code == 200) is holds, seconds
            monkeypatch.setattr(sessions, "now", real)


async def test_a_token_is_renewed_before_its_end_and_a_session_ends_when_the_issuer_renews_no_more(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert service.parts.sign_in is not None
    sessions = service.parts.sign_in.sessions
    real = sessions.now
    async with visit(service) as browser:
        seal = (await browser.sign_in("u-noor"))["seal"]
        cookie = next(iter(browser.cookies.values()))
        first = sessions.find(cookie)
        assert first is not None
        token = first.tokens.access
        monkeypatch.setattr(sessions, "now", lambda: real() + 580)
        assert (await browser.ask(seal, QUERY)).status_code == 200
        assert first.tokens.access != token
        service.issuer.server.renewals.clear()
        assert (await browser.ask(seal, QUERY)).status_code == 401
        monkeypatch.setattr(sessions, "now", real)
        assert (await browser.ask(seal, QUERY)).status_code == 401


async def test_a_token_for_somebody_else_ends_the_session(service: Service) -> None:
    assert service.parts.sign_in is not None
    async with visit(service) as browser:
        seal = (await browser.sign_in("u-noor"))["seal"]
        session = service.parts.sign_in.sessions.find(next(iter(browser.cookies.values())))
        assert session is not None
        session.tokens = Tokens(await service.token("u-daan"), None, 0)
        assert (await browser.ask(seal, QUERY)).status_code == 401
        assert "user" not in await browser.facts()


def test_a_session_that_is_used_all_day_ends_with_the_day() -> None:
    hours = iter(range(0, 100_000, IDLE - 1))
    clock = [0.0]
    sessions = Sessions(lambda: clock[0])
    cookie, _ = sessions.begin("u-noor", Tokens("t", None, 0))
    while sessions.find(cookie):
        clock[0] = next(hours)
    assert LONGEST <= clock[0] < LONGEST + IDLE


def test_sessions_are_bounded_and_a_cookie_is_no_guess() -> None:
    sessions = Sessions()
    first, _ = sessions.begin("u-noor", Tokens("t", None, 0))
    for _ in range(MOST):
        sessions.begin("u-daan", Tokens("t", None, 0))
    assert sessions.find(first) is None
    for guess in (None, "", "x", secrets.token_urlsafe(32), "\ud800"):
        assert sessions.find(guess) is None
