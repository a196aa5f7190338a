"""Production: nothing of the demo, and no start before everything is as it must be."""

import http.server
import json
import signal
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from socket import gethostname
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from graph_model.local.server import Endpoint
from tests.access_policies.audit.logs import read_entries
from tests.cli.home import Home
from tests.wipe import raw

AUDIENCE = "https://kring.example.org"
KEY = ECKey.generate_key("P-256", private=True, auto_kid=True)


class Keys(http.server.BaseHTTPRequestHandler):
    """An issuer's keys, and what it says about itself."""

    def do_GET(self) -> None:
        issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        about = {"issuer": issuer, "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token"}
        keys = KeySet([ECKey.import_key(KEY.as_dict(private=False))]).as_dict()
        body = json.dumps(keys if self.path == "/keys" else about).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def issuer() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keys) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def production(empty: Endpoint, home: Home, port: str, issuer: str, tmp_path: Path) -> Home:
    (tmp_path / "password").write_text(empty.password)
    (tmp_path / "password").chmod(0o400)
    trusted = {
        "issuer": issuer,
        "jwks": f"{issuer}/keys",
        "algorithm": "ES256",
        "accounts": "directory-keys",
        "client": "kring-pages",
    }
    home.settings |= {
        "KRING_PROFILE": "production", "KRING_URL": AUDIENCE, "KRING_NEO4J_URI": empty.uri, "KRING_NEO4J_PASSWORD_FILE": str(tmp_path / "password"),
        "KRING_ISSUERS": json.dumps([trusted]), "KRING_PORT": port, "KRING_AUDIT_DIR": str(tmp_path / "audit"),
    }  # fmt: skip
    return home


def _token(issuer: str) -> str:
    claims = {"iss": issuer, "aud": AUDIENCE, "sub": "u-nobody", "iat": int(time.time()), "exp": int(time.time()) + 60}
    return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": str(KEY.kid)}, claims, KEY)


def _require_way_in(client: httpx.Client, issuer: str) -> None:
    """The explorer is there, and leads people to the issuer that knows Kring as a client."""
    assert client.get("/explorer/").status_code == 200
    (key,) = client.get("/explorer/keys.json").json()["keys"]
    assert (key["crv"], "d" in key) == ("P-256", False)
    away = client.get("/explorer/sign-in")
    asked = parse_qs(urlsplit(away.headers["location"]).query)
    assert away.headers["location"].startswith(f"{issuer}/authorize?")
    assert (asked["client_id"], asked["redirect_uri"]) == (["kring-pages"], [f"{AUDIENCE}/explorer/signed-in"])
    assert away.headers["set-cookie"].startswith("__Host-kring-sign-in=")
    assert "Secure" in away.headers["set-cookie"]


def test_it_starts_on_a_migrated_store_serves_by_its_issuer_and_ends_on_a_signal(
    production: Home, issuer: str, port: str, tmp_path: Path
) -> None:
    early = production.run("serve")
    assert (early.returncode, early.stderr) == (
        3,
        "kring: the store was not founded for production: run ./kring migrate up on an empty one\n",
    )
    assert production.run("migrate", "up").returncode == 0
    serving = production.begin("serve")
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=20) as client:
            while True:
                assert serving.poll() is None
                try:
                    if client.get("/readyz").status_code == 200:
                        break
                except httpx.TransportError:
                    time.sleep(0.1)
            headers = {"Authorization": f"Bearer {_token(issuer)}", "Kring-Purpose": "THREAT_ASSESSMENT"}
            assert client.post("/graphql", json={"query": "{ __typename }"}, headers=headers).status_code == 401
            assert client.post("/demo/issuer/token", content="u-noor").status_code == 404
            _require_way_in(client, issuer)
            assert stat.S_IMODE((production.path / "client.pem").stat().st_mode) == 0o600
    finally:
        serving.send_signal(signal.SIGTERM)
        said = serving.communicate(timeout=30)[1]
    assert "Traceback" not in said
    assert [entry["subject"] for entry in read_entries(tmp_path / "audit" / gethostname()) if entry["subject"]] == ["u-nobody"]


def test_it_refuses_the_home_and_the_store_of_a_demo(production: Home, neo4j: Endpoint) -> None:
    (production.path / "profile").write_text("demo")
    refused = production.run("serve")
    assert refused.returncode == 3
    assert "is that of a demo installation: use another KRING_HOME for production" in refused.stderr
    (production.path / "profile").unlink()
    raw(neo4j, "CREATE (:Installation {number: 1, profile: 'demo', founder: 'x', founded: true})")
    assert production.run("serve").stderr.startswith("kring: the store was not founded for production")
    assert production.run("demo").stderr == "kring: KRING_PROFILE is production: the demo does not start; ./kring serve does\n"


def test_it_refuses_a_newer_store(production: Home, neo4j: Endpoint) -> None:
    raw(neo4j, "CREATE (:SchemaVersion {number: 99, name: 'of a later Kring'})")
    try:
        assert production.run("serve").stderr.startswith("kring: the store has schema 99")
    finally:
        raw(neo4j, "MATCH (v:SchemaVersion {number: 99}) DELETE v")


def test_a_demo_is_not_served_as_production(home: Home) -> None:
    refused = home.run("serve")
    assert refused.returncode == 3
    assert refused.stderr.startswith(
        "kring: production does not start: KRING_PROFILE is not production; KRING_NEO4J_URI is not set"
    )
