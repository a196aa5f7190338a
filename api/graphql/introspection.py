"""Introspection: `__schema` and `__type` are answered from the schema alone, by graphql-core, and go into the answer of a read."""

from typing import Any

from graphql import DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode, SelectionSetNode, execute_sync

from api.graphql.errors import RequestError
from api.graphql.operation import Operation


def introspected(
    schema: GraphQLSchema, operation: Operation, fields: tuple[FieldNode, ...], variables: dict[str, Any]
) -> dict[str, Any]:
    """The answers to these root fields, under their keys. Raises RequestError when one cannot be answered."""
    if not fields:
        return {}
    node = operation.node
    only = OperationDefinitionNode(
        operation=node.operation,
        variable_definitions=node.variable_definitions,
        directives=(),
        selection_set=SelectionSetNode(selections=fields),
    )
    document = DocumentNode(definitions=(only, *operation.fragments.values()))
    result = execute_sync(schema, document, variable_values=variables)
    if result.errors or result.data is None:
        raise RequestError("BAD_VARIABLES")
    return result.data
