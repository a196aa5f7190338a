"""The words of the pages: a catalogue a language, and which of them a reader wants. A key that no catalogue has is an error."""

import json
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "languages"
CATALOGUES: dict[str, dict[str, str]] = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}
COOKIE = "kring-language"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Words:
    """One language: `en`, `nl`."""

    language: str

    def t(self, key: str, **parts: object) -> str:
        """The words for a key, with its parts put in. Raises KeyError."""
        return CATALOGUES[self.language][key].format(**parts)

    def named(self, kind: str, code: str) -> str:
        """The words for a code of the model; the code itself where the catalogue has none: registers grow."""
        return CATALOGUES[self.language].get(f"{kind}.{code}", code)

    def when(self, instant: str | None) -> str:
        """An instant of the API for a reader, in UTC; a day where it is one; empty where there is none."""
        if not instant:
            return ""
        day, _, time = instant.partition("T")
        year, month, number = day.split("-")
        shown = f"{int(number)} {self.t(f'month.{int(month)}')} {year}"
        return f"{shown}, {time[:5]} UTC" if time else shown

    @property
    def other(self) -> str:
        """The language that a reader can change to."""
        return next(language for language in CATALOGUES if language != self.language)


def words_of(request: Request) -> Words:
    """The reader's language: as just chosen, as chosen before, or as the browser asks; English where none of these is known."""
    browser = request.headers.get("accept-language", "").lower().split(",")
    wanted = [request.query_params.get("lang", ""), request.cookies.get(COOKIE, ""), *(part.strip()[:2] for part in browser)]
    return Words(next((language for language in wanted if language in CATALOGUES), "en"))


def keep_choice(request: Request, answer: Response) -> None:
    """Let the browser remember a language that was just chosen."""
    chosen = request.query_params.get("lang", "")
    if chosen in CATALOGUES:
        answer.set_cookie(COOKIE, chosen, max_age=YEAR, path="/pages", httponly=True, samesite="lax")
