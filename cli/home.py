"""The one folder that Kring writes to: whose it is, and what of a demo is in it."""

import shutil
from pathlib import Path

from graph_model.installation import Profile
from graph_model.local.errors import SetupError
from graph_model.local.private import write_private

OF_A_DEMO = {
    "neo4j": "the database",
    "neo4j.replaced": "the database that a restore replaced",
    "neo4j.restored": "what a restore had begun to load",
    "restore.json": "what a restore waits for",
    "audit": "the audit log",
    "issuer.pem": "the issuer's key",
    "cursor.key": "the cursors' key",
    "world.key": "the world's ids",
    "api.log": "the API's log",
}


def settle(home: Path, profile: Profile) -> None:
    """Make the folder, for one profile for ever. Raises SetupError: keys of a demo never serve production, or back."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        marker = home / "profile"
        if not marker.exists():
            write_private(marker, profile)
        found = marker.read_text(encoding="utf-8")
    except OSError as fault:
        raise SetupError(f"the folder {home} cannot be used: {fault.strerror}") from None
    if found != profile:
        raise SetupError(f"the folder {home} is that of a {found} installation: use another KRING_HOME for {profile}")


def remove_world(home: Path) -> list[str]:
    """Remove what a demo made, and say what that was. Fetched jars and packages stay."""
    removed = []
    for name, what in OF_A_DEMO.items():
        path = home / name
        if path.is_dir():
            shutil.rmtree(path)
        elif path.exists():
            path.unlink()
        else:
            continue
        removed.append(f"{what} ({name})")
    return removed
