"""The published keys of a trusted issuer, fetched when the service starts."""

from collections.abc import Callable

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cli.settings import TrustedIssuer
from graph_model.local.errors import SetupError


def published_keys(trusted: TrustedIssuer) -> Callable[[], KeySet]:
    """What gives the keys. Raises SetupError naming the issuer when they cannot be had."""
    try:
        answer = httpx.get(trusted.jwks_uri, timeout=10, follow_redirects=False)
        answer.raise_for_status()
        keys = KeySet.import_key_set(answer.json())
    except (httpx.HTTPError, ValueError, KeyError, TypeError, JoseError) as fault:
        raise SetupError(f"the keys of issuer {trusted.issuer} cannot be had ({type(fault).__name__})") from None
    return lambda: keys
