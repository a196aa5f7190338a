"""The manifest of a backup: what is in its folder, byte for byte, and where every audit log stood. It names no person."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from access_policies.audit.since import Head
from graph_model.local.errors import SetupError

FORM = "kring-backup-1"
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class File:
    """One file of a backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is: of which profile, when, by which Neo4j; its files and the heads of the logs by their names."""

    profile: str
    at: str
    neo4j: str
    files: dict[str, File]
    logs: dict[str, Head]
    form: str = FORM

    @property
    def digest(self) -> str:
        """What names this backup: a hash over all that it says."""
        return sha256(_text(asdict(self))).hexdigest()

    def render(self) -> bytes:
        """The file: what it says, and the hash of that."""
        return _text(asdict(self) | {"sha256": self.digest})


def described(paths: Iterable[Path]) -> dict[str, File]:
    """Files as a manifest has them."""
    found = {}
    for path in paths:
        with path.open("rb") as file:
            found[path.name] = File(path.stat().st_size, file_digest(file, "sha256").hexdigest())
    return found


def verified(folder: Path, neo4j: str) -> Manifest:
    """The manifest of a folder that is whole, byte for byte, and of this version. Raises SetupError naming what is not."""
    manifest = _read(folder / NAME)
    if manifest.neo4j != neo4j:
        raise SetupError(f"the backup is of Neo4j {manifest.neo4j}, this Kring has {neo4j}: restore it with the Kring that made it")
    there = {path.name for path in folder.iterdir()} - {NAME}
    if odd := sorted(there ^ manifest.files.keys()):
        raise SetupError(f"the backup is not whole: {', '.join(odd)} {'is' if odd[0] in there else 'are'} not as the manifest says")
    try:
        found = described(folder / name for name in manifest.files)
    except OSError as fault:
        raise SetupError(f"the backup cannot be read: {fault.strerror}") from None
    for name, file in manifest.files.items():
        if found[name] != file:
            raise SetupError(f"{folder / name} is not the file that was backed up (wrong SHA-256)")
    return manifest


def _read(path: Path) -> Manifest:
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise SetupError(f"{path} cannot be read: {fault.strerror}") from None
    try:
        said = json.loads(raw)
        if said["form"] != FORM:
            raise SetupError(f"{path} is of another form than {FORM}: restore it with the Kring that made it")
        files = {name: File(**file) for name, file in said.pop("files").items()}
        logs = {name: Head(**head) for name, head in said.pop("logs").items()}
        del said["sha256"]
        manifest = Manifest(files=files, logs=logs, **said)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise SetupError(f"{path} is no manifest of a backup") from None
    if manifest.render() != raw:
        raise SetupError(f"{path} is not as it was written (wrong SHA-256)")
    return manifest


def _text(value: object) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"
