"""The how-to of signing in, run as it stands."""

import asyncio
import contextlib
import io
import json
import re
from pathlib import Path

from api.identity.issuers import IssuerSettings, trusted
from tests.e2e.conftest import Service, running, service

__all__ = ["running", "service"]
TEXT = (Path(__file__).parents[2] / "docs" / "how-to" / "sign-in.md").read_text()


def _block(language: str) -> str:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)[0]


async def test_a_partners_system_gets_an_answer_as_the_how_to_says(service: Service) -> None:
    code = _block("python").replace("http://127.0.0.1:8642", service.url).replace('Path(".kring")', f"Path({str(service.home)!r})")
    shown = io.StringIO()

    def run() -> None:
        with contextlib.redirect_stdout(shown):
            exec(compile(code, "sign-in.md", "exec"), {})

    await asyncio.to_thread(run)
    assert shown.getvalue().count("'text'") == 3


def test_the_settings_of_an_issuer_that_it_shows_are_taken() -> None:
    settings = IssuerSettings(**json.loads(_block("json")))
    assert trusted(settings).account_of("nctv-system") == "s-nctv"
