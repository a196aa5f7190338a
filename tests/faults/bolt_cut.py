"""A way between driver and database that cuts the connection at a commit: before it arrives, or after it was done."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The message COMMIT of the Bolt protocol, in its one chunk."""


class BoltCut:
    """Passes everything on; the next `cuts` commits lose their connection, `arrived` or not."""

    def __init__(self, uri: str, arrived: bool, cuts: int) -> None:
        self._port, self._arrived, self.cuts = urlsplit(uri).port or 0, arrived, cuts
        self.uri = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Listen on a port of its own; its address."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        async with server:
            yield f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    async def _serve(self, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        far, ask = await asyncio.open_connection("127.0.0.1", self._port)
        back = asyncio.create_task(_pass(far, answer))
        with suppress(OSError, asyncio.CancelledError):
            while data := await near.read(1 << 16):
                if data.endswith(COMMIT) and self.cuts > 0:
                    self.cuts -= 1
                    if self._arrived:
                        back.cancel()
                        await asyncio.wait([back])
                        ask.write(data)
                        await far.read(1 << 16)
                    break
                ask.write(data)
                await ask.drain()
        back.cancel()
        for writer in (ask, answer):
            writer.close()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
