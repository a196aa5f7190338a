"""Where the programs come from: npm and PyPI, each from its lock, and in an environment of its own, as at a partner's."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from cli.environment import Environment
from cli.npm import installed, node
from tests.conftest import KRING_HOME
from tests.e2e.conftest import running, service

__all__ = ["running", "service"]
ROOT = Path(__file__).resolve().parents[2]
NPM, PYPI = ROOT / "tests" / "npm" / "clients", ROOT / "tests" / "pypi" / "clients"


@pytest.fixture(scope="session")
def modules() -> Path:
    """The clients from npm."""
    return installed(NPM, KRING_HOME)


@pytest.fixture(scope="session")
def programs() -> Path:
    """The folder of the clients from PyPI, and of their Python."""
    environment = Environment(KRING_HOME / "clients")
    environment.make(PYPI / "requirements.lock")
    return environment.python.parent


async def started(*command: object, folder: Path = ROOT) -> asyncio.subprocess.Process:
    """A program that reads and is read."""
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(*map(str, command), cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe)


async def told(*command: object, asked: Any = None, folder: Path = ROOT) -> Any:
    """What a program prints, read as JSON where it is that; a fault of the program is the test's."""
    process = await started(*command, folder=folder)
    out, faults = await process.communicate(json.dumps(asked).encode())
    assert process.returncode == 0, f"{out.decode()}\n{faults.decode()}"
    try:
        return json.loads(out)
    except ValueError:
        return out.decode()


async def by_node(script: str, *arguments: object, asked: Any = None) -> Any:
    """What a script of the npm project prints."""
    return await told(node(), NPM / script, *arguments, asked=asked)
