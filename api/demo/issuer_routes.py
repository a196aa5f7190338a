"""The issuer over HTTP: discovery, keys, tokens, and the page where somebody says who he is."""

from urllib.parse import parse_qsl

from authlib.oauth2 import OAuth2Error
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from access_policies.directory import Directory
from api.demo.grants import Person
from api.demo.issuer import DemoIssuer
from api.demo.names import PATH
from api.demo.pages import Pages
from api.demo.people import Login, logins
from api.demo.server import FormRequest
from api.http.errors import HttpRefusal
from api.http.form import read_form

PARAMETERS = ("response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method")


class IssuerRoutes:
    """The endpoints of one demo issuer, whose people are those of a directory."""

    def __init__(self, issuer: DemoIssuer, directory: Directory, pages: Pages) -> None:
        self._issuer, self._directory, self._pages = issuer, directory, pages

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route(f"{PATH}/.well-known/openid-configuration", self.discovery),
            Route(f"/.well-known/oauth-authorization-server{PATH}", self.discovery),
            Route(f"{PATH}/jwks.json", self.keys),
            Route(f"{PATH}/token", self.token, methods=["POST"]),
            Route(f"{PATH}/authorize", self.ask, methods=["GET"]),
            Route(f"{PATH}/authorize", self.sign_in, methods=["POST"]),
        ]

    async def discovery(self, _: Request) -> Response:
        """Where everything is."""
        return JSONResponse(self._issuer.discovery())

    async def keys(self, _: Request) -> Response:
        """The public keys."""
        return JSONResponse(self._issuer.keys.as_dict())

    async def token(self, request: Request) -> Response:
        """A token for a code, a partner's system, or a demo user of the command line."""
        fields = await read_form(request)
        people = frozenset(login.user for login in await self._people())
        answer: Response = self._issuer.server.create_token_response(FormRequest("POST", fields, people))
        return answer

    async def ask(self, request: Request) -> Response:
        """The page with everybody who can sign in."""
        fields = _fields(request)
        try:
            self._issuer.server.get_consent_grant(FormRequest("GET", fields, frozenset()))
        except OAuth2Error as fault:
            return self._pages.sign_in_refused(fault.error)
        kept = [(name, value) for name, value in fields if name in PARAMETERS]
        return self._pages.sign_in(await self._people(), kept, dict(fields).get("login_hint", ""))

    async def sign_in(self, request: Request) -> Response:
        """Back to the client with a code. Only this issuer's own page may send this."""
        if request.headers.get("origin") != self._issuer.url:
            raise HttpRefusal("NO_SUCH_PATH")
        fields = await read_form(request)
        people = frozenset(login.user for login in await self._people())
        asked = FormRequest("POST", fields, people)
        chosen = asked.form.get("user", "")
        try:
            grant = self._issuer.server.get_consent_grant(asked)
        except OAuth2Error as fault:
            return self._pages.sign_in_refused(fault.error)
        person = Person(chosen) if chosen in people else None
        answer: Response = self._issuer.server.create_authorization_response(asked, person, grant)
        answer.status_code = 303 if answer.status_code == 302 else answer.status_code
        return answer

    async def _people(self) -> list[Login]:
        return logins(await self._directory.users())


def _fields(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=40)
