"""Neo4j's jars: fetched by pinned coordinate, checked by size and SHA-256 before they are kept, resumed when cut off."""

import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import httpx

from graph_model.local.errors import SetupError

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

    @property
    def name(self) -> str:
        """File name in a repository and in our folder."""
        suffix = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{suffix}.jar"

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


def fetch(folder: Path, jars: list[Jar], address: str, progress: Progress = lambda done, total: None) -> None:
    """Bring the folder to exactly these jars. Raises SetupError naming the file; nothing wrong is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for stray in set(folder.glob("*.jar")) - {folder / jar.name for jar in jars}:
        stray.unlink()
    todo = missing(folder, jars)
    total = sum(jar.size for jar in jars)
    done = [total - sum(jar.size for jar in todo)]
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    with httpx.Client(verify=ssl.create_default_context(), limits=limits, timeout=30, follow_redirects=True) as client:

        def one(jar: Jar) -> None:
            _fetch_one(client, f"{address}/{jar.path}", folder / jar.name, jar)
            done[0] += jar.size
            progress(done[0], total)

        with ThreadPoolExecutor(CONNECTIONS) as pool:
            for outcome in [pool.submit(one, jar) for jar in todo]:
                outcome.result()


def _fetch_one(client: httpx.Client, url: str, target: Path, jar: Jar) -> None:
    part = target.with_suffix(".part")
    for attempt in range(TRIES):
        try:
            _download(client, url, part, jar)
            break
        except (httpx.TransportError, httpx.HTTPStatusError) as fault:
            status = fault.response.status_code if isinstance(fault, httpx.HTTPStatusError) else 0
            if attempt == TRIES - 1 or (status and status != 429 and status < 500):
                raise SetupError(f"{jar.name} could not be fetched ({status or type(fault).__name__})") from None
            time.sleep(0.2 * 2**attempt)
    content = part.read_bytes()
    if len(content) != jar.size or sha256(content).hexdigest() != jar.sha256:
        part.unlink()
        raise SetupError(f"{jar.name} is not the file that is pinned (wrong SHA-256): refused, nothing was kept")
    part.rename(target)


def _download(client: httpx.Client, url: str, part: Path, jar: Jar) -> None:
    """Fetch into the partial file, from where an earlier try stopped when the server can."""
    have = part.stat().st_size if part.exists() else 0
    if have >= jar.size:
        part.unlink()
        have = 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    with client.stream("GET", url, headers=headers) as answer:
        answer.raise_for_status()
        with part.open("ab" if answer.status_code == 206 else "wb") as out:
            for chunk in answer.iter_bytes():
                out.write(chunk)
