"""Settings: each wrong one is named, none is guessed at, none shows a secret, all are written down."""

import json
import re
from pathlib import Path

import pytest

from cli.config import shown
from cli.production import faults
from cli.settings import PREFIX, Settings, read_settings
from graph_model.local.errors import SetupError

ROOT = Path(__file__).resolve().parents[2]
ISSUER = {
    "issuer": "https://id.example.org",
    "jwks": "https://id.example.org/keys",
    "algorithm": "ES256",
    "accounts": "directory-keys",
}


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"KRING_PROT": "1"}, "unknown setting KRING_PROT"),
        ({"KRING_PORT": "x7secret"}, "KRING_PORT: "),
        ({"KRING_PORT": "70000"}, "KRING_PORT: "),
        ({"KRING_PROFILE": "test"}, "KRING_PROFILE: "),
        ({"KRING_NEO4J_URI": "http://h"}, "KRING_NEO4J_URI: must be an address with one of bolt, neo4j, bolt+s, neo4j+s"),
        ({"KRING_NEO4J_URI": "bolt+ssc://h"}, "KRING_NEO4J_URI: "),
        ({"KRING_NEO4J_URI": "bolt://u:x7secret@h"}, "no login in it"),
        ({"KRING_NEO4J_URI": "bolt://h"}, "KRING_NEO4J_URI needs KRING_NEO4J_PASSWORD_FILE"),
        (
            {"KRING_NEO4J_URI": "bolt://h", "KRING_NEO4J_PASSWORD_FILE": "/p", "KRING_NEO4J_CA_FILE": "/c"},
            "KRING_NEO4J_CA_FILE is for a KRING_NEO4J_URI with +s only",
        ),
        ({"KRING_TLS_KEY_FILE": "/k"}, "KRING_TLS_CERTIFICATE_FILE and KRING_TLS_KEY_FILE go together"),
        ({"KRING_ONLY_TRUSTED_DOCUMENTS": "true"}, "KRING_ONLY_TRUSTED_DOCUMENTS needs KRING_TRUSTED_DOCUMENTS_DIR"),
        ({"KRING_TRACES_URL": "http://collector.example"}, "KRING_TRACES_URL: must be an https address"),
        ({"KRING_TRACES_URL": "https://u:x7secret@h/v1/traces"}, "without a login in it"),
        ({"KRING_TRACES_CA_FILE": "/c"}, "KRING_TRACES_CA_FILE is for a KRING_TRACES_URL only"),
        ({"KRING_PERSON_QUOTA": "20000"}, "KRING_PERSON_QUOTA: must be 0, or over 20000"),
        ({"KRING_ISSUERS": "/absent"}, "KRING_ISSUERS: neither a JSON list nor a file"),
        ({"KRING_ISSUERS": "[{x7secret"}, "KRING_ISSUERS: neither a JSON list nor a file"),
        ({"KRING_ISSUERS": json.dumps([ISSUER | {"algorithm": "HS256"}])}, "KRING_ISSUERS.0.algorithm: "),
        ({"KRING_ISSUERS": json.dumps([ISSUER | {"accounts": ["x7secret"]}])}, "KRING_ISSUERS.0.accounts."),
        ({"KRING_ISSUERS": json.dumps([ISSUER | {"jwks": "http://h/keys"}])}, "KRING_ISSUERS: must be https addresses"),
        ({"KRING_ISSUERS": json.dumps([ISSUER | {"issuer": "https://u:x7secret@h"}])}, "without a login in them"),
        ({"KRING_ISSUERS": json.dumps([ISSUER | {"secret": "x7secret"}])}, "KRING_ISSUERS.0.secret: "),
        ({"KRING_ISSUERS": json.dumps([ISSUER | {"client": "x7secret"}] * 2)}, "KRING_ISSUERS: people sign in at one issuer"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_and_its_value_is_not_shown(environment: dict[str, str], said: str) -> None:
    with pytest.raises(SetupError) as fault:
        read_settings(environment)
    assert said in str(fault.value)
    assert "x7secret" not in str(fault.value)


def test_issuers_are_read_from_a_list_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "issuers.json").write_text(json.dumps([ISSUER]))
    inline = read_settings({"KRING_ISSUERS": json.dumps([ISSUER])}).issuers
    assert inline == read_settings({"KRING_ISSUERS": str(tmp_path / "issuers.json")}).issuers
    assert inline[0].algorithm == "ES256"


def test_what_is_shown_holds_no_login() -> None:
    rows = shown(read_settings({"KRING_MAVEN_REPOSITORY": "https://me:x7secret@repo.example.org/m"}))
    assert rows["KRING_MAVEN_REPOSITORY"]["value"] == "https://***@repo.example.org/m"
    assert "x7secret" not in json.dumps(rows)


def test_every_setting_is_written_down_with_its_default_and_no_other_is() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text()
    assert re.findall(rf"^\| `({PREFIX}\w+)`", page, re.MULTILINE) == [PREFIX + name.upper() for name in Settings.model_fields]
    for field in Settings.model_fields.values():
        assert field.description
        assert field.description in page


WHOLE = {
    "KRING_PROFILE": "production",
    "KRING_URL": "https://kring.example.org",
    "KRING_NEO4J_URI": "neo4j+s://graph.example.org",
    "KRING_NEO4J_PASSWORD_FILE": "password",
    "KRING_ISSUERS": json.dumps([ISSUER]),
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        ({"KRING_PROFILE": "demo"}, ["KRING_PROFILE is not production"]),
        ({"KRING_HOST": "0.0.0.0"}, ["KRING_HOST leaves this machine without TLS: set KRING_TLS_CERTIFICATE_FILE and KRING_TLS_KEY_FILE"]),
        ({"KRING_HOST": "0.0.0.0", "KRING_TLS_CERTIFICATE_FILE": "password", "KRING_TLS_KEY_FILE": "password"}, []),
        ({"KRING_NEO4J_URI": ""}, ["KRING_NEO4J_URI is not set"]),
        ({"KRING_NEO4J_URI": "bolt://127.0.0.1"}, []),
        ({"KRING_NEO4J_URI": "bolt://10.1.2.3"}, ["KRING_NEO4J_URI leaves this machine without TLS: use bolt+s or neo4j+s"]),
        ({"KRING_URL": ""}, ["KRING_URL is not set, so no token could be meant for this service"]),
        ({"KRING_ISSUERS": ""}, ["KRING_ISSUERS names no issuer, so nobody could sign in"]),
        ({"KRING_ISSUERS": "", "KRING_PROFILE": ""}, ["KRING_PROFILE is not production", "KRING_ISSUERS names no issuer, so nobody could sign in"]),
        (
            {"KRING_ISSUERS": json.dumps([ISSUER | {"issuer": "https://h/demo/issuer"}])},
            ["https://h/demo/issuer is a demo's issuer"],
        ),
        ({"KRING_CURSOR_KEY_FILE": "absent"}, ["KRING_CURSOR_KEY_FILE cannot be read (No such file or directory)"]),
        ({"KRING_NEO4J_PASSWORD_FILE": "open"}, ["KRING_NEO4J_PASSWORD_FILE can be read by everybody: take that right away"]),
    ],
)  # fmt: skip
def test_production_names_all_that_it_lacks(
    change: dict[str, str], said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, mode in (("password", 0o640), ("open", 0o644)):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(mode)
    assert list(faults(read_settings(WHOLE | change))) == said
