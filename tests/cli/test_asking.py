"""Whoever asks the running demo something waits for the answer alone: such commands read nothing of what serves it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASKING = ("stop", "token", "query", "grants", "releases", "emergencies", "directory", "policies", "oversee", "explain", "who-sees")
SERVING = {"neo4j", "jgo", "authlib", "strawberry", "uvicorn"}


def test_no_command_that_asks_reads_a_driver_or_a_server() -> None:
    code = "import sys; from cli import app_of; [app_of([name]) for name in sys.argv[1:]]; print(*sys.modules)"
    read = subprocess.run(
        [sys.executable, "-c", code, *ASKING], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "cli.grants" in read
    assert SERVING & set(read) == set()
