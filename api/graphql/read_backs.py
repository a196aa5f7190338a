"""What is read back below what is executed, planned before anything is done: its cost is known, and too much is refused.

A plan is found again by the nodes of its field. What was not planned here cannot be read back.
"""

from collections.abc import Sequence

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    SelectionSetNode,
    VariableValues,
    get_named_type,
    get_nullable_type,
)

from api.graphql.compiler import compile_record, compile_records
from api.graphql.cursors import CursorSeal
from api.graphql.fields import FieldCollector, subselections
from api.graphql.operation import Operation
from api.graphql.plan import Plan, require_short
from graph_model.ontology import ONTOLOGY

RECORDS = frozenset({"Record", *ONTOLOGY.types})
"""Types of fields that are read back. None stands below a list, so each is read back once where it is asked for."""
_Nodes = tuple[int, ...]


class ReadBacks:
    """The plans of one operation. `cost` is of all of them together, by the values of its variables."""

    def __init__(self, schema: GraphQLSchema, operation: Operation, values: VariableValues, seal: CursorSeal) -> None:
        self._schema, self._collector = schema, FieldCollector(operation.fragments, values)
        self._plans: dict[_Nodes, Plan] = {}
        asked = self._below(operation.root, [operation.node.selection_set])
        require_short([plan.query for plan in self._plans.values()])
        self.cost = sum(self._plans[nodes].bind(values, seal).cost for nodes in asked)

    def plan(self, nodes: Sequence[FieldNode]) -> Plan:
        """The plan of a field. Raises KeyError for one that was not planned."""
        return self._plans[_key(nodes)]

    def _below(self, type_name: str, sets: list[SelectionSetNode]) -> list[_Nodes]:
        """Plan what is read back below a type; each field as often as it is asked for."""
        declared = self._schema.get_type(type_name)
        assert isinstance(declared, GraphQLObjectType)
        found: list[_Nodes] = []
        for nodes in self._collector.collect(type_name, sets, frozenset()).values():
            field = declared.fields.get(nodes[0].name.value)
            named = get_named_type(field.type).name if field else ""
            if field and named in RECORDS:
                found.append(self._planned(field, named, nodes))
            elif below := subselections(nodes):
                found += self._below(named, below)
        return found

    def _planned(self, field: GraphQLField, named: str, nodes: list[FieldNode]) -> _Nodes:
        if _key(nodes) not in self._plans:
            several = isinstance(get_nullable_type(field.type), GraphQLList)
            self._plans[_key(nodes)] = (
                compile_records(self._schema, self._collector, nodes)
                if several
                else compile_record(self._schema, self._collector, nodes, named)
            )
        return _key(nodes)


def _key(nodes: Sequence[FieldNode]) -> _Nodes:
    return tuple(map(id, nodes))
