"""Whether a document asks for everything under its own name, so that an answer to it proves what it seems to say."""

from typing import Any

from graphql import FieldNode, GraphQLError, OperationDefinitionNode, Visitor, parse, visit

_KEYS = {"records": "nodes", "record": "node"}
"""Where the statements of a file stand in an answer, and the field that must be there."""


def says_what_it_is(document: str) -> bool:
    """True when every value in an answer to it stands under its own name, and records are what `node` and `nodes` gave.

    Who asks chooses the names in an answer: with other names, one value of a record passes for another that was never let go.
    """
    try:
        parsed = parse(document)
    except (GraphQLError, RecursionError):
        return False
    roots = [node for of in parsed.definitions if isinstance(of, OperationDefinitionNode) for node in of.selection_set.selections]
    if not all(isinstance(node, FieldNode) and _KEYS.get(_key(node), node.name.value) == node.name.value for node in roots):
        return False
    renamed = _Renamed(set(map(id, roots)))
    visit(parsed, renamed)
    return not renamed.found


def _key(node: FieldNode) -> str:
    return node.alias.value if node.alias else node.name.value


class _Renamed(Visitor):
    """Whether a field below the roots has another name than its own."""

    def __init__(self, roots: set[int]) -> None:
        super().__init__()
        self._roots, self.found = roots, False

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        self.found = self.found or (node.alias is not None and id(node) not in self._roots)
