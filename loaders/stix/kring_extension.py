"""Kring's extension of STIX 2.1: how an object carries the statement that it was made of. Read and written by the same names.

The UUIDs of all that Kring writes come from the opaque ids of the statements, so two exports name one record alike.
"""

from typing import Any
from uuid import UUID, uuid5

NAMESPACE = UUID("8a5a7c1e-2f0b-4d8e-9a57-0c6f5b1f3e21")
EXTENSION = f"extension-definition--{uuid5(NAMESPACE, 'extension')}"
PROPERTY, NEW_OBJECT = "property-extension", "new-sdo"
STATEMENT = "kring_statement"
"""What an object says as a statement: its type in the ontology, its properties, and since when and until when it holds."""
RECEIPT = "kring_receipt"
"""Where in the stamp of a file its receipt and the log's signature go: empty as the file leaves, and filled in as it is kept."""
OWN = "kring-"
"""How types begin for which STIX has none; STIX 2.1 wants no `x-` before a type that an extension defines."""


def stix_id(kind: str, of: str) -> str:
    """The id of an object of some type, for what has this id in Kring."""
    return f"{kind}--{uuid5(NAMESPACE, of)}"


def is_envelope(raw: dict[str, Any]) -> bool:
    """True for what Kring adds to a bundle around its statements: the extension, markings, and who asserts."""
    part = _part(raw)
    return raw.get("id") == EXTENSION or (part is not None and STATEMENT not in part and not str(raw.get("type")).startswith(OWN))


def statement_in(raw: dict[str, Any]) -> Any:
    """The statement that an object of any file carries, as it stands there; None when it carries none."""
    part = _part(raw)
    return None if part is None else part.get(STATEMENT, raw.get(STATEMENT))


def _part(raw: dict[str, Any]) -> dict[str, Any] | None:
    extensions = raw.get("extensions")
    part = extensions.get(EXTENSION) if isinstance(extensions, dict) else None
    return part if isinstance(part, dict) else None
