"""How an application is served: uvicorn with nothing switched on that Kring does not use."""

import asyncio
from collections.abc import Coroutine

import uvloop
from fastapi import FastAPI
from uvicorn import Config

from api.http.connection import BoundedConnection
from api.http.request_body import LONGEST


def run(main: Coroutine[None, None, None]) -> None:
    """Run a process of Kring to its end, on the event loop that costs least (docs/decisions/0120)."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main)


def server_config(app: FastAPI, host: str, port: int) -> Config:
    """Settings for one process. Logs are structlog's; a message of a socket is at most a body; nothing names the server's make."""
    return Config(
        app,
        host,
        port,
        http=BoundedConnection,
        log_config=None,
        access_log=False,
        ws="websockets-sansio",
        ws_max_size=LONGEST,
        ws_per_message_deflate=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
