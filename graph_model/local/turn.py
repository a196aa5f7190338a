"""One at a time: a lock on a file that ends with its process, however that ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_model.local.errors import SetupError


@contextmanager
def turn(lock: Path, otherwise: str | None = None) -> Iterator[None]:
    """Hold the lock. When somebody else has it: wait, or raise SetupError with `otherwise`."""
    with lock.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | (fcntl.LOCK_NB if otherwise else 0))
        except BlockingIOError:
            raise SetupError(otherwise or "") from None
        yield
