"""Proofs of possession made by hand (RFC 9449): a good one, and every way of spoiling it that its section 4.3 names, and some more."""

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from tests.e2e.tokens import Forge, b64

KEYS = {
    "ES256": lambda: ECKey.generate_key("P-256", private=True),
    "PS256": lambda: RSAKey.generate_key(2048, private=True),
    "EdDSA": lambda: OKPKey.generate_key("Ed25519", private=True),
}


@dataclass
class Prover:
    """A client with a key, which tokens are bound to."""

    forge: Forge
    algorithm: str = "ES256"
    key: Any = field(default=None)

    def __post_init__(self) -> None:
        self.key = self.key or KEYS[self.algorithm]()

    def token(self, **claims: Any) -> str:
        """A token that is bound to the key."""
        return self.forge.token(**({"cnf": {"jkt": self.key.thumbprint()}} | claims))

    def claims(self, token: str, **changes: Any) -> dict[str, Any]:
        """What a good proof says, but for changes; None leaves out."""
        whole = {
            "jti": secrets.token_urlsafe(16), "htm": "POST", "htu": f"{self.forge.url}/graphql", "iat": int(time.time()),
            "ath": b64(sha256(token.encode()).digest()),
        }  # fmt: skip
        return {name: value for name, value in (whole | changes).items() if value is not None}

    def proof(self, token: str, header: dict[str, Any] | None = None, key: Any = None, **changes: Any) -> str:
        """A proof."""
        return self.signed(self.header(**(header or {})), json.dumps(self.claims(token, **changes)), key)

    def header(self, **changes: Any) -> str:
        whole = {"typ": "dpop+jwt", "alg": self.algorithm, "jwk": self.key.as_dict(private=False)} | changes
        return json.dumps({name: value for name, value in whole.items() if value is not None})

    def signed(self, header: str, claims: str, key: Any = None) -> str:
        """Two JSON texts, signed whatever they say."""
        body = f"{b64(header.encode())}.{b64(claims.encode())}"
        jws.serialize_compact({"alg": self.algorithm}, b"x", key or self.key, algorithms=[self.algorithm])
        return f"{body}.{b64(jws.JWSRegistry.algorithms[self.algorithm].sign(body.encode(), key or self.key))}"

    def bad_proofs(self, token: str, other_token: str) -> Iterator[list[str]]:
        """The header fields of requests with this token that prove nothing."""
        good, other, now = self.proof(token), KEYS[self.algorithm](), int(time.time())
        head, body, signature = good.split(".")
        yield from (
            [],
            [""],
            ["x"],
            [good, self.proof(token)],
            [f"{good},{good}"],
            [f"{head}.{body}."],
            [f"{head}.{body}.{signature[::-1]}"],
        )
        yield from ([token], ["." + good], [good + "="], ["x" * 9000], [f"{head}.{b64(b'{}')}.{signature}"], ["é"])
        for header in (
            {"typ": "JWT"}, {"typ": "at+jwt"}, {"typ": None}, {"alg": "none"}, {"alg": "HS256"}, {"alg": "RS256"}, {"alg": ["ES256"]},
            {"alg": None}, {"jwk": None}, {"jwk": {}}, {"jwk": "x"}, {"jwk": self.key.as_dict(private=True)}, {"kid": "x"},
            {"jwk": other.as_dict(private=False)}, {"jwk": OctKey.generate_key(256).as_dict()}, {"crit": ["htu"]}, {"jku": "http://127.0.0.1:9/"},
            {"jwk": self.key.as_dict(private=False) | {"use": "enc"}}, {"jwk": self.key.as_dict(private=False) | {"alg": "ES384"}},
        ):  # fmt: skip
            yield [self.proof(token, header)]
        yield [self.proof(token, {"jwk": other.as_dict(private=False)}, other)]
        yield [self.proof(token, key=other)]
        own = self.forge.url
        for changes in (
            {"htm": "GET"}, {"htm": "post"}, {"htm": None}, {"htm": ["POST"]}, {"htu": f"{own}/"}, {"htu": f"{own}/explorer/graphql"},
            {"htu": "https://other.example/graphql"}, {"htu": own.replace("http", "https") + "/graphql"}, {"htu": None}, {"htu": [own]},
            {"htu": f"{own}/graphql/"}, {"htu": "http://[/graphql"}, {"htu": own.replace("//", "//x@") + "/graphql"}, {"htu": "/graphql"},
            {"iat": now - 75}, {"iat": now + 75}, {"iat": None}, {"iat": str(now)}, {"iat": float(now)}, {"iat": True}, {"iat": 10**30},
            {"jti": None}, {"jti": ""}, {"jti": 1}, {"jti": ["x"]}, {"ath": None}, {"ath": ""}, {"ath": token},
            {"ath": b64(sha256(other_token.encode()).digest())},
        ):  # fmt: skip
            yield [self.proof(token, **changes)]
        yield [self.proof(token, x="y" * 8000)]
        claims = json.dumps(self.claims(token))
        for text in (claims[:-1] + ', "htm": "POST"}', "[]", "null", "[" * 2000, claims[:-1], claims[:-1] + ', "x": NaN}'):
            yield [self.signed(self.header(), text)]
