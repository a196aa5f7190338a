"""Templates into pages: everything put in is escaped, what is missing is an error, and a page has no script, one apart."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.pages.drawings import drawing, in_words
from api.pages.words import Words, keep_choice

FOLDER = Path(__file__).parent / "templates"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
"""No script, inline or not: what a page can do, a form does."""
OWN_SCRIPT = POLICY.replace("default-src 'none'; ", "default-src 'none'; script-src 'self'; ")
"""For the page that verifies in the browser: one committed file, which may ask nobody anything (decision 0114)."""
SCRIPTED = "proof.html"


class Templates:
    """The templates of the pages."""

    def __init__(self) -> None:
        loader = FileSystemLoader(FOLDER)
        self._made = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False
        )
        self._made.globals |= {"drawing": drawing, "in_words": in_words}

    def page(self, request: Request, template: str, words: Words, values: Mapping[str, Any], status: int = 200) -> Response:
        """One page in the reader's language."""
        shown = {"t": words.t, "named": words.named, "when": words.when, "words": words, "path": request.url.path} | dict(values)
        text = self._made.get_template(template).render(**shown)
        policy = OWN_SCRIPT if template == SCRIPTED else POLICY
        answer = HTMLResponse(text, status, {"Content-Security-Policy": policy, "Cache-Control": "no-store"})
        keep_choice(request, answer)
        return answer
