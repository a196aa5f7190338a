"""A process of the races as the test holds it: started, asked over HTTP as anybody, its clock moved, ended."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from api.demo.sign_in import access_token
from graph_model.local.server import Endpoint
from tests.cli.home import ROOT, Home

FRESH = 400.0
"""Seconds after which a token is asked for again; it lives ten minutes."""


class Replica:
    """One API process with a home and an audit log of its own."""

    def __init__(self, folder: Path, neo4j: Endpoint, port: int) -> None:
        folder.mkdir()
        self.folder, self.url = folder, f"http://127.0.0.1:{port}"
        home = Home(folder, {"KRING_NEO4J_URI": neo4j.uri, "KRING_NEO4J_PASSWORD_FILE": str(neo4j.password_file)})
        command = [sys.executable, "-P", "-m", "tests.races.process", str(port)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, env=home.environment, cwd=ROOT, text=True, **pipes)
        self.client = httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=30)
        self._tokens: dict[str, tuple[float, str]] = {}

    async def ready(self) -> None:
        """Wait until it answers."""
        while True:
            assert self.process.poll() is None, "the process ended"
            try:
                if (await self.client.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)

    async def ask(self, who: str, purpose: str, document: str, variables: dict[str, Any], key: str = "") -> httpx.Response:
        """An answer to a user."""
        made, token = self._tokens.get(who, (float("-inf"), ""))
        if time.monotonic() - made > FRESH:
            token = await asyncio.to_thread(access_token, self.folder, self.url, who)
            self._tokens[who] = time.monotonic(), token
        headers = {"Authorization": f"Bearer {token}", "Kring-Purpose": purpose} | ({"Idempotency-Key": key} if key else {})
        return await self.client.post("/graphql", json={"query": document, "variables": variables}, headers=headers)

    async def set_clock(self, distance: float) -> None:
        """Let its clock stand so many seconds from the machine's; it does when this returns."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{distance}\n")
        self.process.stdin.flush()
        assert await asyncio.to_thread(self.process.stdout.readline) == "held\n"

    async def end(self) -> None:
        """End the process."""
        await self.client.aclose()
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(30)
