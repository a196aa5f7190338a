"""A visit: one request to a page by somebody who is signed in, for one purpose, with what its page needs to be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from access_policies.directory import PolicyOfSubject
from access_policies.roles import CONTENT
from access_policies.subject import Subject
from api.explorer.routes import cases_of
from api.explorer.sessions import Session
from api.pages.errands import Errand, Errands, Told
from api.pages.menu import entries, purposes, speaks
from api.pages.rendering import Templates
from api.pages.words import Words


def place_of(purpose: str, case: str) -> str:
    """Where the pages for a purpose and a case are."""
    return f"/pages/{purpose}" + (f"~{case}" if case else "")


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody at a page; `case` is what they say it is about, `form` what a POST brought, sealed by a page of this session."""

    request: Request
    session: Session
    policy: PolicyOfSubject
    purpose: str
    case: str
    form: Mapping[str, str]
    words: Words
    errands: Errands
    templates: Templates

    @property
    def me(self) -> Subject:
        """Who is here."""
        return self.policy.subject

    @property
    def base(self) -> str:
        """The address of the pages for this purpose and case: two tabs cannot take each other's."""
        return place_of(self.purpose, self.case)

    @property
    def ends(self) -> str:
        """When the session ends at the latest."""
        return datetime.fromtimestamp(self.session.ends, UTC).isoformat(timespec="minutes")

    def asked(self, name: str) -> str:
        """A part of the address after `?`, without blanks around it; empty where it is not there."""
        return self.request.query_params.get(name, "").strip()

    def ticked(self, kind: str, offered: Iterable[str]) -> list[str]:
        """Which boxes of a kind the form has ticked, of those that its page offered."""
        return [one for one in offered if f"{kind}.{one}" in self.form]

    async def run(self, operation: str, **variables: Any) -> Told:
        """Run an operation of the pages for who is here."""
        return await self.errands.run(self.request, self.session, Errand(operation, self.purpose, self.case), variables)

    async def run_once(self, operation: str, **variables: Any) -> Told:
        """The same, with one effect however often this very form is sent."""
        key = self.form.get("key", "")
        return await self.errands.run(self.request, self.session, Errand(operation, self.purpose, self.case), variables, key)

    def page(self, template: str, **values: Any) -> Response:
        """A page inside the frame."""
        frame = {
            "visit": self,
            "me": self.me,
            "purpose": self.purpose,
            "purposes": list(dict.fromkeys([*purposes(self.policy), self.purpose])),
            "menu": entries(self.me, self.purpose),
            "speaks": speaks(self.me, self.purpose),
            "explores": not self.me.roles.isdisjoint(CONTENT - {"PROTECTED_PERSON"}),
            "cases": sorted({*cases_of(self.policy), *((self.case,) if self.case else ())}),
            "base": self.base,
            "seal": self.session.seal,
        }
        return self.templates.page(self.request, template, self.words, frame | values)

    def go(self, *path: str, **query: str) -> Response:
        """On to another page for the same purpose."""
        place = "/".join(quote(part, safe="") for part in path)
        asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
        return RedirectResponse(f"{self.base}/{place}" + (f"?{asked}" if asked else ""), 303)
