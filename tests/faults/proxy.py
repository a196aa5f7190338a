"""A TCP proxy in front of a server, which cuts a connection at a byte or at a message, and keeps what clients sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The COMMIT message of Bolt, as a chunk."""


@dataclass
class Proxy:
    """Forwards; `cut_at` is the byte from the server after which it cuts, `cut_on` a message of the client."""

    target: tuple[str, int]
    port: int = 0
    cut_at: int | None = None
    cut_on: bytes | None = None
    deliver: bool = False
    """Whether the message that is cut on still reaches the server."""
    sent: bytes = b""
    passed: int = 0
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a client."""
        try:
            server_reader, server_writer = await asyncio.open_connection(*self.target)
        except OSError:
            writer.close()
            return
        ways = {asyncio.create_task(self._up(reader, server_writer)), asyncio.create_task(self._down(server_reader, writer))}
        self._tasks |= ways
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for side in (writer, server_writer):
            with suppress(OSError):
                side.transport.abort()

    async def _up(self, reader: asyncio.StreamReader, server: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                self.sent += data
                if self.cut_on and self.cut_on in data:
                    if self.deliver:
                        server.write(data)
                        await server.drain()
                        await asyncio.sleep(0.5)
                    return
                server.write(data)
                await server.drain()

    async def _down(self, server: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await server.read(65536):
                if self.deliver and self.cut_on and self.cut_on in self.sent:
                    continue
                if self.cut_at is not None and self.passed + len(data) > self.cut_at:
                    writer.write(data[: max(0, self.cut_at - self.passed)])
                    await writer.drain()
                    self.passed = self.cut_at
                    return
                self.passed += len(data)
                writer.write(data)
                await writer.drain()


@asynccontextmanager
async def proxied(uri: str) -> AsyncIterator[Proxy]:
    """A proxy in front of the server at a bolt address."""
    parts = urlsplit(uri)
    proxy = Proxy((str(parts.hostname), int(parts.port or 0)))
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        for task in proxy._tasks:
            task.cancel()
