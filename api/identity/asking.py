"""How an issuer is asked over HTTP: briefly, read no further than a limit, led nowhere else, and trusted by its certificate."""

import json
import ssl
from typing import Any
from urllib.parse import urlsplit

import httpx

LONGEST = 64 * 1024
SECONDS = 2.0


async def get_json(address: str) -> Any:
    """What an address shows. Raises HTTPError or ValueError."""
    status, shown = await _ask("GET", address)
    if status != 200:
        raise ValueError("nothing is shown there")
    return shown


async def post_form(address: str, body: str) -> tuple[int, Any]:
    """Status and JSON of the answer to a form. Raises HTTPError or ValueError."""
    return await _ask("POST", address, body.encode(), {"Content-Type": "application/x-www-form-urlencoded"})


async def _ask(method: str, address: str, content: bytes = b"", headers: dict[str, str] | None = None) -> tuple[int, Any]:
    through_proxy = urlsplit(address).hostname != "127.0.0.1"
    trusted = ssl.create_default_context()
    asked = {"Accept": "application/json", **(headers or {})}
    async with httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, verify=trusted, trust_env=through_proxy) as client:
        async with client.stream(method, address, content=content, headers=asked) as answer:
            body = b""
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > LONGEST:
                    raise ValueError("too long")
    return answer.status_code, json.loads(body)
