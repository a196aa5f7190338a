"""The web application, put together: routes, one handler for what no route answers, and the edge around it all."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from api.demo.routes import demo_routes
from api.explorer.files_out import FilesOut
from api.explorer.routes import ExplorerRoutes
from api.http.answers import refusal_of
from api.http.edge import OUTCOME, Edge
from api.http.endpoint import Endpoint
from api.http.errors import HttpRefusal
from api.http.graphql_route import GraphQLRoute
from api.http.media_type import JSON
from api.http.metadata import metadata_route
from api.http.named_routes import NamedRoutes
from api.http.operations import operations_routes
from api.http.socket import GraphQLSocket
from api.observability.figures import new_figures
from api.pages.routes import PagesRoutes
from api.parts import Demo, Parts
from api.taxii.routes import TaxiiRoutes
from api.webhooks.courier import Courier
from graph_model.errors import StoreError

__all__ = ["Demo", "Parts", "create_app"]


def create_app(parts: Parts) -> FastAPI:
    """The application over these parts. Raises NotFitForProduction."""
    parts.require_fit()
    figures = new_figures()
    endpoint = Endpoint(parts, figures)
    graphql = GraphQLRoute(parts, endpoint)
    routes: list[BaseRoute] = [graphql.route(), GraphQLSocket(endpoint).route(), metadata_route(parts.verifier)]
    routes += operations_routes(parts, figures)
    if parts.taxii is not None and not parts.trusted.only:
        routes += TaxiiRoutes(parts, endpoint, parts.taxii).routes()
    if parts.sign_in is not None:
        explorer = ExplorerRoutes(parts, parts.sign_in, graphql)
        routes += [*explorer.routes(), *PagesRoutes(parts, explorer, endpoint).routes()]
        if parts.files:
            routes += FilesOut(parts, explorer.door, endpoint).routes(parts.files)
    if parts.demo is not None:
        routes += demo_routes(parts.demo, parts.guard.directory)
    app = FastAPI(
        routes=routes,
        lifespan=partial(_settled, parts),
        openapi_url=None,  # the schema of GraphQL is the contract; nothing else is promised
        redirect_slashes=False,  # a redirect would name the Host header's host
        exception_handlers={HTTPException: _unanswered, HttpRefusal: _refused},
    )
    app.add_middleware(Edge, figures=figures, routes=NamedRoutes(routes), traces=parts.traces)
    return app


@asynccontextmanager
async def _settled(parts: Parts, _: FastAPI) -> AsyncIterator[None]:
    """The markings are read before the first question, if the database is there: among 50,000 that takes seconds.

    What was made at start stays to the end: the collector need not look at it again (performance.md 0), not even at the end.
    """
    with suppress(StoreError):
        await parts.guard.directory.records.known_classes()
    gc.unfreeze()  # of an application that this process served before
    gc.collect()
    gc.freeze()
    async with _courier(parts):
        yield
    await asyncio.to_thread(parts.traces.end)


@asynccontextmanager
async def _courier(parts: Parts) -> AsyncIterator[None]:
    """Webhooks are delivered while the application runs, where any host may be told."""
    if not parts.webhooks.allowed:
        yield
        return
    task = asyncio.create_task(Courier(parts.guard.deliveries, parts.webhooks, parts.cursor_key, parts.pace).run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _unanswered(request: Request, fault: Any) -> Response:
    """A path that is not there, or a method that is not answered there. OPTIONS says which are; no other origin is let in."""
    allowed = {"Allow": fault.headers["Allow"]} if fault.headers and "Allow" in fault.headers else {}
    if allowed and request.method == "OPTIONS":
        return Response(status_code=204, headers=allowed)
    refusal = refusal_of(HttpRefusal("METHOD_NOT_ALLOWED" if fault.status_code == 405 else "NO_SUCH_PATH"))
    request.scope[OUTCOME] = {"code": refusal.code}
    return refusal.response(JSON, allowed)


async def _refused(request: Request, fault: Any) -> Response:
    refusal = refusal_of(fault)
    request.scope[OUTCOME] = {"code": refusal.code}
    return refusal.response(JSON)
