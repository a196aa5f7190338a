"""What an application is put together from, and which of it may stand together."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from access_policies.audit import AuditLog
from access_policies.guard import Guard
from api.demo.issuer import DemoIssuer
from api.demo.names import PATH
from api.explorer.door import SignIn
from api.graphql.trusted import UNREGISTERED, TrustedDocuments
from api.http.departure import Departures
from api.http.quota import UNCOUNTED, Quotas
from api.identity.verifier import TokenVerifier
from api.observability.traces import OFF as UNTRACED
from api.observability.traces import Traces
from api.webhooks.hosts import OFF, Hosts
from api.webhooks.pace import PACE, Pace
from graph_model.leaving import FileKind, Format
from graph_model.store import Store

LOOPBACK = ("127.0.0.1", "localhost")


class NotFitForProduction(Exception):
    """The parts would let in somebody whom production must not know; the message says why. The service does not start."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What only the demo has: an issuer, and the folder of its pages' scripts and styles from npm."""

    issuer: DemoIssuer
    assets: Path


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one application. Without `demo` it is a production service; `figures_key` opens /metrics then.

    With `sign_in` people sign in here, and the explorer is served. With `taxii` what may be exported is served in that format;
    `files` are the kinds of file that the explorer's page may ask for.
    """

    guard: Guard
    store: Store
    audit: AuditLog
    verifier: TokenVerifier
    cursor_key: bytes
    demo: Demo | None = None
    production: bool = True
    figures_key: str | None = None
    sign_in: SignIn | None = None
    departures: Departures = field(default_factory=Departures)
    quotas: Quotas = UNCOUNTED
    trusted: TrustedDocuments = UNREGISTERED
    webhooks: Hosts = OFF
    pace: Pace = PACE
    taxii: Format | None = None
    files: tuple[FileKind, ...] = ()
    traces: Traces = UNTRACED

    def require_fit(self) -> None:
        """Raise NotFitForProduction when a production service would have something of the demo's."""
        if not self.production:
            return
        if self.demo is not None:
            raise NotFitForProduction("the demo's issuer signs for anybody: production must not have it")
        if self.webhooks.loopback:
            raise NotFitForProduction("webhooks to this machine are for a look around: production must not have them")
        for name in self.verifier.issuers:
            address = urlsplit(name)
            if address.path.endswith(PATH):
                raise NotFitForProduction("a demo's issuer signs for anybody: production must not trust one")
            if address.scheme != "https" and address.hostname not in LOOPBACK:
                raise NotFitForProduction("an issuer must be named by an https address")
