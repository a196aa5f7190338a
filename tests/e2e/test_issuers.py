"""Any OIDC issuer: real keys over real HTTP, rotated, replaced, and gone. Clock and issuer are the test's own."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from joserfc import jws
from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from api.identity.errors import IssuerInvalid, TokenRefused
from api.identity.issuers import IssuerSettings, TrustedIssuer, directory_key, trusted
from api.identity.key_source import FRESH, KEPT, PAUSE, KeySource
from api.identity.possession import Presented
from api.identity.verifier import TokenVerifier
from api.serving import server_config
from tests.e2e.conftest import free_port

AUDIENCE = "https://kring.example"
KEYS = {
    "ES256": lambda: ECKey.generate_key("P-256"),
    "PS256": lambda: RSAKey.generate_key(2048),
    "EdDSA": lambda: OKPKey.generate_key("Ed25519"),
}


class Issuer:
    """An issuer whose keys and mood a test changes."""

    def __init__(self, port: int) -> None:
        self.name = f"http://127.0.0.1:{port}"
        self.shown: Any = {"keys": []}
        self.fetches = 0
        self.mood = "well"
        self.now = 1_000_000.0

    async def keys(self, _: Request) -> Response:
        self.fetches += 1
        match self.mood:
            case "down":
                return Response(status_code=500)
            case "elsewhere":
                return RedirectResponse(f"{self.name}/other")
            case "endless":
                return Response(b" " * 100_000 + json.dumps(self.shown).encode())
            case "deep":
                return Response(b"[" * 60_000)
        return JSONResponse(self.shown)

    def show(self, *keys: Key, **changes: Any) -> None:
        self.shown = {"keys": [key.as_dict(private=False) | changes for key in keys]}

    def trusted(self, algorithm: str = "ES256", **changes: Any) -> TrustedIssuer:
        source = KeySource(f"{self.name}/jwks", algorithm, lambda: self.now)
        return TrustedIssuer(self.name, algorithm, source, changes.get("account_of", directory_key))

    def token(self, key: Key, algorithm: str = "ES256", **claims: Any) -> str:
        now = int(self.now)
        whole = {"iss": self.name, "aud": AUDIENCE, "sub": "u-noor", "iat": now, "exp": now + 600} | claims
        header = {"alg": algorithm, "typ": "at+jwt", "kid": key.kid}
        return "Bearer " + jws.serialize_compact(header, json.dumps(whole), key, algorithms=[algorithm])

    def verifier(self, *issuers: TrustedIssuer) -> TokenVerifier:
        return TokenVerifier(AUDIENCE, issuers or [self.trusted()], lambda: self.now)


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    issuer = Issuer(free_port())
    app = FastAPI(routes=[Route("/jwks", issuer.keys), Route("/other", lambda _: JSONResponse(issuer.shown))])
    server = uvicorn.Server(server_config(app, "127.0.0.1", int(issuer.name.rpartition(":")[2])))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield issuer
    server.should_exit = True
    await task


def _key(algorithm: str = "ES256") -> Key:
    key = KEYS[algorithm]()
    key.ensure_kid()
    return key


async def user_of(verifier: TokenVerifier, authorization: str) -> str:
    """The user of a token that a request brings without anything else."""
    return await verifier.user(Presented(authorization, (), "POST", f"{AUDIENCE}/graphql"))


async def _is_refused(verifier: TokenVerifier, token: str) -> bool:
    try:
        await user_of(verifier, token)
    except TokenRefused:
        return True
    return False


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("algorithm", KEYS)
async def test_each_algorithm_is_taken_from_an_issuer_that_signs_with_it_and_from_no_other(issuer: Issuer, algorithm: str) -> None:
    keys = {name: _key(name) for name in KEYS}
    issuer.show(*keys.values())
    verifier = issuer.verifier(issuer.trusted(algorithm))
    assert await user_of(verifier, issuer.token(keys[algorithm], algorithm)) == "u-noor"
    for other in set(KEYS) - {algorithm}:
        assert await _is_refused(verifier, issuer.token(keys[other], other))


async def test_an_unknown_key_is_worth_one_look_and_looks_are_seconds_apart(issuer: Issuer) -> None:
    old, new = _key(), _key()
    issuer.show(old)
    verifier = issuer.verifier()
    assert await user_of(verifier, issuer.token(old)) == "u-noor"
    issuer.show(old, new)
    issuer.now += PAUSE
    assert await user_of(verifier, issuer.token(new)) == "u-noor"
    assert issuer.fetches == 2
    await asyncio.gather(*(_is_refused(verifier, issuer.token(_key())) for _ in range(20)))
    assert issuer.fetches == 2
    issuer.now += PAUSE
    await asyncio.gather(*(_is_refused(verifier, issuer.token(_key())) for _ in range(20)))
    assert issuer.fetches == 3


@pytest.mark.parametrize("mood", ["down", "elsewhere", "endless", "deep"])
async def test_known_keys_go_on_to_a_limit_when_the_issuer_fails(issuer: Issuer, mood: str) -> None:
    known, unknown = _key(), _key()
    issuer.show(known, unknown)
    issuer.show(known)
    verifier = issuer.verifier()
    assert await user_of(verifier, issuer.token(known)) == "u-noor"
    issuer.mood = mood
    issuer.show(known, unknown)
    issuer.now += FRESH + 1
    assert await user_of(verifier, issuer.token(known)) == "u-noor"
    issuer.now += PAUSE
    assert await _is_refused(verifier, issuer.token(unknown))
    issuer.now += KEPT
    assert await _is_refused(verifier, issuer.token(known))
    issuer.mood = "well"
    issuer.now += PAUSE
    assert await user_of(verifier, issuer.token(known)) == "u-noor"


async def test_a_key_that_the_issuer_withdrew_ends_the_tokens_that_were_checked_with_it(issuer: Issuer) -> None:
    old, new = _key(), _key()
    issuer.show(old)
    verifier = issuer.verifier()
    token = issuer.token(old)
    assert await user_of(verifier, token) == "u-noor"
    issuer.show(new)
    issuer.now += PAUSE
    assert await user_of(verifier, issuer.token(new)) == "u-noor"
    assert await _is_refused(verifier, token)


async def test_one_issuer_cannot_sign_for_another(issuer: Issuer) -> None:
    mine, theirs = _key(), _key()
    issuer.show(mine)
    other = Issuer(free_port())
    elsewhere = TrustedIssuer(
        "https://other.example", "ES256", KeySource(f"{other.name}/jwks", "ES256", lambda: issuer.now), directory_key
    )
    verifier = issuer.verifier(issuer.trusted(), elsewhere)
    assert await user_of(verifier, issuer.token(mine)) == "u-noor"
    assert await _is_refused(verifier, issuer.token(mine, iss="https://other.example"))
    assert await _is_refused(verifier, issuer.token(theirs))


async def test_a_subject_is_a_user_only_where_its_issuers_accounts_say_so(issuer: Issuer) -> None:
    key = _key()
    issuer.show(key)
    accounts = {"6f1c": "u-daan", "system-1": "u-saar"}
    verifier = issuer.verifier(issuer.trusted(account_of=accounts.get))
    assert await user_of(verifier, issuer.token(key, sub="6f1c")) == "u-daan"
    assert await user_of(verifier, issuer.token(key, sub="system-1", client_id="system-1")) == "u-saar"
    assert await _is_refused(verifier, issuer.token(key, sub="u-daan"))
    assert await _is_refused(verifier, issuer.token(key, sub="u-noor", client_id="system-1"))


async def test_keys_that_are_weak_private_doubled_or_for_something_else_are_not_used(issuer: Issuer) -> None:
    key, other = _key(), _key()
    token = issuer.token(key)
    doubled = {**other.as_dict(private=False), "kid": key.kid}
    shown = key.as_dict(private=False)
    for keys in (
        [shown, doubled], [key.as_dict(private=True)], [shown | {"use": "enc"}], [shown | {"alg": "ES384"}], [shown | {"kid": 1}],
        [{name: value for name, value in shown.items() if name != "kid"}], [shown | {"y": shown["x"]}], ["x", 1, None], [OctKey.generate_key(256).as_dict() | {"kid": key.kid}],
        [ECKey.generate_key("P-384").as_dict(private=False) | {"kid": key.kid}],
    ):  # fmt: skip
        issuer.shown = {"keys": keys}
        assert await _is_refused(issuer.verifier(), token)
    weak = RSAKey.generate_key(1024, auto_kid=True)
    issuer.show(weak)
    assert await _is_refused(issuer.verifier(issuer.trusted("PS256")), issuer.token(weak, "PS256"))
    for text in ({}, [], "x", {"keys": {}}, None):
        issuer.shown = text
        assert await _is_refused(issuer.verifier(), token)


async def test_tokens_are_judged_by_the_clock_with_ten_seconds_of_grace(issuer: Issuer) -> None:
    key = _key()
    issuer.show(key)
    verifier = issuer.verifier()
    token = issuer.token(key, exp=int(issuer.now) + 60)
    for seconds, good in ((0, True), (60, True), (70, True), (71, False), (-10, True), (-11, False)):
        issuer.now = 1_000_000.0 + seconds
        assert await _is_refused(verifier, token) is not good
        assert await _is_refused(issuer.verifier(), token) is not good


def test_settings_of_an_issuer_are_whole_or_refused() -> None:
    good = {
        "issuer": "https://id.example/realms/k",
        "jwks": "https://id.example/certs",
        "algorithm": "PS256",
        "accounts": {"6f1c": "u-daan"},
    }
    found = trusted(IssuerSettings(**good))
    assert (found.name, found.account_of("6f1c"), found.account_of("u-noor")) == ("https://id.example/realms/k", "u-daan", None)
    for changes in (
        {"algorithm": "none"},
        {"algorithm": "HS256"},
        {"accounts": None},
        {"accounts": "everybody"},
        {"issuer": ""},
        {"key": "x"},
    ):
        with pytest.raises(ValidationError):
            IssuerSettings(**(good | changes))
    for changes in ({"issuer": "http://id.example"}, {"jwks": "http://127.0.0.1/certs"}, {"jwks": "file:///etc/passwd"}):
        with pytest.raises(IssuerInvalid):
            trusted(IssuerSettings(**(good | changes)))
    with pytest.raises(IssuerInvalid):
        TokenVerifier(AUDIENCE, [])


def test_the_verifier_knows_nothing_of_graphql() -> None:
    code = "import sys, api.identity.verifier; print([name for name in sys.modules if name.startswith('api.graphql')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
