"""Proof that whoever sends a token holds the key that it is bound to (DPoP, RFC 9449): for this request, this token, now, and once.

Nothing here is looked at before the token itself was found good, and nothing here says what was wrong.
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from secrets import compare_digest
from typing import Any
from urllib.parse import urlsplit

from api.identity.errors import TokenRefused
from api.identity.key_source import public_key
from api.identity.signature import is_signed
from api.identity.token_form import LONGEST, members

ALGORITHMS = ("ES256", "PS256", "EdDSA")
HEADER = frozenset({"typ", "alg", "jwk"})
OLDEST, AHEAD = 60, 10
"""Seconds that a proof counts after it was made, and that its clock may be ahead of ours."""
MOST = 100_000
"""Proofs of one person that are kept apart at once; nobody's number meets another's."""
PORTS = {"http": 80, "https": 443}


@dataclass(slots=True)
class Presented:
    """A token as a request presents it, or a stream or socket for as long as it is open: possession is proved once for each.

    `address` is what this resource is called, and never what a request says of itself.
    """

    authorization: str | None
    proofs: tuple[str, ...]
    method: str
    address: str
    is_proved: bool = False


class Possession:
    """Takes proofs, each once in this process; of one person at most so many at a time."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._taken: dict[str, dict[bytes, float]] = {}

    def require(self, presented: Presented, token: str, thumbprint: str, user: str, now: float) -> None:
        """Raise TokenRefused unless the key of a thumbprint is held for what is presented. Without a wait, so once means once."""
        if presented.is_proved:
            return
        if len(presented.proofs) != 1:
            raise TokenRefused
        claims = _claims(presented.proofs[0], thumbprint)
        own = urlsafe_b64encode(sha256(token.encode()).digest()).rstrip(b"=").decode()
        if (claims.get("ath"), claims.get("htm")) != (own, presented.method):
            raise TokenRefused
        if _place(claims.get("htu")) != _place(presented.address):
            raise TokenRefused
        made, id_ = claims.get("iat"), claims.get("jti")
        if type(made) is not int or not now - OLDEST <= made <= now + AHEAD or not isinstance(id_, str) or not id_:
            raise TokenRefused
        self._take(user, sha256(f"{thumbprint}.{id_}".encode(errors="surrogatepass")).digest(), now)
        presented.is_proved = True

    def _take(self, user: str, proof: bytes, now: float) -> None:
        taken = self._taken.setdefault(user, {})
        while taken and next(iter(taken.values())) < now:
            del taken[next(iter(taken))]
        if proof in taken or len(taken) >= self._most:
            raise TokenRefused
        taken[proof] = now + OLDEST + AHEAD


def _claims(proof: str, thumbprint: str) -> dict[str, Any]:
    """What a proof says that is signed with the key of the thumbprint, which it brings itself."""
    parts = proof.split(".")
    if len(proof) > LONGEST or len(parts) != 3:
        raise TokenRefused
    header = members(parts[0])
    if set(header) != HEADER or header["typ"] != "dpop+jwt" or header["alg"] not in ALGORITHMS:
        raise TokenRefused
    key = public_key(header["alg"], header["jwk"]) if isinstance(header["jwk"], dict) else None
    if key is None or not compare_digest(key.thumbprint().encode(), thumbprint.encode()):
        raise TokenRefused
    if not is_signed(proof, key, header["alg"]):
        raise TokenRefused
    return members(parts[1])


def _place(address: Any) -> tuple[object, ...]:
    """What an address names: without query and fragment, in the one spelling of scheme, host and port (RFC 9449, 4.3)."""
    if not isinstance(address, str):
        raise TokenRefused
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.username, parts.hostname, parts.port or PORTS.get(parts.scheme), parts.path
    except ValueError:
        raise TokenRefused from None
