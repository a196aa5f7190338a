"""Whether a document fits the schema: the rules of the specification as graphql-core has them, but for one that is ours."""

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    specified_rules,
    validate,
)

from api.graphql.merging import FieldMerging

_RULES = tuple(rule for rule in specified_rules if rule is not OverlappingFieldsCanBeMergedRule)


def is_valid(schema: GraphQLSchema, document: DocumentNode) -> bool:
    """True when the document may be executed."""
    if validate(schema, document, _RULES, max_errors=1, hide_suggestions=True):
        return False
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    merging = FieldMerging(schema, fragments)
    return all(merging.is_possible(node) for node in document.definitions if isinstance(node, OperationDefinitionNode))
