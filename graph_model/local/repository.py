"""Where jars come from: the user's own setting, a mirror in the user's Maven settings, or Maven Central by its library.

Of Maven's settings the mirrors, the proxy and the login of the mirror are honoured, `${env.NAME}` among them.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, parse
from jgo.maven._core import DEFAULT_REMOTE_REPOS

from graph_model.local.errors import SetupError

Block = dict[str, str]
"""The children of an element, by their name without its namespace."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Base address without a slash at its end; a proxy and a login where the user's settings name them."""

    address: str
    proxy: str | None = None
    login: tuple[str, str] | None = None


def repository(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Repository:
    """The repository to ask. Raises SetupError when the user's settings cannot be read."""
    central = str(DEFAULT_REMOTE_REPOS["central"])
    settings = (home or Path.home()) / ".m2" / "settings.xml"
    blocks = _blocks(settings, environment) if settings.is_file() else {}
    if chosen := environment.get("KRING_MAVEN_REPOSITORY"):
        return Repository(chosen.rstrip("/"), _proxy(blocks.get("proxy", []), chosen))
    mirror = _mirror(blocks.get("mirror", []))
    address = mirror.get("url", central)
    logins = [s for s in blocks.get("server", []) if s.get("id") == mirror.get("id", "central") and "username" in s]
    login = (logins[0]["username"], logins[0].get("password", "")) if logins else None
    return Repository(address.rstrip("/"), _proxy(blocks.get("proxy", []), address), login)


def _blocks(settings: Path, environment: Mapping[str, str]) -> dict[str, list[Block]]:
    """The mirrors, proxies and servers of a settings file."""
    try:
        root = parse(settings).getroot()
    except (ParseError, DefusedXmlException, OSError, UnicodeDecodeError) as fault:
        raise SetupError(f"Maven's {settings} cannot be read: {fault}") from None
    if root is None:
        return {}

    def value(text: str | None) -> str:
        return re.sub(r"\$\{env\.([^}]+)\}", lambda name: environment.get(name[1], ""), (text or "").strip())

    return {
        kind: [
            {child.tag.rpartition("}")[2]: value(child.text) for child in element if isinstance(child.tag, str)}
            for element in root.iterfind(f".//{{*}}{kind}")
        ]
        for kind in ("mirror", "proxy", "server")
    }


def _mirror(mirrors: list[Block]) -> Block:
    """The mirror of `central`: one that names it, else the first whose pattern takes it in."""
    named = [mirror for mirror in mirrors if mirror.get("mirrorOf", "").strip() == "central"]
    return next((mirror for mirror in (*named, *mirrors) if mirror.get("url") and _takes_central(mirror)), {})


def _takes_central(mirror: Block) -> bool:
    patterns = {pattern.strip() for pattern in mirror.get("mirrorOf", "").split(",")}
    return "!central" not in patterns and bool(patterns & {"central", "*", "external:*"})


def _proxy(proxies: list[Block], address: str) -> str | None:
    """Address of the first active proxy that is not passed by for this host."""
    host = address.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
    for proxy in proxies:
        passed_by = [pattern.strip() for pattern in proxy.get("nonProxyHosts", "").split("|") if pattern.strip()]
        skipped = any(re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), host) for pattern in passed_by)
        if proxy.get("active", "true") == "true" and proxy.get("host") and not skipped:
            login = f"{quote(proxy['username'])}:{quote(proxy.get('password', ''))}@" if proxy.get("username") else ""
            return f"http://{login}{proxy['host']}:{proxy.get('port') or '8080'}"
    return None
