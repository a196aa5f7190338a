"""How an application is served: uvicorn with nothing switched on that Kring does not use."""

from fastapi import FastAPI
from uvicorn import Config


def server_config(app: FastAPI, host: str, port: int) -> Config:
    """Settings for one process. Logs are structlog's; there are no web sockets; nothing names the server's make."""
    return Config(app, host, port, log_config=None, access_log=False, ws="none", server_header=False, timeout_graceful_shutdown=5)
