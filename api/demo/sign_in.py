"""The command line's way to a token: it proves that it holds the demo's key of this machine, and says which demo user it is."""

import secrets
import time
from pathlib import Path

import httpx
from joserfc import jwt

from api.demo.names import COMMAND_LINE, DEMO_USER, PATH, TOKEN_EXCHANGE
from api.identity.own_key import read_key

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class SignInRefused(Exception):
    """There is no such user, or this is not the home of the demo that answers there; the message says which."""


class SignInUnavailable(Exception):
    """The demo answers, and cannot sign anybody in now: its database is away."""


def access_token(home: Path, url: str, user: str) -> str:
    """An access token for a user of the demo that runs at an address, with the keys of its home.

    Raises SignInRefused or SignInUnavailable.
    """
    return token_for(home, url, COMMAND_LINE, TOKEN_EXCHANGE, {"subject_token": user, "subject_token_type": DEMO_USER})


def token_for(home: Path, url: str, client: str, grant: str, fields: dict[str, str]) -> str:
    """An access token for a client that has its key in the demo's home. Raises SignInRefused or SignInUnavailable."""
    issuer = f"{url}{PATH}"
    try:
        proof = _assertion(home / "issuer" / "clients" / f"{client}.pem", client, issuer)
    except (OSError, ValueError):
        raise SignInRefused(f"the demo's home has no key for {client}: was it started with another KRING_HOME?") from None
    form = {"grant_type": grant, "client_assertion_type": ASSERTION, "client_assertion": proof, **fields}
    answer = httpx.post(f"{issuer}/token", data=form, timeout=10, trust_env=False)
    if answer.status_code >= 500:
        raise SignInUnavailable("the demo cannot reach its database: ./kring doctor says why")
    if answer.status_code != 200:
        known = answer.json().get("error") == "invalid_grant"
        raise SignInRefused("the demo has no such user" if known else "the demo does not know this home's key")
    return str(answer.json()["access_token"])


def _assertion(key_file: Path, client: str, issuer: str) -> str:
    key, now = read_key(key_file), int(time.time())
    claims = {"iss": client, "sub": client, "aud": issuer, "iat": now, "exp": now + 60, "jti": secrets.token_hex(16)}
    return jwt.encode({"alg": "ES256", "kid": str(key.kid)}, claims, key)
