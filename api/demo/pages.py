"""The demo's pages: plain HTML from templates, no script or style inside, each with a policy that allows what it needs."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from api.demo.issuer import DemoIssuer
from api.demo.names import PAGE
from api.demo.people import PURPOSES, Login

TEMPLATES = Path(__file__).parent / "templates"
PLAIN = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
DIALOG_STYLE = "sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc="
"""The one style that GraphiQL adds by itself, while a dialog is open: no scrolling behind it."""
GRAPHIQL = (
    f"default-src 'none'; script-src 'self'; style-src 'self' '{DIALOG_STYLE}'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types default dompurify"
)


class Pages:
    """Renders templates; what is put into them is escaped, and what is missing is an error."""

    def __init__(self) -> None:
        loader = FileSystemLoader(TEMPLATES)
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)

    def landing(self, people: list[Login]) -> Response:
        """What this is, and where to begin."""
        return self._page("landing.html", PLAIN, people=[login for login in people if login.story])

    def graphiql(self, issuer: DemoIssuer) -> Response:
        """GraphiQL, for whoever signs in on it."""
        return self._page("graphiql.html", GRAPHIQL, issuer=issuer.name, client=PAGE, purposes=PURPOSES)

    def sign_in(self, people: list[Login], kept: list[tuple[str, str]], hint: str) -> Response:
        """Everybody who can sign in, as buttons of one form; `hint` is who is expected."""
        answer = self._page("sign_in.html", PLAIN, people=people, kept=kept, hint=hint)
        # Browsers send no Origin with a form when a page refers nobody, and the form's Origin is what proves where it came from.
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer

    def sign_in_refused(self, code: str) -> Response:
        """The request of the client who sent somebody here makes no sense."""
        answer = self._page("sign_in_refused.html", PLAIN, code=code)
        answer.status_code = 400
        return answer

    def _page(self, template: str, policy: str, **values: Any) -> Response:
        text = self._templates.get_template(template).render(**values)
        return HTMLResponse(text, headers={"Content-Security-Policy": policy})
