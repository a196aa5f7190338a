"""A PostgreSQL of its own for the peer that needs one, where the machine has the programs: a socket in a folder and no port."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.loading import numbered
from benchmarks.need2know import Data
from benchmarks.peers.documents import POSTGRAPHILE
from benchmarks.processes import Command, Process, started
from graph_model.statement import NodeStatement, RelationshipStatement

DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs, a folder a version, outside the path."""
PROGRAMS = ("initdb", "postgres", "pg_isready", "psql")
_ACCOUNT = "postgres"
"""Whom the server runs as when root asks: it refuses to be root."""
_TABLES = """
CREATE ROLE reader;
CREATE TABLE person (id text COLLATE "C" PRIMARY KEY, pc int NOT NULL, display_name text, birth_date text, public_function text,
  minor boolean, originator text NOT NULL, recorded_at text NOT NULL);
CREATE TABLE related_to (id text COLLATE "C" PRIMARY KEY, pc int NOT NULL, kind text COLLATE "C",
  start_id text COLLATE "C" NOT NULL REFERENCES person, end_id text COLLATE "C" NOT NULL REFERENCES person);
CREATE TABLE linked_to (LIKE related_to INCLUDING ALL,
  FOREIGN KEY (start_id) REFERENCES person, FOREIGN KEY (end_id) REFERENCES person);
CREATE INDEX ON related_to (start_id, id);
CREATE INDEX ON linked_to (start_id, kind DESC, id);
"""
_RULES = """
ALTER TABLE {0} ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON {0} FOR SELECT TO reader USING (get_byte((SELECT current_setting('kring.see')::bytea), pc) = 1);
GRANT SELECT ON {0} TO reader;
"""
"""The mask is read once a statement; each row is tested by its class, as in Kring's own statements."""


@dataclass(frozen=True, slots=True)
class PostgresPeer:
    """What the peer over PostgreSQL is started with: the folder of the server's programs, and its own command."""

    programs: Path
    command: Command


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server: the folder of its socket, and the process whose children answer."""

    socket: Path
    process: int


def programs() -> Path | None:
    """The folder of the server's programs, or None where the machine has none, or root nobody to run it as."""
    if os.geteuid() == 0 and _ACCOUNT not in {account.pw_name for account in pwd.getpwall()}:
        return None
    of_path = [Path(path).resolve().parent for path in (shutil.which("postgres"),) if path]
    of_debian = sorted(DEBIAN.glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    return next((folder for folder in of_path + of_debian if all((folder / name).exists() for name in PROGRAMS)), None)


@contextmanager
def filled(peer: PostgresPeer, folder: Path, data: Data, see: bytes) -> Iterator[Process]:
    """The peer over the same data, for the caller of that mask, while it is needed."""
    with postgres(peer.programs) as database:
        fill(peer.programs, database, data)
        command = [*peer.command, "PORT", str(database.socket), see.hex()]
        with started(POSTGRAPHILE, command, folder) as process:
            yield replace(process, database=database.process)


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """A new, empty database of the programs in that folder, while it is needed."""
    who = _ACCOUNT if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="kring-pg-") as name:
        home = Path(name)
        if who:
            shutil.chown(home, who, who)
        made = [str(folder / "initdb"), "-D", str(home / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"]
        subprocess.run(made, check=True, capture_output=True, cwd=home, user=who, group=who)  # noqa: S603  # a constant command
        command = [str(folder / "postgres"), "-D", str(home / "data"), "-c", "listen_addresses=", "-k", str(home)]
        command += ["-c", "shared_buffers=512MB", "-c", "jit=off"]
        with (home / "log").open("ab") as log:
            child = subprocess.Popen(command, stdout=log, stderr=log, cwd=home, user=who, group=who)  # noqa: S603  # a constant command
        try:
            _await(folder, home, child)
            yield Postgres(home, child.pid)
        finally:
            child.terminate()
            child.wait(60)


def fill(folder: Path, database: Postgres, data: Data) -> None:
    """The persons and the links between persons of the same data, under the numbers that their markings have in Neo4j."""
    classes = numbered(data)
    people = [node for node in data.nodes if node.type == "Person"]
    rows = {"person": [_person(node, classes[node.marking]) for node in people]}
    for table, kind in (("related_to", "RELATED_TO"), ("linked_to", "LINKED_TO")):
        rows[table] = [_link(link, classes[link.marking]) for link in data.links if link.type == kind]
    script = _TABLES + "".join(_copied(table, lines) for table, lines in rows.items())
    script += "".join(_RULES.format(table) for table in rows) + "ANALYZE;\n"
    command = [str(folder / "psql"), "-h", str(database.socket), "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-q"]
    subprocess.run(command, input=script.encode(), check=True, capture_output=True)  # noqa: S603  # a constant command


def _copied(table: str, lines: list[str]) -> str:
    columns = {"person": "id, pc, display_name, birth_date, public_function, minor, originator, recorded_at"}
    chosen = columns.get(table, "id, pc, kind, start_id, end_id")
    return f"COPY {table} ({chosen}) FROM STDIN;\n" + "".join(f"{line}\n" for line in lines) + "\\.\n"


def _person(node: NodeStatement, number: int) -> str:
    told = (node.properties[name] for name in ("displayName", "birthDate", "publicFunction", "minor"))
    return "\t".join(map(str, (node.id, number, *told, node.marking.originator, node.provenance.recorded_at)))


def _link(link: RelationshipStatement, number: int) -> str:
    return "\t".join(map(str, (link.id, number, link.properties.get("kind", "\\N"), link.start, link.end)))


def _await(folder: Path, home: Path, child: "subprocess.Popen[bytes]") -> None:
    end, ready = time.monotonic() + 60, [str(folder / "pg_isready"), "-h", str(home), "-q"]
    while time.monotonic() < end and child.poll() is None:
        if subprocess.run(ready, check=False).returncode == 0:  # noqa: S603  # a constant command
            return
        time.sleep(0.1)
    raise RuntimeError("benchmark: PostgreSQL did not start")
