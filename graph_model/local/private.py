"""Files that only their owner reads: written whole or, when cut off, not at all; and kept."""

import os
import secrets
from pathlib import Path


def write_private(path: Path, text: str | bytes) -> None:
    """Put a text, or bytes, in a file of mode 0600."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(text.encode() if isinstance(text, str) else text)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)


def kept_secret(path: Path) -> bytes:
    """The secret of a file, made at its first use: 256 random bits as hexadecimal text."""
    if not path.exists():
        write_private(path, secrets.token_hex(32))
    return path.read_bytes().strip()


def sync(folder: Path) -> None:
    """Have the disk hold what a folder, or a file, holds now: names that were given or taken among it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
