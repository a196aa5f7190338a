"""Keys of our own: made at the first start, kept in the home with mode 0600, never anywhere else."""

import os
from pathlib import Path

from joserfc.jwk import ECKey


def own_key(path: Path) -> ECKey:
    """The key of a file, made when there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = ECKey.generate_key("P-256", private=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(made.as_pem(private=True))
    return read_key(path)


def read_key(path: Path) -> ECKey:
    """The key of a file. Raises OSError or ValueError."""
    key = ECKey.import_key(path.read_bytes())
    key.ensure_kid()
    return key


def public(key: ECKey) -> ECKey:
    """What others may know of a key. Some issuers take no key that does not say that it signs, and how (RFC 7517, 4.2 and 4.4)."""
    shown = ECKey.import_key(key.as_dict(private=False) | {"use": "sig", "alg": "ES256"})
    shown.ensure_kid()
    return shown
