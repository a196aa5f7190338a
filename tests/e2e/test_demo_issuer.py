"""The demo's issuer is an OAuth server like any other: codes with PKCE, clients that prove who they are with a key, nothing for the rest."""

import asyncio
import base64
import json
import os
import re
import secrets
import stat
import time
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from api.demo.names import COMMAND_LINE, PAGE, PARTNER_SYSTEMS, TOKEN_EXCHANGE
from api.demo.sign_in import ASSERTION, SignInRefused, access_token, token_for
from api.identity.own_key import read_key
from tests.e2e.conftest import Service

QUERY = {"query": "{ reports(first: 100) { edges { node { id } } } }"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class Flow:
    """A browser's way through the sign-in, step by step."""

    def __init__(self, service: Service) -> None:
        self.service, self.verifier = service, secrets.token_urlsafe(48)
        self.redirect = f"{service.url}/graphiql"
        self.asked = {
            "response_type": "code", "client_id": PAGE, "redirect_uri": self.redirect, "state": "s" * 20,
            "code_challenge": _challenge(self.verifier), "code_challenge_method": "S256",
        }  # fmt: skip

    async def page(self, **changes: Any) -> httpx.Response:
        return await self.service.client.get("/demo/issuer/authorize", params=_without_none(self.asked | changes))

    async def choose(self, user: str, origin: str | None = None, **changes: Any) -> httpx.Response:
        headers = _without_none({"Origin": self.service.url if origin is None else origin})
        return await self.service.client.post(
            "/demo/issuer/authorize", data=_without_none(self.asked | {"user": user} | changes), headers=headers
        )

    async def code(self, user: str = "u-daan") -> str:
        answer = await self.choose(user)
        assert answer.status_code == 303, answer.text
        sent = parse_qs(urlsplit(answer.headers["location"]).query)
        assert sent["state"] == ["s" * 20]
        assert sent["iss"] == [f"{self.service.url}/demo/issuer"]
        return sent["code"][0]

    async def token(self, value: str, **changes: Any) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "client_id": PAGE,
            "code": value,
            "redirect_uri": self.redirect,
            "code_verifier": self.verifier,
        }
        return await self.service.client.post("/demo/issuer/token", data=_without_none(form | changes))


def _without_none(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


async def test_discovery_says_where_everything_is(service: Service) -> None:
    name = f"{service.url}/demo/issuer"
    found = (await service.client.get("/demo/issuer/.well-known/openid-configuration")).json()
    assert found == (await service.client.get("/.well-known/oauth-authorization-server/demo/issuer")).json()
    assert found["issuer"] == name
    keys = (await service.client.get(found["jwks_uri"].removeprefix(service.url))).json()["keys"]
    assert len(keys) == 1
    assert "d" not in keys[0]
    for endpoint in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        assert found[endpoint].startswith(f"{name}/")


async def test_somebody_signs_in_on_the_page_and_sees_his_own(service: Service) -> None:
    flow = Flow(service)
    page = await flow.page()
    assert page.status_code == 200
    assert "Daan Waterbies" in page.text
    answer = await flow.token(await flow.code())
    assert answer.status_code == 200
    assert set(answer.json()) == {"access_token", "token_type", "expires_in"} | {key for key in ("scope",) if key in answer.json()}
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}", "Kring-Purpose": "THREAT_ASSESSMENT"}
    as_page = await service.client.post("/graphql", json=QUERY, headers=headers)
    as_cli = await service.ask("u-daan", "THREAT_ASSESSMENT", QUERY["query"])
    assert as_page.content == as_cli.content


async def test_a_code_is_good_once_for_its_own_client_address_and_verifier(service: Service) -> None:
    flow = Flow(service)
    code = await flow.code()
    assert (await flow.token(code)).status_code == 200
    assert (await flow.token(code)).status_code == 400
    for changes in (
        {"code_verifier": None}, {"code_verifier": "x" * 64}, {"code_verifier": flow.asked["code_challenge"]}, {"redirect_uri": None},
        {"redirect_uri": "http://127.0.0.1:1/graphiql"}, {"client_id": None}, {"client_id": COMMAND_LINE}, {"client_id": "nobody"}, {"code": None}, {"code": "x"},
    ):  # fmt: skip
        answer = await flow.token(await flow.code(), **changes)
        assert answer.status_code in (400, 401), changes
        assert "access_token" not in answer.text


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://evil.example/"}, {"redirect_uri": None}, {"client_id": "nobody"}, {"client_id": COMMAND_LINE}, {"client_id": None},
        {"response_type": "token"}, {"response_type": None}, {"code_challenge": None}, {"code_challenge_method": "plain"}, {"code_challenge_method": None},
        {"code_challenge": "short"}, {"state": ["a", "b"]},
    ],
)  # fmt: skip
async def test_a_sign_in_that_is_not_as_registered_shows_nobody_and_sends_nobody_anywhere(
    service: Service, changes: dict[str, Any]
) -> None:
    flow = Flow(service)
    for answer in (await flow.page(**changes), await flow.choose("u-daan", **changes)):
        assert answer.status_code == 400
        assert "location" not in answer.headers
        assert "Waterbies" not in answer.text
        assert "evil" not in answer.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
async def test_another_site_cannot_choose_for_a_visitor(service: Service, origin: str) -> None:
    answer = await Flow(service).choose("u-daan", origin=origin)
    assert answer.status_code == 404
    assert "location" not in answer.headers


