"""Limits on a document: on its tokens before it is parsed, on its fragments before it is validated (api.md; reliability.md 3.1).

What parsing and validating cost grows with tokens, fields and values, so each has a limit of its own.
"""

import re
from dataclasses import dataclass, field

from graphql import DocumentNode, FieldNode, FragmentDefinitionNode, FragmentSpreadNode, OperationDefinitionNode, SelectionSetNode

from api.graphql.errors import RequestError

BYTES, TOKENS, NESTING, FRAGMENTS, ALIASES = 64 * 1024, 4_000, 12, 30, 60
FIELDS, VALUES, DIRECTIVES, DEFINITIONS, COMMENTS = 800, 1_000, 60, 40, 500
_TOKEN = re.compile(
    r'(?P<ignored>(?:[\s,\ufeff]++|\#[^\n\r]*+)++)|(?P<text>"""(?:[^"\\]|\\"""|\\|"(?!""))*+"""|"(?:[^"\\\n\r]|\\.)*+")'
    r"|(?P<name>[_A-Za-z][_0-9A-Za-z]*+)|(?P<number>-?[0-9][0-9A-Za-z_.+-]*+)|(?P<spread>\.\.\.)|(?P<sign>.)",
    re.DOTALL | re.VERBOSE,
)


def check_document(document: str) -> None:
    """Raise RequestError for a document over a limit. What is no GraphQL is left to the parser."""
    if len(document) > BYTES or len(document.encode("utf-8", "surrogatepass")) > BYTES:
        raise RequestError("DOCUMENT_TOO_LARGE")
    count = _Count()
    for found in _TOKEN.finditer(document):
        if found.lastgroup == "ignored":
            count.comments += found.group().count("#")
        else:
            count.add(found.lastgroup or "", found.group())
        if count.is_over:
            raise RequestError("DOCUMENT_TOO_LARGE")


@dataclass(slots=True)
class _Count:
    """What was seen so far. Every brace, parenthesis and bracket that is open is on the stack, by what it holds."""

    tokens: int = 0
    fields: int = 0
    values: int = 0
    fragments: int = 0
    aliases: int = 0
    directives: int = 0
    definitions: int = 0
    comments: int = 0
    nesting: int = 0
    open: list[str] = field(default_factory=list)
    before: str = ""
    is_fragment: bool = False

    @property
    def is_over(self) -> bool:
        """True when a limit was passed."""
        return (
            self.tokens > TOKENS
            or self.fields > FIELDS
            or self.values > VALUES
            or self.fragments > FRAGMENTS
            or self.aliases > ALIASES
            or self.directives > DIRECTIVES
            or self.definitions > DEFINITIONS
            or self.comments > COMMENTS
            or self.nesting > NESTING
            or len(self.open) > 3 * NESTING
        )

    def add(self, kind: str, text: str) -> None:
        """Count one token."""
        self.tokens += 1
        inside = self.open[-1] if self.open else ""
        if inside == "value":
            self.values += 1
        elif kind == "name":
            self._name(text, inside)
        elif kind == "spread":
            self.fragments += 1
            self.is_fragment = True
        self.aliases += text == ":" and inside not in ("value", "")
        self.directives += text == "@"
        if text in "{([":
            self._opened(text, inside)
        elif text in "})]" and self.open:
            self.nesting -= self.open.pop() == "fields"
        self.before = text

    def _name(self, text: str, inside: str) -> None:
        if not inside:
            self.fragments += text == "fragment"
        elif self.before == "...":
            self.is_fragment = text == "on"
        elif self.before not in (":", "@", "on"):
            self.fields += 1
            self.is_fragment = False

    def _opened(self, text: str, inside: str) -> None:
        """A set of fields counts as nesting unless it is an operation's own or a fragment's."""
        if text != "{" or inside == "value":
            self.open.append("value")
            return
        is_nested = bool(inside) and not self.is_fragment
        self.definitions += not inside
        self.nesting += is_nested
        self.open.append("fields" if is_nested else "own")
        self.is_fragment = False


def check_nesting(document: DocumentNode) -> None:
    """Raise RequestError for a document whose fragments, opened, nest too deeply or go in a circle."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    depths = _Depths(fragments)
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode | FragmentDefinitionNode) and depths.of(node.selection_set) > NESTING:
            raise RequestError("DOCUMENT_TOO_LARGE")


class _Depths:
    """How deep selections go; each fragment is looked at once. What is asked of the schema itself is a rule's business."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, int | None] = {}

    def of(self, selections: SelectionSetNode) -> int:
        """Sets of fields inside one another, this one not counted."""
        deepest = 0
        for node in selections.selections:
            if isinstance(node, FragmentSpreadNode):
                deepest = max(deepest, self._of_fragment(node.name.value))
            elif isinstance(node, FieldNode):
                if node.selection_set and not node.name.value.startswith("__"):
                    deepest = max(deepest, 1 + self.of(node.selection_set))
            else:
                deepest = max(deepest, self.of(node.selection_set))  # type: ignore[attr-defined]  # the third kind, an inline fragment
        return deepest

    def _of_fragment(self, name: str) -> int:
        if name not in self._fragments:
            return 0
        if name not in self._known:
            self._known[name] = None
            self._known[name] = self.of(self._fragments[name].selection_set)
        depth = self._known[name]
        if depth is None:
            raise RequestError("GRAPHQL_VALIDATION_FAILED")
        return depth
