"""Somebody who receives webhooks: a real HTTPS server on loopback that keeps what it is sent, and answers as it is told."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.certificates import authority, server
from tests.e2e.following import PATIENCE


@dataclass(frozen=True)
class Sent:
    """One request."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        """What the body says."""
        return json.loads(self.body)


@dataclass
class Receiver:
    """`answers` are the next answers' statuses and header fields; after them it is 204. While it is not `free` nobody is answered.

    It listens at the second port too.
    """

    port: int = 0
    second: int = 0
    ca_file: Path = Path()
    sent: list[Sent] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    free: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str) -> str:
        """Its address."""
        return f"https://127.0.0.1:{self.port}{path}"

    def at(self, path: str) -> list[Sent]:
        """What came to one path."""
        return [one for one in self.sent if one.line == f"POST {path} HTTP/1.1"]

    async def has(self, path: str, number: int) -> list[Sent]:
        """So many to one path, once they have come."""
        async with asyncio.timeout(2 * PATIENCE):
            while len(self.at(path)) < number:
                await asyncio.sleep(0.01)
        return self.at(path)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        self.sent.append(Sent(head[0], headers, await reader.readexactly(int(headers["content-length"]))))
        await self.free.wait()
        answer = self.answers.pop(0) if self.answers else "204 No Content"
        writer.write(f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()


@asynccontextmanager
async def receiving(folder: Path) -> AsyncIterator[Receiver]:
    """A receiver, with a certificate of an authority of its own."""
    _, key, ca_file = authority(folder, "receivers")
    server(folder / "tls", "receivers", key)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(folder / "tls" / "public.crt", folder / "tls" / "private.key")
    receiver = Receiver(ca_file=ca_file)
    receiver.free.set()
    listening, beside = [await asyncio.start_server(receiver.take, "127.0.0.1", 0, ssl=tls) for _ in range(2)]
    async with listening, beside:
        receiver.port, receiver.second = (one.sockets[0].getsockname()[1] for one in (listening, beside))
        yield receiver
