"""The API as a process: that of the demo, which `demo` starts and watches, and `serve` in the foreground for production."""

import asyncio
from typing import Annotated

import typer
import uvicorn

from api.app import Parts, create_app
from cli.database import Database
from cli.home import settle
from cli.parts import open_parts, open_production
from cli.production import require_production, require_store
from cli.settings import Settings, settings

GRACE_SECONDS = 5
"""How long answers under way may take after a signal to end."""


def serve() -> None:
    """Run the API in the foreground as the settings say, for production; ./kring demo is for a look around."""
    chosen = settings()
    require_production(chosen)
    settle(chosen.home, "production")
    asyncio.run(_production(chosen))


async def _production(chosen: Settings) -> None:
    parts = await open_production(chosen, Database(chosen).find())
    try:
        await require_store(parts.store)
        await _run(parts, chosen.host, chosen.port)
    finally:
        await parts.store.close()
        parts.audit.close()


def demo_api(
    port: Annotated[int, typer.Option()],
    mark: Annotated[str, typer.Option(help="Tells this process from any other; see graph_model/local/process.py.")],
) -> None:
    """The API process of the demo; `demo` starts it over a database that it has founded."""
    asyncio.run(_demo(settings(), port))


async def _demo(chosen: Settings, port: int) -> None:
    parts = await open_parts(chosen.home, Database(chosen).find(), f"http://{chosen.host}:{port}")
    await _run(parts, chosen.host, port)
    await parts.store.close()


async def _run(parts: Parts, host: str, port: int) -> None:
    config = uvicorn.Config(
        create_app(parts), host, port, log_level="warning", server_header=False, timeout_graceful_shutdown=GRACE_SECONDS
    )
    await uvicorn.Server(config).serve()
