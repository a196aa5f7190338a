"""Access tokens made by hand: a good one, and every way of spoiling it that reliability.md 3.3 and RFC 8725 warn of."""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

from api.identity.own_key import read_key
from tests.e2e.conftest import Service


def b64(content: bytes) -> str:
    """Base64url as tokens have it."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass
class Forge:
    """Makes tokens with the issuer's own key, so that each is spoilt in one way only."""

    url: str
    key: ECKey

    @classmethod
    def of(cls, service: Service) -> "Forge":
        return cls(service.url, read_key(service.home / "issuer" / "signing.pem"))

    def header(self, **changes: Any) -> dict[str, Any]:
        return _changed({"alg": "ES256", "typ": "at+jwt", "kid": self.key.kid}, changes)

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        whole = {"iss": f"{self.url}/demo/issuer", "aud": self.url, "sub": "u-noor", "iat": now, "exp": now + 60}
        return _changed(whole, changes)

    def signed(self, header: str, claims: str, key: ECKey | None = None) -> str:
        """A token of two JSON texts, signed whatever they say."""
        body = f"{b64(header.encode())}.{b64(claims.encode())}"
        good = jws.serialize_compact({"alg": "ES256"}, b"x", key or self.key)
        assert good
        signature = jws.JWSRegistry.algorithms["ES256"].sign(body.encode(), key or self.key)
        return f"{body}.{b64(signature)}"

    def token(self, header: dict[str, Any] | None = None, key: ECKey | None = None, **claims: Any) -> str:
        return self.signed(json.dumps(self.header(**(header or {}))), json.dumps(self.claims(**claims)), key)

    def bad_forms(self) -> Iterator[str]:
        """Texts that are no token, or not in its one spelling."""
        good = self.token()
        head, body, signature = good.split(".")
        yield from ("-", "x", ".", "..", "...", "a.b.c", "x" * 9000, "é", "%00", "null", "eyJ9.eyJ9.eyJ9")
        yield from (
            good + "x",
            good + "=",
            good + ".",
            "." + good,
            good[:-4] + "AAAA",
            good[:-1],
            f"{head}.{body}",
            f"{head}.{body}.",
        )
        yield from (f"{head}..{signature}", f"{head}.{signature}.{body}", f"{body}.{head}.{signature}", good.replace(".", "..", 1))
        yield from (f"{head}=.{body}.{signature}", f"{head}.{body}.{signature[:-1]}{_other(signature[-1])}", good.swapcase())
        yield f"{head}.{b64(json.dumps(self.claims(sub='u-tess')).encode())}.{signature}"
        yield f"{b64(json.dumps(self.header()).encode())}.{b64(b'{}')}.{signature}"
        yield f"{head}.{body}.{b64(bytes(64))}"

    def bad_headers(self) -> Iterator[str]:
        """Wrong algorithms, kinds and keys, and members that would bring a key along."""
        other = ECKey.generate_key("P-256", private=True)
        own, mine = self.key.as_dict(private=False), other.as_dict(private=False)
        for changes in (
            {"typ": "JWT"}, {"typ": "AT+JWT"}, {"typ": None}, {"typ": ["at+jwt"]}, {"kid": None}, {"kid": "unknown"}, {"kid": ""},
            {"kid": 1}, {"kid": "../../signing"}, {"jku": "http://127.0.0.1:9/"}, {"x5u": "http://127.0.0.1:9/"}, {"jwk": own},
            {"x5c": ["AAAA"]}, {"x5t": "AAAA"}, {"crit": ["exp"]}, {"crit": []}, {"b64": False, "crit": ["b64"]}, {"cty": "JWT"},
            {"alg": "none"}, {"alg": "None"}, {"alg": ""}, {"alg": "ES384"}, {"alg": "PS256"}, {"alg": "RS256"}, {"alg": "EdDSA"},
            {"alg": "HS256"}, {"alg": ["ES256"]}, {"alg": None}, {"enc": "A128GCM"}, {"zip": "DEF"},
        ):  # fmt: skip
            yield self.token(changes)
        yield self.token(key=other)
        yield self.token({"jwk": mine}, key=other)
        body = f"{b64(json.dumps(self.header(alg='none')).encode())}.{b64(json.dumps(self.claims()).encode())}"
        yield f"{body}."
        for secret in (json.dumps(own), self.key.as_pem(private=False).decode(), self.key.as_der(private=False).hex()):
            text = f"{b64(json.dumps(self.header(alg='HS256')).encode())}.{b64(json.dumps(self.claims()).encode())}"
            yield f"{text}.{b64(hmac.new(secret.encode(), text.encode(), sha256).digest())}"
        rsa = RSAKey.generate_key(2048, private=True)
        yield jws.serialize_compact(self.header(alg="PS256"), json.dumps(self.claims()), rsa, algorithms=["PS256"])
        secret_key = OctKey.import_key("0" * 32)
        yield jws.serialize_compact(self.header(alg="HS256"), json.dumps(self.claims()), secret_key, algorithms=["HS256"])
        yield self.signed(json.dumps(self.header())[:-1] + ', "alg": "ES256"}', json.dumps(self.claims()))
        yield self.signed("[" * 2000, json.dumps(self.claims()))
        yield self.signed("[]", json.dumps(self.claims()))

    def bad_claims(self) -> Iterator[str]:
        """Rightly signed, and not for us, not now, not by whom it should be, or not said once."""
        now = int(time.time())
        issuer = f"{self.url}/demo/issuer"
        for changes in (
            {"exp": now - 11, "iat": now - 60}, {"exp": now + 601}, {"exp": 253402300800}, {"iat": now + 100, "exp": now + 200},
            {"nbf": now + 100}, {"nbf": "x"}, {"exp": None}, {"iat": None}, {"exp": str(now + 60)}, {"exp": now + 60.5}, {"exp": True},
            {"iat": now + 5, "exp": now + 5}, {"exp": -1}, {"exp": 10**30, "iat": 10**30 - 60}, {"aud": "other"}, {"aud": None},
            {"aud": [self.url]}, {"aud": [self.url, "other"]}, {"aud": f"{self.url}/"}, {"aud": self.url.upper()}, {"aud": ""},
            {"iss": self.url}, {"iss": f"{issuer}/"}, {"iss": None}, {"iss": [issuer]}, {"iss": "http://127.0.0.1:1"},
            {"sub": None}, {"sub": ""}, {"sub": 1}, {"sub": ["u-noor"]}, {"sub": "u-nobody"}, {"sub": " u-noor"}, {"sub": "kring-cli"},
        ):  # fmt: skip
            yield self.token(**changes)
        header, claims = json.dumps(self.header()), json.dumps(self.claims())
        yield self.signed(header, claims[:-1] + ', "sub": "u-daan"}')
        yield self.signed(header, claims[:-1] + f', "exp": {now + 60}}}')
        yield self.signed(header, claims[:-1] + ', "x": {"a": 1, "a": 1}}')
        yield from (self.signed(header, text) for text in ("[" * 3000, "null", "[]", '"x"', claims[:-1], claims + claims, "{}"))
        yield self.signed(header, claims[:-1] + ', "x": NaN}')
        yield self.signed(header, claims[:-1] + ', "x": "' + "y" * 8000 + '"}')


def _changed(whole: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (whole | changes).items() if value is not None}


def _other(character: str) -> str:
    return "B" if character == "A" else "A"
