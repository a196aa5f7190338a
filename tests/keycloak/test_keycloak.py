"""A partner's system and people with a real Keycloak: what it signs is taken, what it rotates is followed, and it may be down."""

import asyncio
import html
import json
import re
import secrets
import time
from pathlib import Path

import httpx
import pytest
from joserfc import jwt

from api.http.quota import Quotas
from api.identity import asking
from api.identity.issuers import TrustedIssuer
from api.identity.key_source import KeySource
from api.identity.own_key import read_key
from api.identity.verifier import TokenVerifier
from tests.e2e.conftest import Service, free_port
from tests.e2e.following import another_process
from tests.keycloak import guide
from tests.keycloak.conftest import Trusting
from tests.keycloak.realm import PAGES, SYSTEM, Realm, new_key
from tests.keycloak.server import Keycloak

pytestmark = pytest.mark.timeout(900)
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def assertion(realm: Realm, client: str = SYSTEM) -> str:
    """What a client says of itself, signed."""
    now = int(time.time())
    claims = {"iss": client, "sub": client, "aud": realm.issuer, "iat": now, "exp": now + 60, "jti": secrets.token_hex(16)}
    key = realm.keys[client]
    return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)


async def granted(realm: Realm, said: str) -> httpx.Response:
    """What the issuer answers to a client that asks for itself."""
    form = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION, "client_assertion": said}
    async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
        return await client.post(f"{realm.issuer}/protocol/openid-connect/token", data=form)


async def token(realm: Realm) -> str:
    """An access token of the system."""
    answer = await granted(realm, assertion(realm))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


async def way_in(trusting: Trusting, user: str) -> httpx.Response:
    """The whole way of a person: to the issuer, the password there, and back with a code."""
    begun = await trusting.client.get("/explorer/sign-in")
    async with httpx.AsyncClient(timeout=60, trust_env=False) as browser:
        shown = await browser.get(begun.headers["location"])
        action = re.search(r'id="kc-form-login"[^>]*action="([^"]+)"', shown.text)
        assert action, shown.text
        for cookie in browser.cookies.jar:
            cookie.secure = False  # browsers count this machine as safe without TLS; this client does not
        sent = await browser.post(html.unescape(action[1]), data={"username": user, "password": trusting.realm.password})
    assert sent.status_code == 302, sent.text
    back = str(sent.headers["location"])
    assert back.startswith(f"{trusting.realm.url}/explorer/signed-in?")
    return await trusting.client.get(back.removeprefix(trusting.realm.url))


async def test_a_partners_system_proves_itself_once_and_is_answered(trusting: Trusting) -> None:
    said = assertion(trusting.realm)
    first, again = await granted(trusting.realm, said), await granted(trusting.realm, said)
    assert (first.status_code, again.status_code) == (200, 400)
    answer = await trusting.ask(first.json()["access_token"])
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"]["reports"]["totalCount"] > 0
    trusting.realm.keys[SYSTEM] = new_key()
    assert (await granted(trusting.realm, assertion(trusting.realm))).status_code in (400, 401)


async def test_a_person_signs_in_with_a_code_and_sees_what_the_directory_gives_that_person(trusting: Trusting) -> None:
    totals = {}
    for user in ("u-noor", "u-daan"):
        trusting.client.cookies.clear()
        back = await way_in(trusting, user)
        assert (back.status_code, back.headers["location"]) == (303, "/explorer/"), back.headers
        facts = (await trusting.client.get("/explorer/session")).json()
        assert facts["user"] == user
        headers = {"Kring-Session": facts["seal"], "Kring-Purpose": "THREAT_ASSESSMENT"}
        body = {"query": "{ reports(first: 50) { totalCount } }"}
        answer = await trusting.client.post("/explorer/graphql", json=body, headers=headers)
        totals[user] = answer.json()["data"]["reports"]["totalCount"]
        assert (await trusting.client.post("/explorer/sign-out", headers=headers)).is_success
        assert (await trusting.client.get("/explorer/session")).status_code == 401
    assert totals["u-noor"] > totals["u-daan"] > 0


async def test_whom_the_issuer_knows_and_the_directory_does_not_is_turned_away(trusting: Trusting) -> None:
    back = await way_in(trusting, "u-nobody")
    assert back.headers["location"] == "/explorer/#refused"
    assert (await trusting.client.get("/explorer/session")).status_code == 401


async def test_a_rotated_key_is_followed_and_the_one_that_is_gone_ends_its_tokens(trusting: Trusting) -> None:
    old = await token(trusting.realm)
    assert (await trusting.ask(old)).status_code == 200
    trusting.realm.new_signing_key(200)
    new = await token(trusting.realm)
    assert (await trusting.ask(new)).status_code == 401, "a second look within ten seconds"
    trusting.clock.past += 11
    assert [(await trusting.ask(each)).status_code for each in (new, old)] == [200, 200]
    trusting.realm.without_key(100)
    trusting.realm.new_signing_key(300)
    trusting.clock.past += 11
    assert (await trusting.ask(await token(trusting.realm))).status_code == 200
    assert (await trusting.ask(old)).status_code == 401


async def test_an_issuer_that_is_down_stops_nobody_who_is_in_and_lets_people_in_when_it_is_back(
    trusting: Trusting, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = await token(trusting.realm)
    assert (await trusting.ask(known)).status_code == 200
    with trusting.realm.keycloak.away(), monkeypatch.context() as patience:
        patience.setattr(asking, "SECONDS", 0.5)
        trusting.clock.past += 3_600
        assert (await trusting.ask(known)).status_code == 200
        assert (await trusting.client.get("/explorer/sign-in")).headers["location"] == "/explorer/#unavailable"
    assert (await way_in(trusting, "u-noor")).headers["location"] == "/explorer/"
    assert PAGES in trusting.realm.keys


async def test_a_partners_first_hour_goes_as_the_guide_says(
    service: Service, issuer: Keycloak, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SECONDS", 30.0)
    guide.prepared(tmp_path)
    shown = json.loads(guide.run(tmp_path, "python3 partner.py key"))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    realm = Realm(issuer, url, (), "u-saar")
    realm.keys[SYSTEM] = read_key(tmp_path / "partner.pem")
    assert shown["keys"][0]["kid"] == realm.keys[SYSTEM].kid
    realm.make()
    keys = KeySource(realm.jwks, "ES256")
    verifier = TokenVerifier(url, [TrustedIssuer(realm.issuer, "ES256", keys, realm.accounts.get)])
    async with another_process(service, port, verifier=verifier, demo=None, sign_in=None, quotas=Quotas(600_000, 6_000_000)):
        steps = await asyncio.to_thread(guide.followed, tmp_path, KRING=url, ISSUER=realm.issuer, CLIENT=SYSTEM)
    for block, output, said in steps:
        for line in said:
            assert line in output, f"{block}\n{output}"
    assert sum(bool(said) for _, _, said in steps) == 11
