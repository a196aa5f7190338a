"""Neo4j's jars: fetched by pinned coordinate, checked by size and SHA-256 before they are kept, resumed when cut off."""

import asyncio
import shutil
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import httpx

from graph_model.local.errors import SetupError
from graph_model.local.repository import Repository
from graph_model.local.turn import turn

CONNECTIONS = 8
"""With a connection a file, name look-ups time out; eight kept ones need under a second (feasibility.md)."""
TRIES = 5
Progress = Callable[[int, int], None]
"""Told (bytes there, bytes in all)."""


@dataclass(frozen=True, slots=True)
class Jar:
    """One pinned file."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str
    size: int
    extension: str = "jar"

    @property
    def name(self) -> str:
        """File name in a repository and in our folder."""
        suffix = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{suffix}.{self.extension}"

    @property
    def path(self) -> str:
        """Path under a repository's address."""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.name}"


def pinned(text: str | None = None) -> list[Jar]:
    """The jars of the list, `group:artifact:version[:classifier] sha256 size` a line."""
    lines = (text or (Path(__file__).parent / "jars.lock.txt").read_text()).splitlines()
    return [_parsed(line) for line in lines if line.strip() and not line.startswith("#")]


def _parsed(line: str) -> Jar:
    coordinate, digest, size = line.split()
    group, artifact, version, *rest = coordinate.split(":")
    return Jar(group, artifact, version, rest[0] if rest else "", digest, int(size))


def missing(folder: Path, jars: list[Jar]) -> list[Jar]:
    """Jars that are not there whole. Size only: the content was checked before the file got its name."""
    return [jar for jar in jars if not (folder / jar.name).is_file() or (folder / jar.name).stat().st_size != jar.size]


def fetch(folder: Path, jars: list[Jar], source: Repository, progress: Progress = lambda done, total: None) -> None:
    """Bring the folder to exactly these jars. Raises SetupError naming the file; nothing wrong is kept.

    Cut off at any moment, it leaves whole jars and parts that the next call goes on from.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for stray in set(folder.glob("*.jar")) - {folder / jar.name for jar in jars}:
        stray.unlink()
    if missing(folder, jars):
        with turn(folder / "lock"):
            _fetch_missing(folder, jars, source, progress)


def _fetch_missing(folder: Path, jars: list[Jar], source: Repository, progress: Progress) -> None:
    todo = missing(folder, jars)
    needed = sum(jar.size for jar in todo)
    if (free := shutil.disk_usage(folder).free) < needed:
        raise SetupError(f"too little disk for the jars: {free >> 20} MiB free, {(needed >> 20) + 1} MiB needed")
    fetching = _Fetch(folder, source, sum(jar.size for jar in jars) - needed, needed, progress)
    asyncio.run(fetching.all(todo))


class _Fetch:
    """One round of downloads over a few kept connections; the first fault ends all of them."""

    def __init__(self, folder: Path, source: Repository, there: int, needed: int, progress: Progress) -> None:
        self._folder, self._source, self._progress = folder, source, progress
        self._there, self._total = there, there + needed

    async def all(self, jars: list[Jar]) -> None:
        """Fetch these. Raises SetupError."""
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
        turns = asyncio.Semaphore(CONNECTIONS)
        async with httpx.AsyncClient(
            verify=ssl.create_default_context(), limits=limits, timeout=30, follow_redirects=True,
            auth=self._source.login, proxy=self._source.proxy,
        ) as client:  # fmt: skip

            async def one(jar: Jar) -> None:
                async with turns:
                    await self._one(client, jar)

            try:
                async with asyncio.TaskGroup() as group:
                    for jar in jars:
                        group.create_task(one(jar))
            except BaseExceptionGroup as faults:
                raise faults.exceptions[0] from None

    async def _one(self, client: httpx.AsyncClient, jar: Jar) -> None:
        part = (self._folder / jar.name).with_suffix(".part")
        try:
            await self._try_download(client, part, jar)
            content = part.read_bytes()
        except OSError as fault:
            raise SetupError(f"{jar.name} could not be kept: {fault.strerror}") from None
        if len(content) != jar.size or sha256(content).hexdigest() != jar.sha256:
            part.unlink()
            raise SetupError(f"{jar.name} is not the file that is pinned (wrong SHA-256): refused, nothing was kept")
        part.rename(self._folder / jar.name)

    async def _try_download(self, client: httpx.AsyncClient, part: Path, jar: Jar) -> None:
        for left in reversed(range(TRIES)):
            try:
                return await self._download(client, part, jar)
            except (httpx.HTTPError, httpx.InvalidURL) as fault:
                status = fault.response.status_code if isinstance(fault, httpx.HTTPStatusError) else 0
                if not left or (status and status != 429 and status < 500):
                    raise SetupError(f"{jar.name} could not be fetched ({status or type(fault).__name__})") from None
                await asyncio.sleep(0.1 * 2 ** (TRIES - left))
        raise AssertionError("the loop above returns or raises")

    async def _download(self, client: httpx.AsyncClient, part: Path, jar: Jar) -> None:
        """Fetch into the partial file, from where an earlier try stopped when the server can."""
        have = part.stat().st_size if part.exists() else 0
        wanted = {"Range": f"bytes={have}-"} if 0 < have < jar.size else {}
        headers = wanted | {"Accept-Encoding": "identity"}
        async with client.stream("GET", f"{self._source.address}/{jar.path}", headers=headers) as answer:
            answer.raise_for_status()
            written = have if answer.status_code == 206 else 0
            self._count(written)
            try:
                with part.open("ab" if written else "wb") as out:
                    async for chunk in answer.aiter_bytes():
                        written += out.write(chunk[: jar.size + 1 - written])
                        self._count(len(chunk))
            except httpx.HTTPError:
                self._count(-written)
                raise

    def _count(self, more: int) -> None:
        self._there += more
        self._progress(self._there, self._total)
