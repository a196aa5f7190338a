"""The demo's routes: landing page, issuer, GraphiQL and the files of these pages."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from access_policies.directory import Directory
from api.demo.examples import examples
from api.demo.issuer_routes import IssuerRoutes
from api.demo.pages import Pages
from api.demo.people import logins
from api.parts import Demo

WEB = Path(__file__).resolve().parents[2] / "web"


def demo_routes(demo: Demo, directory: Directory) -> list[BaseRoute]:
    """All of them."""
    pages, shown = Pages(), examples()

    async def landing(_: Request) -> Response:
        return pages.landing(logins(await directory.users()))

    async def graphiql(_: Request) -> Response:
        return pages.graphiql(demo.issuer)

    async def people(_: Request) -> Response:
        return JSONResponse([login.as_dict() for login in logins(await directory.users())])

    return [
        Route("/", landing),
        Route("/graphiql", graphiql),
        Route("/demo/people.json", people),
        Route("/demo/examples.json", lambda _: JSONResponse(shown)),
        Mount("/static/npm", StaticFiles(directory=demo.assets, check_dir=False)),
        Mount("/static", StaticFiles(directory=WEB / "pages")),
        *IssuerRoutes(demo.issuer, directory, pages).routes(),
    ]
