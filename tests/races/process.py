"""One API process of the races: the demo's, with a clock that runs, at a distance from the machine's that is told line by line."""

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import uvicorn

from access_policies.guard import Guard
from api.app import create_app
from api.observability import logs
from api.serving import server_config
from cli.database import Database
from cli.parts import open_parts
from cli.settings import settings
from tests.properties.installation import unhurried


class DistantClock:
    """The machine's clock, so many seconds away."""

    by_hand = False

    def __init__(self) -> None:
        self.distance = timedelta(0)

    def now(self) -> datetime:
        """The instant there."""
        return datetime.now(UTC) + self.distance


def follow(clock: DistantClock, server: uvicorn.Server) -> None:
    """Every line is a distance in seconds, and is answered once it holds; at the end of them the process ends."""
    for line in sys.stdin:
        clock.distance = timedelta(seconds=float(line))
        print("held", flush=True)
    server.should_exit = True


async def main(port: int) -> None:
    """Serve until the input ends."""
    chosen, clock = settings(), DistantClock()
    parts = await open_parts(chosen.home, Database(chosen).find(), f"http://127.0.0.1:{port}")
    logs.configure(sys.stderr)
    app = create_app(replace(parts, guard=Guard(parts.store, clock, parts.audit)))
    server = uvicorn.Server(server_config(app, "127.0.0.1", port))
    Thread(target=follow, args=(clock, server), daemon=True).start()
    await server.serve()
    await parts.store.close()


if __name__ == "__main__":
    with unhurried():
        asyncio.run(main(int(sys.argv[1])))
