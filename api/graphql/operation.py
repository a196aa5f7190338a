"""One request's document: limits, parsing, validation, variables, and then the compiler."""

from functools import lru_cache
from typing import Any

from graphql import DocumentNode, GraphQLError, OperationType, parse, specified_rules, validate
from graphql.execution.values import get_variable_values
from graphql.language import FragmentDefinitionNode, OperationDefinitionNode

from api.graphql.compiler import compile_operation
from api.graphql.cursors import CursorSeal
from api.graphql.errors import RequestError
from api.graphql.fields import FieldCollector
from api.graphql.limits import check_document
from api.graphql.plan import Plan
from api.graphql.schema import schema


@lru_cache(maxsize=1_000)
def checked_document(document: str) -> DocumentNode:
    """A document that is inside the limits and fits the schema; looked at once, whoever sends it. Raises RequestError."""
    check_document(document)
    try:
        parsed = parse(document, no_location=True)
    except (GraphQLError, RecursionError, UnicodeError):
        raise RequestError("GRAPHQL_PARSE_FAILED") from None
    if validate(schema(), parsed, specified_rules, max_errors=1):
        raise RequestError("GRAPHQL_VALIDATION_FAILED")
    return parsed


def plan_of(document: str, name: str | None, variables: dict[str, Any], seal: CursorSeal) -> Plan:
    """The plan of the operation asked for. Raises RequestError with a code that says at which stage it was refused."""
    parsed = checked_document(document)
    operations = [node for node in parsed.definitions if isinstance(node, OperationDefinitionNode)]
    chosen = [node for node in operations if name is None or (node.name and node.name.value == name)]
    if len(chosen) != 1:
        raise RequestError("BAD_REQUEST")
    if chosen[0].operation is not OperationType.QUERY:
        raise RequestError("NOT_A_READ")
    values = get_variable_values(schema(), list(chosen[0].variable_definitions or ()), variables)
    if isinstance(values, list):
        raise RequestError("BAD_VARIABLES")
    fragments = {node.name.value: node for node in parsed.definitions if isinstance(node, FragmentDefinitionNode)}
    return compile_operation(schema(), chosen[0].selection_set, FieldCollector(fragments, values), seal)
