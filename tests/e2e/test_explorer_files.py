"""The explorer's files as a browser gets them: the page is never kept, hashed files are kept for ever, nothing else is there."""

import re

import pytest

from api.explorer.files import DIST
from tests.e2e.conftest import Service


async def test_the_page_is_served_to_anybody_holds_nothing_and_is_not_kept(service: Service) -> None:
    page = await service.client.get("/explorer/")
    assert page.content == (DIST / "index.html").read_bytes()
    assert page.headers["cache-control"] == "no-store"
    policy = page.headers["content-security-policy"]
    assert "'unsafe" not in policy
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy.split("; "))
    assert (await service.client.get("/explorer")).headers["location"] == "/explorer/"


async def test_what_the_page_loads_is_there_and_hashed_files_are_kept_for_ever(service: Service) -> None:
    loaded = re.findall(r'(?:src|href)="(/explorer/[^"]+)"', (DIST / "index.html").read_text())
    assert len(loaded) >= 4
    for address in loaded:
        answer = await service.client.get(address)
        assert answer.status_code == 200, address
        kept = "public, max-age=31536000, immutable" if "/assets/" in address else "no-cache"
        assert answer.headers["cache-control"] == kept, address
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "assets/",
        "assets/x.js",
        "assets/../index.html",
        "assets/%2e%2e/%2e%2e/package.json",
        "index.html",
        "package.json",
        "../pyproject.toml",
    ],
)
async def test_nothing_else_is_there(service: Service, path: str) -> None:
    answer = await service.client.get(f"/explorer/{path}")
    assert answer.status_code == 404
    assert "Cache-Control" not in answer.headers or answer.headers["cache-control"] == "no-store"
