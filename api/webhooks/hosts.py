"""Where webhooks may go: hosts that the operator named, for all or for one organisation; https, and nothing else in the address."""

import re
from dataclasses import dataclass
from pathlib import Path

_HOST = r"(?P<host>[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::(?P<port>[1-9][0-9]{0,4}))?"
_URL = re.compile(rf"https://{_HOST}(?P<path>/[A-Za-z0-9._~/-]{{0,500}})?")
_ENTRY = re.compile(rf"(?:(?P<organisation>[A-Z0-9-]{{1,64}})=)?{_HOST}")
HTTPS = 443


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart once, so that what was admitted is what is called."""

    host: str
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """A host and port; `organisation` is empty where it is everybody's."""

    organisation: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Hosts:
    """What may be called. `loopback`: this machine too, for a look around; `ca_file`: who vouches for the receivers."""

    allowed: tuple[Allowed, ...] = ()
    loopback: bool = False
    ca_file: Path | None = None

    def admits(self, organisation: str, url: str) -> bool:
        """True when somebody of an organisation may have themselves told at an address."""
        return self.target(organisation, url) is not None

    def target(self, organisation: str, url: str) -> Target | None:
        """The address taken apart, where it may be called for somebody of an organisation."""
        found = _URL.fullmatch(url)
        if found is None:
            return None
        target = Target(found["host"], int(found["port"] or HTTPS), found["path"] or "/")
        own = ("", organisation)
        return target if any(Allowed(whose, target.host, target.port) in self.allowed for whose in own) else None


OFF = Hosts()
"""No webhooks."""


def allowed(entry: str) -> Allowed:
    """What a setting names: `host`, `host:port`, or one of them after `ORGANISATION=`. Raises ValueError."""
    found = _ENTRY.fullmatch(entry)
    if found is None or int(found["port"] or HTTPS) > 65535:
        raise ValueError("must be hosts, each perhaps with a port, and perhaps for one ORGANISATION=host")
    return Allowed(found["organisation"] or "", found["host"], int(found["port"] or HTTPS))
