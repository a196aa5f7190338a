"""The fields of a selection for one concrete type: fragments opened, `@skip` and `@include` applied, same keys merged."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    VariableValues,
    get_argument_values,
)

from api.graphql.errors import RequestError
from api.graphql.shapes import shape

MOST_LOOKS = 5_000
"""So many selections are looked at for one plan; fragments within fragments can ask for far more than they are long."""


class FieldCollector:
    """Collects fields for one operation. Of its variables it knows those that change the plan, and no other."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode], switches: VariableValues) -> None:
        self._fragments, self._switches = fragments, switches
        self._left = MOST_LOOKS

    def collect(self, type_name: str, sets: Iterable[SelectionSetNode], interfaces: frozenset[str]) -> dict[str, list[FieldNode]]:
        """Response key -> its field nodes, in the order of the answer. Raises RequestError when it is too much work."""
        found: dict[str, list[FieldNode]] = {}
        opened: set[str] = set()
        for selections in sets:
            for node in self._fields({type_name, *interfaces}, selections, opened):
                found.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
        return found

    def _fields(self, names: set[str], selections: SelectionSetNode, opened: set[str]) -> Iterator[FieldNode]:
        for node in selections.selections:
            self._left -= 1
            if self._left < 0:
                raise RequestError("DOCUMENT_TOO_LARGE")
            if not self._is_wanted(node):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif (inner := self._opened(node, opened)) and (inner[0] is None or inner[0] in names):
                yield from self._fields(names, inner[1], opened)

    def _opened(self, node: SelectionNode, opened: set[str]) -> tuple[str | None, SelectionSetNode] | None:
        """(type condition, selections) of a fragment; None for one that was opened before in the same selection."""
        if isinstance(node, InlineFragmentNode):
            return node.type_condition.name.value if node.type_condition else None, node.selection_set
        assert isinstance(node, FragmentSpreadNode)
        if node.name.value in opened:
            return None
        opened.add(node.name.value)
        fragment = self._fragments[node.name.value]
        return fragment.type_condition.name.value, fragment.selection_set

    def conditions(self, sets: Iterable[SelectionSetNode]) -> set[str]:
        """Types that these selections tell apart: those that no fragment names are all answered in the same way."""
        found: set[str] = set()
        opened: set[str] = set()
        waiting = list(sets)
        while waiting:
            for node in waiting.pop().selections:
                if not isinstance(node, FieldNode) and (inner := self._opened(node, opened)):
                    found |= {inner[0]} if inner[0] else set()
                    waiting.append(inner[1])
        return found

    def _is_wanted(self, node: SelectionNode) -> bool:
        for directive in node.directives or ():
            (argument,) = directive.arguments or ()
            value = argument.value
            is_set = value.value if isinstance(value, BooleanValueNode) else self._switch(value)
            if is_set is not (directive.name.value == "include"):
                return False
        return True

    def _switch(self, value: Any) -> bool:
        is_set = self._switches.coerced.get(value.name.value) if isinstance(value, VariableNode) else None
        if not isinstance(is_set, bool):
            raise RequestError("BAD_VARIABLES")
        return is_set

    def planned(self, field: GraphQLField, node: FieldNode, name: str) -> Any:
        """The value of an argument that is part of the plan. Raises RequestError when its variable is null."""
        alone = GraphQLField(field.type, {name: field.args[name]})
        try:
            return get_argument_values(alone, node, self._switches).get(name)
        except GraphQLError:
            raise RequestError("BAD_VARIABLES") from None

    def shaped(self, field: GraphQLField, node: FieldNode, name: str) -> Any:
        """The shape of an argument; None where it is left out or null. Never a value of a request."""
        return shape(self.planned(field, node, name))


def subselections(nodes: Iterable[FieldNode]) -> list[SelectionSetNode]:
    """The selection sets below merged fields."""
    return [node.selection_set for node in nodes if node.selection_set]
