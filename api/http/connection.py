"""A connection that does not wait for ever: the head of each request has its time and its size. Bodies have theirs elsewhere.

The server sets neither, so whoever sent a letter a minute, or headers without end, could hold connections and memory unasked.
"""

from asyncio import TimerHandle, Transport

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN = 10.0
"""Seconds from where a head is awaited to where it is whole."""
LONGEST_HEAD = 64 * 1024
"""Bytes that may arrive before it is."""


class BoundedConnection(HttpToolsProtocol):
    """uvicorn's own, which hangs up on whoever is too slow or says too much before asking anything."""

    _timer: TimerHandle | None = None
    _received = 0

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it
        """The first head is awaited from here on."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._have_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Whatever comes when no request is at work belongs to the next head."""
        super().data_received(data)
        if (self.cycle is None or self.cycle.response_complete) and not self.transport.is_closing():
            self._await_head()
            self._received += len(data)
            if self._received > LONGEST_HEAD:
                self.transport.close()

    def on_headers_complete(self) -> None:
        """A head is whole."""
        self._have_head()
        super().on_headers_complete()

    def _await_head(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(HEAD_WITHIN, self.transport.close)

    def _have_head(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._received = None, 0
