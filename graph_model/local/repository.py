"""Where jars come from: the user's own setting, a mirror in the user's Maven settings, or Maven Central by its library."""

import os
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from jgo.maven._core import DEFAULT_REMOTE_REPOS

from graph_model.local.errors import SetupError


def repository(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> str:
    """Base address of the repository, without a slash at its end. Raises SetupError when the settings cannot be read."""
    chosen = environment.get("KRING_MAVEN_REPOSITORY") or _mirror((home or Path.home()) / ".m2" / "settings.xml")
    return (chosen or str(DEFAULT_REMOTE_REPOS["central"])).rstrip("/")


def _mirror(settings: Path) -> str | None:
    """Address of a mirror of `central` or of everything."""
    if not settings.is_file():
        return None
    try:
        root = ElementTree.parse(settings).getroot()  # noqa: S314  # the user's own file, read with the user's own rights
    except ElementTree.ParseError as fault:
        raise SetupError(f"{settings.name} of Maven cannot be read: {fault}") from None
    for mirror in root.iterfind(".//{*}mirror"):
        parts = {child.tag.rpartition("}")[2]: (child.text or "").strip() for child in mirror}
        if {"central", "*"} & set(parts.get("mirrorOf", "").split(",")):
            return parts.get("url")
    return None
