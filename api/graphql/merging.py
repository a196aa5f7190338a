"""Whether the fields of an operation can be merged: the rule "Field Selection Merging" of the GraphQL specification.

graphql-core compares fields in pairs, which takes a second for some documents of 7 KB. Here fields of one response key
are compared with the first of them, and a set of fields that was looked at is not looked at again, so the work grows with
the document. Documents must be valid but for this rule.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    print_ast,
)

Parent = GraphQLObjectType | GraphQLInterfaceType


class _Asked(NamedTuple):
    """A field as it is asked for: on which type, and of which type it is.

    For `__typename` that is None: graphql-core, and the clients that check with graphql-js, compare it with nothing.
    """

    parent: Parent
    node: FieldNode
    type: GraphQLOutputType | None


class FieldMerging:
    """Looks at operations of one document."""

    def __init__(self, schema: GraphQLSchema, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._schema, self._fragments = schema, fragments
        self._looked_at: set[tuple[frozenset[int], bool]] = set()
        self._requests: dict[int, tuple[str, dict[str, str]]] = {}

    def is_possible(self, operation: OperationDefinitionNode) -> bool:
        """True when no two fields with one response key contradict each other."""
        root = self._schema.get_root_type(operation.operation)
        assert root is not None
        return self._agree(list(self._fields([(root, operation.selection_set)])), in_shape_only=False)

    def _agree(self, fields: list[_Asked], in_shape_only: bool) -> bool:
        key = frozenset(id(asked.node) for asked in fields), in_shape_only
        if key in self._looked_at:
            return True
        self._looked_at.add(key)
        by_key: dict[str, list[_Asked]] = {}
        for asked in fields:
            by_key.setdefault(asked.node.alias.value if asked.node.alias else asked.node.name.value, []).append(asked)
        return all(self._agree_in_key(found, in_shape_only) for found in by_key.values())

    def _agree_in_key(self, found: list[_Asked], in_shape_only: bool) -> bool:
        types = [asked.type for asked in found if asked.type]
        if not all(_same_shape(types[0], other) for other in types[1:]):
            return False
        if in_shape_only:
            return self._agree(self._below(found), in_shape_only=True)
        together = list(_on_one_type(found))
        for asked in together:
            if not self._same_requests([one.node for one in asked]):
                return False
            if not self._agree(self._below(asked), in_shape_only=False):
                return False
        return len(together) == 1 or self._agree(self._below(found), in_shape_only=True)

    def _same_requests(self, nodes: list[FieldNode]) -> bool:
        """True when all ask for the same. A field is printed once, however often it is compared, and not for itself alone."""
        if len(nodes) == 1:
            return True
        requests = [self._requests.get(id(node)) or self._requests.setdefault(id(node), _request(node)) for node in nodes]
        return all(request == requests[0] for request in requests)

    def _below(self, found: list[_Asked]) -> list[_Asked]:
        sets = [(get_named_type(asked.type), asked.node.selection_set) for asked in found if asked.type]
        return list(self._fields((named, below) for named, below in sets if below and isinstance(named, Parent)))

    def _fields(self, sets: Iterable[tuple[Parent, SelectionSetNode]]) -> Iterator[_Asked]:
        """The fields of these sets, fragments opened once."""
        opened: set[str] = set()
        waiting = list(sets)
        while waiting:
            parent, selections = waiting.pop()
            for node in selections.selections:
                if isinstance(node, FieldNode):
                    if declared := self._schema.get_field(parent, node.name.value):
                        yield _Asked(parent, node, None if node.name.value == "__typename" else declared.type)
                elif isinstance(node, InlineFragmentNode):
                    named = self._schema.get_type(node.type_condition.name.value) if node.type_condition else parent
                    assert isinstance(named, Parent)
                    waiting.append((named, node.selection_set))
                elif isinstance(node, FragmentSpreadNode) and node.name.value not in opened:
                    opened.add(node.name.value)
                    fragment = self._fragments[node.name.value]
                    named = self._schema.get_type(fragment.type_condition.name.value)
                    assert isinstance(named, Parent)
                    waiting.append((named, fragment.selection_set))


def _on_one_type(found: list[_Asked]) -> Iterator[list[_Asked]]:
    """Groups whose members may be asked of one and the same object; an interface goes with every type."""
    of_any = [asked for asked in found if not isinstance(asked.parent, GraphQLObjectType)]
    by_type: dict[str, list[_Asked]] = {}
    for asked in found:
        if isinstance(asked.parent, GraphQLObjectType):
            by_type.setdefault(asked.parent.name, []).append(asked)
    yield from ([*members, *of_any] for members in by_type.values())
    if not by_type:
        yield of_any


def _request(node: FieldNode) -> tuple[str, dict[str, str]]:
    """What is the same in two requests for the same: the field, and its arguments in whatever order."""
    return node.name.value, {argument.name.value: print_ast(argument.value) for argument in node.arguments or ()}


def _same_shape(one: GraphQLOutputType, other: GraphQLOutputType) -> bool:
    """Both lists, both not null, both the same leaf, or both objects (whose fields are compared below)."""
    while is_non_null_type(one) or is_list_type(one) or is_non_null_type(other) or is_list_type(other):
        if is_non_null_type(one) != is_non_null_type(other) or is_list_type(one) != is_list_type(other):
            return False
        one, other = one.of_type, other.of_type  # type: ignore[union-attr]  # both wrap, as looked at above
    return one == other if is_leaf_type(one) or is_leaf_type(other) else True