async def test_somebody_who_is_not_in_the_directory_cannot_be_chosen(service: Service) -> None:
    for user in ("u-nobody", "", "nctv-system", "U-DAAN"):
        answer = await Flow(service).choose(user)
        assert "error=access_denied" in answer.headers["location"]
        assert "code=" not in answer.headers["location"].replace("error_code=", "")


async def test_a_partners_system_signs_in_with_its_key(service: Service) -> None:
    for system, user in PARTNER_SYSTEMS.items():
        token = token_for_system(service, system)
        headers = {"Authorization": f"Bearer {await token}", "Kring-Purpose": "THREAT_ASSESSMENT"}
        answer = await service.client.post("/graphql", json=QUERY, headers=headers)
        assert answer.content == (await service.ask(user, "THREAT_ASSESSMENT", QUERY["query"])).content


async def token_for_system(service: Service, system: str) -> str:
    return await asyncio.to_thread(token_for, service.home, service.url, system, "client_credentials", {})


async def test_a_client_that_does_not_prove_who_it_is_gets_nothing(service: Service) -> None:
    issuer, now = f"{service.url}/demo/issuer", int(time.time())
    key = read_key(service.home / "issuer" / "clients" / "nctv-system.pem")
    used = secrets.token_hex(8)

    def proof(signer: ECKey = key, header: dict[str, Any] | None = None, **changes: Any) -> str:
        claims = {
            "iss": "nctv-system",
            "sub": "nctv-system",
            "aud": issuer,
            "iat": now,
            "exp": now + 50,
            "jti": secrets.token_hex(8),
        }
        return jws.serialize_compact({"alg": "ES256"} | (header or {}), json.dumps(_without_none(claims | changes)), signer)

    async def ask(assertion: str | None, **changes: Any) -> httpx.Response:
        form = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION, "client_assertion": assertion}
        return await service.client.post("/demo/issuer/token", data=_without_none(form | changes))

    assert (await ask(proof())).status_code == 200
    assert (await ask(proof(jti=used))).status_code == 200
    other = ECKey.generate_key("P-256")
    for assertion in (
        proof(jti=used), proof(jti=None), proof(jti=""), proof(jti=3), proof(other), proof(aud=[issuer]), proof(aud=f"{issuer}/token"), proof(aud=None),
        proof(exp=now + 61), proof(iat=now - 100, exp=now - 50), proof(exp=None), proof(iat=None), proof(exp=str(now)), proof(iss="pol-system"),
        proof(sub="pol-system", iss="pol-system"), proof(sub="nobody", iss="nobody"), proof(sub=None), proof(sub=[1]), proof(sub=PAGE, iss=PAGE),
        "x", "", "a.b.c", "é", None, f"{_b64('[' * 3000)}.{_b64('[' * 3000)}.AAAA", proof().replace(".", ".."), proof()[:-4] + "AAAA",
        f"{_b64(json.dumps({'alg': 'none'}))}.{proof().split('.')[1]}.",
    ):  # fmt: skip
        answer = await ask(assertion)
        assert answer.status_code in (400, 401), assertion
        assert "access_token" not in answer.text
    for changes in (
        {"client_assertion_type": "x"},
        {"grant_type": "password"},
        {"grant_type": "authorization_code"},
        {"grant_type": TOKEN_EXCHANGE},
        {"grant_type": None},
    ):
        assert (await ask(proof(), **changes)).status_code in (400, 401)


def _b64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "body, kind",
    [
        (b"u-noor", "text/plain"),
        (b'{"user": "u-noor"}', "application/json"),
        (b"user=u-noor", FORM["Content-Type"]),
        (b"a=1&" * 100, FORM["Content-Type"]),
        (b"\xff=\xff", FORM["Content-Type"]),
        (b"a" * 20_000, FORM["Content-Type"]),
    ],
)
async def test_nothing_but_a_proper_form_gets_a_token(service: Service, body: bytes, kind: str) -> None:
    answer = await service.client.post("/demo/issuer/token", content=body, headers={"Content-Type": kind})
    assert 400 <= answer.status_code < 500
    assert "access_token" not in answer.text


async def test_the_command_line_is_any_demo_user_and_only_with_the_key_of_its_home(service: Service, tmp_path: Any) -> None:
    with pytest.raises(SignInRefused, match="no such user"):
        await asyncio.to_thread(access_token, service.home, service.url, "u-nobody")
    with pytest.raises(SignInRefused, match="no key"):
        await asyncio.to_thread(access_token, tmp_path, service.url, "u-noor")
    with pytest.raises(SignInRefused, match="does not know"):
        await asyncio.to_thread(
            token_for,
            service.home,
            service.url,
            "nctv-system",
            TOKEN_EXCHANGE,
            {"subject_token": "u-daan", "subject_token_type": "urn:kring:demo:user"},
        )


async def test_every_key_of_the_demo_is_its_owners_alone(service: Service) -> None:
    keys = list((service.home / "issuer").rglob("*.pem"))
    assert len(keys) == 5
    assert {stat.S_IMODE(os.stat(key).st_mode) for key in keys} == {0o600}


async def test_pages_hold_no_script_or_style_of_their_own(service: Service) -> None:
    for path in ("/", "/graphiql", f"/demo/issuer/authorize?{httpx.QueryParams(Flow(service).asked)}"):
        answer = await service.client.get(path)
        assert answer.status_code == 200
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:|https?://(?!127\.0\.0\.1)", answer.text)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
