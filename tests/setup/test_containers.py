"""The container files, by their text: no engine runs here. The specification's schema, and every point of hardening."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.settings import PREFIX, Settings
from graph_model.local.conf import PROTECTIVE

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILES = [ROOT / "Dockerfile", ROOT / "deploy" / "keycloak.Dockerfile"]
PARENTS = {name: set(service["networks"]) for name, service in SERVICES.items()}


def test_the_compose_file_is_valid_by_the_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_hardened(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["pids_limit"]
    assert service["mem_limit"]
    assert re.fullmatch(r"[1-9]\d*:\d+", service["user"])
    assert not service.get("privileged")
    assert not {"network_mode", "pid", "ipc", "devices", "extra_hosts"} & set(service)
    for mount in service.get("tmpfs", []):
        assert "size=" in mount
    for volume in service.get("volumes", []):
        assert volume.split(":")[0] in COMPOSE["volumes"] or volume.endswith(":ro")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_that_stays_says_when_it_is_healthy_and_is_waited_for(name: str) -> None:
    service = SERVICES[name]
    if service["restart"] == "no":
        assert service["healthcheck"] == {"disable": True}
    else:
        assert service["healthcheck"]["test"]
    for awaited, how in service.get("depends_on", {}).items():
        assert how["condition"] == ("service_completed_successfully" if SERVICES[awaited]["restart"] == "no" else "service_healthy")


def test_only_the_proxy_is_reachable_and_only_the_api_reaches_the_graph_and_the_issuer() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert {name for name, network in COMPOSE["networks"].items() if not network.get("internal")} == {"edge"}
    assert {name for name, networks in PARENTS.items() if "edge" in networks} == {"proxy"}
    assert {name for name, networks in PARENTS.items() if "graph" in networks} == {"neo4j", "kring-a", "kring-b", "migrate"}
    assert {name for name, networks in PARENTS.items() if "identity" in networks} == {"keycloak", "kring-a", "kring-b"}
    assert PARENTS["neo4j"] == {"graph"}
    assert PARENTS["accounts"] == {"accounts"}


def test_each_replica_has_an_audit_volume_that_nobody_else_has() -> None:
    mounts = [volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])]
    audits = [name for name in COMPOSE["volumes"] if name.startswith("audit")]
    assert sorted(name for name in mounts if name.startswith("audit")) == sorted(audits)
    assert len(audits) == sum(name.startswith("kring-") for name in SERVICES)


def test_secrets_are_files_and_none_is_in_the_environment_or_in_the_repository() -> None:
    for service in SERVICES.values():
        for name in service.get("environment", {}):
            assert not re.search(r"PASSWORD|SECRET|TOKEN|AUTH", name) or name.endswith("_FILE"), name
    asked = {
        secret if isinstance(secret, str) else secret["source"]
        for service in SERVICES.values()
        for secret in service.get("secrets", [])
    }
    assert asked == set(COMPOSE["secrets"])
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("deploy/secrets/")
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_the_api_is_given_settings_that_exist_and_secrets_that_it_has() -> None:
    image = (ROOT / "Dockerfile").read_text()
    given = {name: value for name, value in SERVICES["kring-a"]["environment"].items() if name.startswith(PREFIX)}
    built = dict(re.findall(r"(KRING_\w+)=(\S+)", image))
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    assert set(given) | set(built) <= known
    assert built["KRING_PROFILE"] == "production"
    for value in given.values():
        assert not value.startswith("/") or value.removeprefix("/run/secrets/") in SERVICES["kring-a"]["secrets"]
    paths = {volume.split(":")[1] for volume in SERVICES["kring-a"]["volumes"]}
    assert paths == {built["KRING_HOME"], built["KRING_AUDIT_DIR"]}


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_an_image_is_built_in_stages_and_runs_as_a_numeric_user_without_a_shell(path: Path) -> None:
    text = path.read_text()
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
    assert sum(line.startswith("FROM ") for line in lines) == 2
    final = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert next(line for line in final if line.startswith("USER ")).split()[1].split(":")[0].isdigit()
    for line in lines:
        if line.split()[0] in ("RUN", "ENTRYPOINT", "CMD"):
            json.loads(line.split(" ", 1)[1])
        if line.startswith("HEALTHCHECK"):
            json.loads(line.partition("CMD ")[2])
    assert not re.search(r"\bADD\b|curl|wget|apt-get|apk ", text)


def test_images_are_pinned_and_name_no_host() -> None:
    images = [service["image"] for service in SERVICES.values()]
    images += re.findall(r"^ARG \w+=(\S+)", "\n".join(path.read_text() for path in DOCKERFILES), re.MULTILINE)
    for image in images:
        name, _, tag = image.partition(":")
        assert re.search(r"\d", tag), f"{image} is not pinned"
        assert "." not in name.split("/")[0], f"{image} names a host"


def test_packages_come_from_the_lock_with_their_hashes_and_as_wheels_only() -> None:
    install = next(line for line in (ROOT / "Dockerfile").read_text().splitlines() if '"install"' in line)
    assert all(f'"{word}"' in install for word in ("--require-hashes", "--only-binary", ":all:", "requirements.lock"))


def test_neo4j_is_protected_as_the_local_one_is_and_admits_tls_only() -> None:
    conf = dict(
        line.split("=", 1) for line in (ROOT / "deploy/neo4j.conf").read_text().splitlines() if "=" in line and line[0] != "#"
    )
    local = dict(line.split("=", 1) for line in PROTECTIVE.splitlines())
    its_own = {"server.default_listen_address", "server.memory.pagecache.size", "dbms.memory.transaction.total.max"}
    its_own |= {name for name in local if "shutdown" in name}
    for name, value in local.items():
        assert name in its_own or conf[name] == value
    assert conf["server.bolt.tls_level"] == "REQUIRED"
    assert conf["dbms.ssl.policy.bolt.tls_versions"] == "TLSv1.3"
    assert conf["dbms.security.procedures.unrestricted"] == ""
