"""Calls that are over after a time, all told: a limit on each read alone lets whoever sends a byte now and then go on for ever."""

import socket
from contextlib import suppress
from threading import Timer
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class ShortCalls(HTTPAdapter):
    """The way of a session over connections of one call each, which are cut after so many seconds, done or not."""

    def __init__(self, seconds: float) -> None:
        self._pools = {
            "http": _pool(HTTPConnectionPool, HTTPConnection, seconds),
            "https": _pool(HTTPSConnectionPool, HTTPSConnection, seconds),
        }
        super().__init__()

    def init_poolmanager(self, *args: Any, **given: Any) -> None:
        """The pools of this adapter."""
        super().init_poolmanager(*args, **given)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def add_headers(self, request: Any, **given: Any) -> None:
        """One call a connection: the next one must not be cut by what was left to this."""
        request.headers["Connection"] = "close"


def _pool(pool: type[Any], connection: type[Any], seconds: float) -> type[Any]:
    def begin(self: Any) -> socket.socket:
        begun: socket.socket = connection._new_conn(self)
        # A second handle on the same connection: the first is taken over by TLS, and only the thread that waits may touch it.
        timer = Timer(seconds, _cut, [begun.dup()])
        timer.daemon = True
        timer.start()
        return begun

    short = type(f"Short{connection.__name__}", (connection,), {"_new_conn": begin})
    return type(f"Short{pool.__name__}", (pool,), {"ConnectionCls": short})


def _cut(handle: socket.socket) -> None:
    with handle, suppress(OSError):  # it may be over long since
        handle.shutdown(socket.SHUT_RDWR)
