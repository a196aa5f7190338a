"""The built explorer as files: the page with its policy, never kept; what carries a hash in its name, kept for ever.

`web/explorer/dist` is committed, so that no machine that serves it needs Node; a test proves that it is what the sources build.
"""

from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).resolve().parents[2] / "web" / "explorer" / "dist"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
"""`data:` pictures are the signs of record types on the canvas. Nothing inline, nothing from elsewhere, no text becomes script."""
UNHASHED = ("icon.svg", "cytoscape.css", "licences.md")


class Hashed(StaticFiles):
    """Files whose names change with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be kept for ever."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def file_routes() -> list[BaseRoute]:
    """The page and what it loads."""
    return [
        Route("/explorer", lambda _: RedirectResponse("/explorer/", 308)),
        Route("/explorer/", _page),
        *(Route(f"/explorer/{name}", _unhashed(name)) for name in UNHASHED),
        Mount("/explorer/assets", Hashed(directory=DIST / "assets")),
    ]


async def _page(_: Request) -> Response:
    return FileResponse(DIST / "index.html", headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})


def _unhashed(name: str) -> Callable[[Request], Response]:
    return lambda _: FileResponse(DIST / name, headers={"Cache-Control": "no-cache"})
