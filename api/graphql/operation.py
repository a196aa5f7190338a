"""One operation of a document: inside the limits, parsed, fitting the schema; and which of its variables change its plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    VariableValues,
    get_directive_values,
    get_variable_values,
    parse,
)

from api.graphql.errors import RequestError
from api.graphql.limits import check_document, check_nesting
from api.graphql.validation import is_valid
from graph_model.errors import ModelError
from graph_model.instant import parse as parse_instant

INTROSPECTION = frozenset({"__schema", "__type"})
PLANNED = frozenset({"radius", "maxHops", "longer"})
"""Arguments that are part of a plan, since the length of a pattern cannot be a parameter."""
SHAPED = frozenset({"first", "after", "last", "before", "where", "orderBy", "by"})
"""Arguments of which the shape is part of a plan, and no value of a caller."""
EXECUTED = frozenset({"administration", "analysis", "analysisRun", "myWebhooks", "pointers"})
"""Root fields of a query that are executed, since they read no records."""
LOOKS_BACK = frozenset({"analysis", "__typename"})
"""Root fields that are executed and have a past all the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """An operation that may be planned; `roots` are the names of its root fields.

    Its plan depends on the values of the variables `switches`, and on the shapes of `shaped`.
    """

    document: DocumentNode
    node: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    switches: tuple[str, ...]
    shaped: tuple[str, ...]
    roots: frozenset[str]

    @property
    def is_read(self) -> bool:
        """True for a query of records, which is compiled; what else there is is executed."""
        return self.node.operation is OperationType.QUERY and self.roots.isdisjoint(EXECUTED)

    @property
    def looks_back(self) -> bool:
        """True for a query that can be asked as known at an instant."""
        return self.is_read or (self.node.operation is OperationType.QUERY and self.roots <= LOOKS_BACK)

    @property
    def is_subscription(self) -> bool:
        """True for what is followed and not answered once."""
        return self.node.operation is OperationType.SUBSCRIPTION

    @property
    def root(self) -> str:
        """The name of the type that its root fields are of."""
        return self.node.operation.value.capitalize()

    @property
    def exports(self) -> bool:
        """True when the answer is to leave in a file: `@forExport`."""
        return any(directive.name.value == "forExport" for directive in self.node.directives or ())

    def require_unmixed(self) -> None:
        """Raise RequestError for a query that reads records beside what is executed, whatever its switches say."""
        if self.node.operation is OperationType.QUERY and self.roots - EXECUTED - {"__typename"}:
            raise RequestError("MIXED_OPERATION")

    def as_known(self, schema: GraphQLSchema, values: VariableValues) -> datetime | None:
        """The instant that `@asOf` names. Raises RequestError when it is none, or a directive has nothing to be about."""
        directive = schema.get_directive("asOf")
        assert directive is not None
        try:
            given = get_directive_values(directive, self.node, values)
            moment = None if given is None else parse_instant(given["recorded"])
        except (GraphQLError, ModelError):
            raise RequestError("BAD_ARGUMENT") from None
        if (moment and not self.looks_back) or (self.exports and not self.is_read):
            raise RequestError("BAD_ARGUMENT")
        return moment

    def variables(self, schema: GraphQLSchema, given: dict[str, Any]) -> VariableValues:
        """The variables of a request. Raises RequestError when they do not fit."""
        values = get_variable_values(schema, self.node.variable_definitions or (), given, max_errors=1, hide_suggestions=True)
        if isinstance(values, list):
            raise RequestError("BAD_VARIABLES")
        return values


def operation_of(schema: GraphQLSchema, document: str, name: str | None, introspection: bool) -> Operation:
    """The operation asked for. Raises RequestError with a code that says at which stage it was refused.

    Without `introspection` the schema's own fields are refused like any field that does not exist.
    """
    check_document(document)
    try:
        parsed = parse(document, no_location=True)
    except (GraphQLError, RecursionError, UnicodeError, ValueError):
        raise RequestError("GRAPHQL_PARSE_FAILED") from None
    check_nesting(parsed)
    if not is_valid(schema, parsed):
        raise RequestError("GRAPHQL_VALIDATION_FAILED")
    operations = [node for node in parsed.definitions if isinstance(node, OperationDefinitionNode)]
    chosen = [node for node in operations if name is None or (node.name and node.name.value == name)]
    if len(chosen) != 1:
        raise RequestError("BAD_REQUEST")
    fragments = {node.name.value: node for node in parsed.definitions if isinstance(node, FragmentDefinitionNode)}
    looked = list(_nodes(chosen[0].selection_set, fragments))
    switches = {variable for node in looked for variable in _switches(node)}
    shaped = {variable for node in looked for variable in _in_arguments(node, SHAPED)} - switches
    if not introspection and any(isinstance(node, FieldNode) and node.name.value in INTROSPECTION for node in looked):
        raise RequestError("GRAPHQL_VALIDATION_FAILED")
    roots = frozenset(
        node.name.value for node in _nodes(chosen[0].selection_set, fragments, below=False) if isinstance(node, FieldNode)
    )
    return Operation(parsed, chosen[0], fragments, tuple(sorted(switches)), tuple(sorted(shaped)), roots)


def _nodes(root: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode], below: bool = True) -> Iterator[Node]:
    """Every selection, each fragment once; without `below` those of fields are left out."""
    opened: set[str] = set()
    waiting = [root]
    while waiting:
        for node in waiting.pop().selections:
            yield node
            if isinstance(node, FragmentSpreadNode):
                if node.name.value not in opened:
                    opened.add(node.name.value)
                    waiting.append(fragments[node.name.value].selection_set)
            elif (inner := getattr(node, "selection_set", None)) and (below or not isinstance(node, FieldNode)):
                waiting.append(inner)


def _switches(node: Node) -> Iterator[str]:
    for directive in getattr(node, "directives", None) or ():
        for argument in directive.arguments:
            yield from _variables(argument.value)
    yield from _in_arguments(node, PLANNED)


def _in_arguments(node: Node, names: frozenset[str]) -> Iterator[str]:
    for argument in getattr(node, "arguments", None) or ():
        if argument.name.value in names:
            yield from _variables(argument.value)


def _variables(value: ValueNode) -> Iterator[str]:
    """Variables anywhere in a value. Its nesting is limited before it is parsed."""
    if isinstance(value, VariableNode):
        yield value.name.value
    elif isinstance(value, ListValueNode):
        for member in value.values:
            yield from _variables(member)
    elif isinstance(value, ObjectValueNode):
        for field in value.fields:
            yield from _variables(field.value)
