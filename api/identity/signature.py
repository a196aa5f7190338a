"""Whether a compact JWS is signed with a key, by the one algorithm that is expected of it."""

import warnings

from joserfc import jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import Key

from api.identity.token_form import LONGEST


class _Registry(jws.JWSRegistry):
    """The header of a proof holds a public key, and that of RSA is longer than joserfc expects of a header."""

    max_header_length = LONGEST


def is_signed(token: str, key: Key, algorithm: str) -> bool:
    """True when the signature is the key's."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)  # EdDSA goes by a new name in RFC 9864; issuers use the old one
            jws.deserialize_compact(token, key, registry=_Registry(algorithms=[algorithm]))
    except (JoseError, ValueError, TypeError):
        return False
    return True
