"""Tokens that are bound to a key (DPoP): good with a proof of it, once, for what it was made for; else the one 401 of every bad token."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from api.http.media_type import EVENTS
from api.identity.errors import TokenRefused
from api.identity.possession import AHEAD, OLDEST, Possession, Presented
from api.identity.verifier import TokenVerifier
from graph_model.local.server import Endpoint
from tests.e2e.conftest import Running, Service
from tests.e2e.following import CHANGES, Follower, another_process
from tests.e2e.proofs import KEYS, Prover
from tests.e2e.test_socket import PERSONS, hear, opened, say
from tests.e2e.test_tokens import BODY, _denied, _told
from tests.e2e.tokens import Forge

PURPOSE = {"Kring-Purpose": "THREAT_ASSESSMENT"}


@pytest.fixture(scope="module")
async def service(neo4j: Endpoint, running: Running) -> Service:
    """One service for all: they only read."""
    return await running.untouched(neo4j)


async def ask(
    client: httpx.AsyncClient, authorization: str, *proofs: str, accept: str = "application/json", body: Any = BODY
) -> httpx.Response:
    fields = [*PURPOSE.items(), ("Authorization", authorization), ("Accept", accept), *(("DPoP", proof) for proof in proofs)]
    return await client.post("/graphql", json=body, headers=[(name.encode(), value.encode()) for name, value in fields])


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("algorithm", KEYS)
async def test_a_bound_token_with_its_proof_is_answered_as_a_bearers_is_and_a_proof_counts_once(
    service: Service, algorithm: str
) -> None:
    prover = Prover(Forge.of(service), algorithm)
    token = prover.token()
    plain = await ask(service.client, f"Bearer {prover.forge.token()}")
    noted = prover.token(cnf={"jkt": prover.key.thumbprint(), "kc-jkt-type": "DPoP"})
    assert (await ask(service.client, f"DPoP {noted}", prover.proof(noted))).content == plain.content, "as Keycloak has it"
    for spelling in ({}, {"htu": f"{service.url.replace('http', 'HTTP')}/graphql?x=1#y"}):
        proof = prover.proof(token, **spelling)
        first, again = [await ask(service.client, f"DPoP {token}", proof) for _ in range(2)]
        assert (first.status_code, again.status_code) == (200, 401)
        assert first.content == plain.content


async def test_whatever_is_wrong_with_a_proof_it_is_the_401_of_a_bad_token_and_on_record(service: Service) -> None:
    prover = Prover(Forge.of(service))
    token, own = prover.token(), prover.forge.token()
    proof, before = prover.proof(token), _denied(service)
    nobody = _told(await ask(service.client, "Bearer x"))
    tries = [(f"DPoP {token}", proofs) for proofs in prover.bad_proofs(token, own)]
    tries += [(f"Bearer {token}", [proof]), (f"Bearer {token}", []), (f"DPoP {own}", [prover.proof(own)]), (f"DPoP {own}", [])]
    for cnf in (
        {},
        {"jkt": ""},
        {"jkt": 1},
        {"jkt": "\ud800"},
        {"kc-jkt-type": "DPoP"},
        {"jkt": prover.key.thumbprint(), "x5t#S256": prover.key.thumbprint()},
        {"x5t#S256": prover.key.thumbprint()},
        "x",
        [],
        {"jkt": prover.key.thumbprint(), "jwk": {}},
    ):
        other = prover.token(cnf=cnf)
        tries += [(f"DPoP {other}", [prover.proof(other)]), (f"Bearer {other}", [])]
    for authorization, proofs in tries:
        assert _told(await ask(service.client, authorization, *proofs)) == nobody, (authorization, proofs)
    assert _denied(service) - before == len(tries) + 1
    assert len(tries) >= 60
    assert (await ask(service.client, f"DPoP {token}", proof)).status_code == 200, (
        "a proof that was refused for its scheme was not used up"
    )


async def test_many_at_once_with_one_proof_are_one(service: Service) -> None:
    prover = Prover(Forge.of(service))
    token = prover.token()
    proof = prover.proof(token)
    answers = await asyncio.gather(*(ask(service.client, f"DPoP {token}", proof) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200, *[401] * 7]


async def test_a_stream_and_a_socket_prove_it_once_for_as_long_as_they_are_open(service: Service) -> None:
    prover = Prover(Forge.of(service))
    token = prover.token()
    fields = {**PURPOSE, "Authorization": f"DPoP {token}", "DPoP": prover.proof(token), "Accept": EVENTS}
    async with service.client.stream("POST", "/graphql", json={"query": CHANGES}, headers=fields) as answer:
        stream = Follower(answer)
        assert (await stream.change())["kind"] == "STARTED"
        await stream.hears_nothing()
    proof = prover.proof(token, htm="GET")
    said = {**PURPOSE, "Authorization": f"DPoP {token}", "DPoP": proof}
    for outcome in ("next", "error"):
        async with opened(service.url) as socket:
            await say(socket, type="connection_init", payload=said)
            assert (await hear(socket))["type"] == "connection_ack"
            for name in ("1", "2", "3"):
                await say(socket, type="subscribe", id=name, payload={"query": PERSONS})
            heard = [await hear(socket) for _ in range(6 if outcome == "next" else 3)]
            assert [one["type"] for one in heard if one["type"] != "complete"] == [outcome] * 3
    assert "UNAUTHENTICATED" in json.dumps(heard)


async def test_an_issuer_whose_tokens_must_be_bound_is_taken_at_its_word_and_the_metadata_says_so(service: Service) -> None:
    prover = Prover(Forge.of(service))
    verifier = TokenVerifier(service.url, [replace(service.issuer.trusted(), bound=True)])
    async with another_process(service, verifier=verifier) as client:
        unbound, token = prover.forge.token(), prover.token()
        assert (await ask(client, f"Bearer {unbound}")).status_code == 401
        assert (await ask(client, f"DPoP {token}", prover.proof(token))).status_code == 200
        assert await verifier.vouched(unbound) == "u-noor", "Kring's own pages keep their tokens to themselves"
        with pytest.raises(TokenRefused):
            await verifier.vouched(token)
        shown = (await client.get("/.well-known/oauth-protected-resource")).json()
    ours = (await service.client.get("/.well-known/oauth-protected-resource")).json()
    assert [one["dpop_bound_access_tokens_required"] for one in (shown, ours)] == [True, False]
    assert shown["dpop_signing_alg_values_supported"] == list(KEYS)


def test_a_proof_is_kept_for_as_long_as_it_counts_and_one_persons_proofs_crowd_out_nobodys() -> None:
    possession = Possession(most=10)
    prover = Prover(Forge("http://127.0.0.1:1", KEYS["ES256"]()))
    token, print_ = prover.token(), prover.key.thumbprint()

    def is_taken(user: str, proof: str, now: float) -> bool:
        try:
            possession.require(Presented(None, (proof,), "POST", "http://127.0.0.1:1/graphql"), token, print_, user, now)
        except TokenRefused:
            return False
        return True

    early = prover.proof(token, iat=1_000 + AHEAD)
    assert [is_taken("u-noor", early, at) for at in (1_000, 1_000, 1_000 + OLDEST + AHEAD)] == [True, False, False]
    assert not is_taken("u-noor", early, 1_000 + OLDEST + AHEAD + 1)
    assert all(is_taken("u-noor", prover.proof(token, iat=2_000), 2_000) for _ in range(10))
    assert not is_taken("u-noor", prover.proof(token, iat=2_000), 2_000)
    assert is_taken("u-daan", prover.proof(token, iat=2_000), 2_000)
    assert is_taken("u-noor", prover.proof(token, iat=2_071), 2_071)
