"""Where a Neo4j answers, and with which login: our own on loopback or another one of the settings."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph_model.local.errors import SetupError


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address, a user, the file that holds the password, and the authority that signs the server's certificate."""

    uri: str
    user: str
    password_file: Path
    ca_file: Path | None = None

    @property
    def password(self) -> str:
        """The password, read when it is needed. Raises SetupError when its file cannot be read."""
        try:
            return self.password_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as fault:
            why = fault.strerror if isinstance(fault, OSError) else "not UTF-8"
            raise SetupError(f"the password file {self.password_file} cannot be read: {why}") from None


Probe = Callable[[Endpoint], bool]
"""True when the server gives a real answer."""
