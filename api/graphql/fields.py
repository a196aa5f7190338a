"""The fields of a selection for one concrete type: fragments opened, `@skip` and `@include` applied, same keys merged."""

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionSetNode,
    Undefined,
    value_from_ast,
)
from graphql.execution.values import get_directive_values

from api.graphql.errors import RequestError
from api.graphql.shape import TYPE_KEY

Variables = Mapping[str, Any]


class FieldCollector:
    """Collects fields for one operation with its variables."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode], variables: Any) -> None:
        self._fragments, self._variables = fragments, variables

    def collect(self, type_name: str, sets: Iterable[SelectionSetNode], interfaces: frozenset[str]) -> dict[str, list[FieldNode]]:
        """Response key -> its field nodes, in the order of the answer."""
        found: dict[str, list[FieldNode]] = {}
        for selections in sets:
            self._add(found, {type_name, *interfaces}, selections, set())
        return found

    def _add(self, found: dict[str, list[FieldNode]], names: set[str], selections: SelectionSetNode, opened: set[str]) -> None:
        for node in selections.selections:
            if not self._is_wanted(node):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                if key == TYPE_KEY:
                    raise RequestError("GRAPHQL_VALIDATION_FAILED")
                found.setdefault(key, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or node.type_condition.name.value in names:
                    self._add(found, names, node.selection_set, opened)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in opened:
                fragment = self._fragments[node.name.value]
                if fragment.type_condition.name.value in names:
                    self._add(found, names, fragment.selection_set, {*opened, node.name.value})

    def _is_wanted(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not (skip and skip["if"]) and not (include and not include["if"])

    def arguments(self, field: GraphQLField, node: FieldNode) -> dict[str, Any]:
        """The arguments of a field with variables filled in. Raises RequestError when one is missing."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        values: dict[str, Any] = {}
        for name, argument in field.args.items():
            value = value_from_ast(given[name], argument.type, self._plain()) if name in given else Undefined
            if value is not Undefined and value is not None:
                values[name] = value
        return values

    def _plain(self) -> dict[str, Any]:
        coerced = getattr(self._variables, "coerced", self._variables)
        return dict(coerced or {})


def subselections(nodes: Iterable[FieldNode]) -> list[SelectionSetNode]:
    """The selection sets below merged fields."""
    return [node.selection_set for node in nodes if node.selection_set]
