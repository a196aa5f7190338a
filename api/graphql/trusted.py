"""Trusted documents: what an organisation registered to ask, known by the SHA-256 of its text. Read and checked at the start.

A document holds no value and opens nothing: whoever names one asks it with their own rights.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from graphql import GraphQLSchema, OperationDefinitionNode, parse

from api.graphql.errors import RequestError
from api.graphql.limits import BYTES
from api.graphql.operation import operation_of

PREFIX = "sha256:"
ENDING = ".graphql"


class DocumentsInvalid(Exception):
    """The folder holds something that cannot be registered; the message names every place and reason."""


@dataclass(frozen=True, slots=True)
class TrustedDocuments:
    """Texts by organisation and id. With `only`, nothing but these is asked with an access token."""

    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    only: bool = False

    def named(self, organisation: str, document_id: str) -> str:
        """The text of an id. Raises RequestError for one that is unknown, of another organisation, or no id: all the same."""
        text = self.texts.get(organisation, {}).get(document_id)
        if text is None:
            raise RequestError("DOCUMENT_UNKNOWN")
        return text

    def require(self, organisation: str, document: str) -> None:
        """Raise RequestError for a text that is not registered, where nothing else may be asked."""
        if self.only:
            self.named(organisation, document_id(document))


UNREGISTERED = TrustedDocuments()


def document_id(text: str) -> str:
    """The id of a document."""
    return PREFIX + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_trusted(folder: Path, schema: GraphQLSchema, only: bool) -> TrustedDocuments:
    """The documents of a folder that has a folder for each organisation, a document a file. Raises DocumentsInvalid."""
    found: dict[str, dict[str, str]] = {}
    faults: list[str] = []
    for path in sorted(folder.glob(f"*/*{ENDING}")):
        try:
            text = _text(path)
            _require_valid(schema, text)
            found.setdefault(path.parent.name, {})[document_id(text)] = text
        except (OSError, ValueError, RequestError) as fault:
            reason = fault.code if isinstance(fault, RequestError) else type(fault).__name__
            faults.append(f"{path.parent.name}/{path.name}: {reason}")
    if faults:
        raise DocumentsInvalid("; ".join(faults))
    if not found:
        raise DocumentsInvalid(f"no ORGANISATION/NAME{ENDING} is in it")
    return TrustedDocuments(found, only)


def _text(path: Path) -> str:
    if path.stat().st_size > BYTES:
        raise RequestError("DOCUMENT_TOO_LARGE")
    return path.read_bytes().decode()


def _require_valid(schema: GraphQLSchema, text: str) -> None:
    """Raise RequestError unless each of its operations could be asked, without introspection."""
    for name in _names(schema, text):
        operation_of(schema, text, name, introspection=False)


def _names(schema: GraphQLSchema, text: str) -> Iterator[str | None]:
    """The names of its operations; the limits come before the parser, as for any document."""
    try:
        operation_of(schema, text, None, introspection=False)
    except RequestError as refused:
        if refused.code != "BAD_REQUEST":  # of several operations none was named
            raise
    for node in parse(text, no_location=True).definitions:
        if isinstance(node, OperationDefinitionNode):
            yield node.name.value if node.name else None
