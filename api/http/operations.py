"""What operators ask: is it alive, is it ready, which version, which figures."""

import hmac
from importlib.metadata import PackageNotFoundError, version

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.http.errors import HttpRefusal
from api.http.readiness import Readiness
from api.observability.figures import Figures
from api.parts import Parts


def operations_routes(parts: Parts, figures: Figures) -> list[Route]:
    """The routes. Figures tell what everybody together asks, so partners do not see them: they need a key of their own."""
    readiness = Readiness(parts.store, parts.audit)

    async def livez(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        causes = await readiness.causes()
        return JSONResponse({"status": "ready" if not causes else "not ready", "causes": causes}, 503 if causes else 200)

    async def which_version(_: Request) -> Response:
        return JSONResponse({"name": "kring", "version": _version()})

    async def metrics(request: Request) -> Response:
        if parts.production and not _opens(request, parts.figures_key):
            raise HttpRefusal("NO_SUCH_PATH")
        return Response(figures.text(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/livez", livez), Route("/readyz", readyz), Route("/version", which_version), Route("/metrics", metrics)]


def _opens(request: Request, key: str | None) -> bool:
    said = request.headers.get("authorization", "")
    return key is not None and hmac.compare_digest(said.encode(), f"Bearer {key}".encode())


def _version() -> str:
    try:
        return version("kring")
    except PackageNotFoundError:
        return "unreleased"
