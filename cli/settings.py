"""Every setting, its type and its default: `KRING_...` variables of the environment and nothing else. No secret is one."""

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.graphql.cost import MOST_RECORDS
from api.identity.issuers import IssuerSettings
from api.webhooks.hosts import allowed
from cli.development import ROOT
from graph_model.local.errors import SetupError

PREFIX = "KRING_"
DEMO_PORT = 8642
SCHEMES = ("bolt", "neo4j", "bolt+s", "neo4j+s")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Settings(BaseSettings):
    """What the environment says. `read_settings` is the way to it."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    home: Path = Field(ROOT / ".kring", description="the one folder that Kring writes to")
    profile: Literal["demo", "production"] = Field("demo", description="`production` refuses everything of the demo")
    host: str = Field("127.0.0.1", description="address that the API listens on")
    port: int = Field(DEMO_PORT, ge=1, le=65535, description="port that the API listens on")
    url: str | None = Field(None, description="address by which clients know this service: the audience of their access tokens")
    tls_certificate_file: Path | None = Field(None, description="PEM file of the certificate that the API shows")
    tls_key_file: Path | None = Field(None, description="PEM file of its private key")
    tls_client_ca_file: Path | None = Field(None, description="PEM file of the authority whose clients, and no others, may connect")
    neo4j_uri: str | None = Field(None, description="another Neo4j instead of our own: `bolt`, `neo4j`, each also with `+s`")
    neo4j_user: str = Field("neo4j", description="user at that Neo4j")
    neo4j_password_file: Path | None = Field(None, description="file with its password")
    neo4j_ca_file: Path | None = Field(None, description="PEM file of the authority behind its certificate, for `+s`")
    issuers: Annotated[tuple[IssuerSettings, ...], NoDecode] = Field(
        (), description="whose access tokens count: a JSON list, or the path of a file that holds it"
    )
    audit_dir: Path | None = Field(None, description="folder of the audit log; default `audit` in the home")
    cursor_key_file: Path | None = Field(None, description="32 secret bytes that all replicas share; default one of its own")
    client_key_file: Path | None = Field(
        None, description="PEM file of the P-256 key by which Kring's pages prove themselves to an issuer"
    )
    figures_key_file: Path | None = Field(None, description="file with the key that opens /metrics; without it, nobody sees them")
    person_quota: int = Field(
        600_000, ge=0, description="requests and records that one person may ask for in a minute; 0: no limit"
    )
    organisation_quota: int = Field(
        6_000_000, ge=0, description="requests and records that all of one organisation may ask for in a minute; 0: no limit"
    )
    trusted_documents_dir: Path | None = Field(
        None, description="folder of registered documents: a folder for each organisation, a `.graphql` file for each document"
    )
    only_trusted_documents: bool = Field(False, description="whether access tokens ask registered documents and nothing else")
    webhook_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="hosts that webhooks may go to, after commas: `host`, `host:port`, or `ORGANISATION=host` for one alone"
    )
    webhook_ca_file: Path | None = Field(None, description="PEM file of the authorities behind the certificates of those hosts")
    traces_url: str | None = Field(None, description="where spans are sent, by OTLP over HTTP; without it nothing is traced")
    traces_ca_file: Path | None = Field(None, description="PEM file of the authority behind that collector's certificate")
    maven_repository: str | None = Field(None, description="where the jars of Neo4j come from, instead of Maven's own settings")

    @field_validator(
        "home", "tls_certificate_file", "tls_key_file", "tls_client_ca_file", "neo4j_password_file", "neo4j_ca_file",
        "audit_dir", "cursor_key_file", "client_key_file", "figures_key_file", "trusted_documents_dir",
        "webhook_ca_file", "traces_ca_file",
    )  # fmt: skip
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path and path.expanduser().resolve()

    @field_validator("issuers", mode="before")
    @classmethod
    def _list_or_file(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value if value.lstrip().startswith("[") else Path(value).read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise ValueError(f"neither a JSON list nor a file that holds one ({type(fault).__name__})") from None

    @field_validator("issuers")
    @classmethod
    def _are_protected(cls, issuers: tuple[IssuerSettings, ...]) -> tuple[IssuerSettings, ...]:
        for address in (address for issuer in issuers for address in (issuer.issuer, issuer.jwks)):
            if not _is_protected(address):
                raise ValueError("must be https addresses, without a login in them")
        return issuers

    @field_validator("issuers")
    @classmethod
    def _have_one_way_in(cls, issuers: tuple[IssuerSettings, ...]) -> tuple[IssuerSettings, ...]:
        if sum(issuer.client is not None for issuer in issuers) > 1:
            raise ValueError("people sign in at one issuer: only one may name a client")
        return issuers

    @field_validator("webhook_hosts", mode="before")
    @classmethod
    def _after_commas(cls, value: Any) -> Any:
        return [part.strip() for part in value.split(",")] if isinstance(value, str) else value

    @field_validator("webhook_hosts")
    @classmethod
    def _are_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for entry in hosts:
            allowed(entry)
        return hosts

    @field_validator("neo4j_uri")
    @classmethod
    def _is_bolt(cls, uri: str | None) -> str | None:
        parts = urlsplit(uri or "bolt://x")
        if parts.scheme not in SCHEMES or not parts.hostname or parts.username or parts.password:
            raise ValueError(f"must be an address with one of {', '.join(SCHEMES)}, and no login in it")
        return uri

    @field_validator("traces_url")
    @classmethod
    def _is_web(cls, address: str | None) -> str | None:
        if address is not None and not _is_protected(address):
            raise ValueError("must be an https address, without a login in it")
        return address

    @field_validator("person_quota", "organisation_quota")
    @classmethod
    def _holds_one_operation(cls, quota: int) -> int:
        if 0 < quota <= MOST_RECORDS:
            raise ValueError(f"must be 0, or over {MOST_RECORDS}: what one operation may ask for")
        return quota

    @model_validator(mode="after")
    def _whole(self) -> "Settings":
        if self.neo4j_uri and not self.neo4j_password_file:
            raise ValueError(f"{PREFIX}NEO4J_URI needs {PREFIX}NEO4J_PASSWORD_FILE")
        if bool(self.tls_certificate_file) != bool(self.tls_key_file):
            raise ValueError(f"{PREFIX}TLS_CERTIFICATE_FILE and {PREFIX}TLS_KEY_FILE go together")
        if self.only_trusted_documents and not self.trusted_documents_dir:
            raise ValueError(f"{PREFIX}ONLY_TRUSTED_DOCUMENTS needs {PREFIX}TRUSTED_DOCUMENTS_DIR")
        if self.neo4j_ca_file and not urlsplit(self.neo4j_uri or "").scheme.endswith("+s"):
            raise ValueError(f"{PREFIX}NEO4J_CA_FILE is for a {PREFIX}NEO4J_URI with +s only")
        if self.traces_ca_file and not self.traces_url:
            raise ValueError(f"{PREFIX}TRACES_CA_FILE is for a {PREFIX}TRACES_URL only")
        return self


def _is_protected(address: str) -> bool:
    """True for an https address, or an http one of this machine, without a login in it."""
    parts = urlsplit(address)
    known = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(address))
    return known and bool(parts.hostname) and not parts.username and not parts.password


def is_loopback(address: str) -> bool:
    """True when the address is of this machine only."""
    return urlsplit(address).hostname in LOOPBACK


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of an environment. Raises SetupError naming every variable that is wrong, and never its value."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    if unknown := sorted(name for name in environment if name.startswith(PREFIX) and name not in known):
        raise SetupError(f"unknown setting {', '.join(unknown)}: ./kring config show lists those there are")
    given: dict[str, Any] = {name: environment.get(PREFIX + name.upper()) for name in Settings.model_fields}
    try:
        return Settings(**{name: value for name, value in given.items() if value})
    except ValidationError as fault:
        raise SetupError("; ".join(_said(error) for error in fault.errors(include_input=False))) from None


def _said(error: Any) -> str:
    first, *rest = [str(part) for part in error["loc"]] or [""]
    place = ".".join([f"{PREFIX}{first.upper()}", *rest]) + ": " if first else ""
    return place + str(error["msg"]).removeprefix("Value error, ")


@cache
def settings() -> Settings:
    """The settings of this process."""
    return read_settings()
