"""Calls that are over after a time, all told: a limit on each read alone lets whoever sends a byte now and then go on for ever."""

import socket
from collections.abc import Callable
from contextlib import ExitStack, suppress
from threading import Lock, Timer, local
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

Begun = Callable[[socket.socket], None]
"""What is told of a connection that has begun."""


class ShortCalls(HTTPAdapter):
    """The way of a session over connections of one call each, which are cut after so many seconds, done or not."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._thread = seconds, local()
        self._pools = {
            "http": _pool(HTTPConnectionPool, HTTPConnection, self._begin),
            "https": _pool(HTTPSConnectionPool, HTTPSConnection, self._begin),
        }
        super().__init__()

    def init_poolmanager(self, *args: Any, **given: Any) -> None:
        """The pools of this adapter."""
        super().init_poolmanager(*args, **given)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def add_headers(self, request: Any, **given: Any) -> None:
        """One call a connection: the next one must not be cut by what was left to this."""
        request.headers["Connection"] = "close"

    def send(self, request: PreparedRequest, *args: Any, **given: Any) -> Response:
        """One call, whose answer is read to its end before it is given: then nothing is left to cut. Raises RequestException."""
        with ExitStack() as self._thread.ends:
            response = super().send(request, *args, **given)
            response.content  # noqa: B018  # reading it is what is wanted
            return response

    def _begin(self, begun: socket.socket) -> None:
        self._thread.ends.callback(_Cut(begun, self._seconds).over)


class _Cut:
    """The end of a connection after a time, on a second handle: the first is taken over by TLS, and only who waits may touch it."""

    def __init__(self, begun: socket.socket, seconds: float) -> None:
        self._handle, self._alone = begun.dup(), Lock()
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def over(self) -> None:
        """The call is over: end the connection now, whether or not whoever answers does."""
        self._timer.cancel()
        self._cut()

    def _cut(self) -> None:
        # one at a time: the number of a handle that is let go of may be another connection's
        with self._alone, self._handle, suppress(OSError):  # it may be over long since
            self._handle.shutdown(socket.SHUT_RDWR)


def _pool(pool: type[Any], connection: type[Any], tell: Begun) -> type[Any]:
    def begin(self: Any) -> socket.socket:
        begun: socket.socket = connection._new_conn(self)
        tell(begun)
        return begun

    short = type(f"Short{connection.__name__}", (connection,), {"_new_conn": begin})
    return type(f"Short{pool.__name__}", (pool,), {"ConnectionCls": short})
