"""The demo's own issuer: signs for the users of the invented world. Only the demo makes one; nothing else has its key."""

import os
import time
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from api.identity.verifier import LIFETIME


class DemoIssuer:
    """Signs access tokens with a key that is made at the first start and kept with mode 0600."""

    def __init__(self, key_file: Path, issuer: str, audience: str) -> None:
        self._key = _key(key_file)
        self._issuer, self._audience = issuer, audience

    def keys(self) -> KeySet:
        """The public keys, as its JWKS shows them."""
        return KeySet([ECKey.import_key(self._key.as_dict(private=False))])

    def token(self, subject: str) -> str:
        """A token for ten minutes."""
        now = int(time.time())
        claims = {"iss": self._issuer, "aud": self._audience, "sub": subject, "iat": now, "exp": now + LIFETIME}
        return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": str(self._key.kid)}, claims, self._key)


def _key(path: Path) -> ECKey:
    if not path.exists():
        made = ECKey.generate_key("P-256", private=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(made.as_pem(private=True))
    key = ECKey.import_key(path.read_bytes())
    key.ensure_kid()
    return key
