"""The schema: a Strawberry schema whose types are made from the declarations.

No resolver of a read ever runs, since a read is compiled whole. Below a mutation what is read back is in the answer's
shape already, so the one resolver of all fields takes what stands under its response key.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

import strawberry
from graphql import GraphQLSchema
from strawberry import Info
from strawberry.annotation import StrawberryAnnotation
from strawberry.directive import DirectiveLocation
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver

from api.graphql.declarations import Argument, Field, Type, declared_types
from api.graphql.inputs import Choice, Input, declared_choices, declared_inputs
from graph_model.instant import parse, to_text
from graph_model.ontology import ONTOLOGY

TYPE_KEY = ""
"""Where a record that is read back tells its type: no response key can be the empty text."""

INSTANT: Any = strawberry.scalar(
    name="Instant", description="An instant: ISO 8601 with a zone; given in UTC.", serialize=to_text, parse_value=parse
)


def answered(root: Any, info: Info, **_: Any) -> Any:
    """What was read for this field; its arguments were heeded by the read."""
    return root[info.path.key]


class Types:
    """The Python classes of the types, by name, decorated for Strawberry. Made once: a class belongs to one schema's fields."""

    def __init__(self) -> None:
        self.by_name: dict[str, Any] = {"ID": strawberry.ID}
        for choice in declared_choices():
            self.by_name[choice.name] = _enum(choice)
        inputs = tuple(declared_inputs())
        for given in inputs:
            self.by_name[given.name] = type(given.name, (), {})
        for given in inputs:
            _decorate_input(given, self.by_name)
        every = tuple(declared_types())
        for declared in every:
            self.by_name[declared.name] = type(declared.name, tuple(self.by_name[name] for name in declared.interfaces), {})
        for declared in every:
            _decorate(declared, self.by_name)


@cache
def types() -> Mapping[str, Any]:
    """The classes of the schema, for whoever adds a field that gives one of them."""
    return Types().by_name


@cache
def make_schema(mutation: type | None = None, query: type | None = None, subscription: type | None = None) -> strawberry.Schema:
    """The schema of reads, with these mutations, these queries that are executed and not compiled, and these subscriptions.

    All services of a process share it: nothing changes it, and making it takes a third of a second.
    """
    config = StrawberryConfig(disable_field_suggestions=True, scalar_map={datetime: INSTANT})
    root = types()["Query"] if query is None else merge_types("Query", (types()["Query"], query))
    records = [types()[name] for name in ONTOLOGY.types]
    return strawberry.Schema(root, mutation, subscription, directives=[as_of, for_export], types=records, config=config)


@strawberry.directive(
    locations=[DirectiveLocation.QUERY],
    name="asOf",
    description="Read what was recorded by then and not yet withdrawn, under the rights of now.",
)
def as_of(recorded: str) -> None:
    """Heeded by the read itself (`api.graphql.operation`)."""


@strawberry.directive(
    locations=[DirectiveLocation.QUERY],
    name="forExport",
    description="Read for a file that leaves: only what a grant lets you export, and what is not there is as never recorded.",
)
def for_export() -> None:
    """Heeded by the read itself (`api.graphql.operation`)."""


def core(schema: strawberry.Schema) -> GraphQLSchema:
    """The graphql-core schema inside."""
    return schema._schema


def _enum(choice: Choice) -> Any:
    members: Any = Enum(choice.name, {name: name for name in choice.members})  # type: ignore[misc]  # members come from the ontology
    return strawberry.enum(members, description=choice.description)


def _decorate_input(given: Input, names: dict[str, Any]) -> None:
    """Every field may be left out, unless its type allows no null."""
    made = names[given.name]
    for field in given.fields:
        attribute = field.name + "_"
        optional: dict[str, Any] = {"default": strawberry.UNSET} if field.type.endswith("None") else {}
        declared = StrawberryField(
            python_name=attribute,
            graphql_name=field.name,
            type_annotation=StrawberryAnnotation(field.type, namespace=names),
            description=field.description,
            **optional,
        )
        setattr(made, attribute, declared)
    strawberry.input(made, description=given.description)


def _decorate(declared: Type, names: dict[str, Any]) -> None:
    made = names[declared.name]
    for field in declared.fields:
        setattr(made, field.name, _field(field, names))
    if declared.is_interface:
        made.resolve_type = classmethod(lambda _, value, *__: value[TYPE_KEY])
    else:
        made.is_type_of = classmethod(lambda *_: True)
    strawberry.type(made, is_interface=declared.is_interface, description=declared.description)


def _field(field: Field, names: dict[str, Any]) -> StrawberryField:
    made = StrawberryField(
        python_name=field.name,
        graphql_name=field.name,
        type_annotation=StrawberryAnnotation(field.type, namespace=names),
        description=field.description,
        base_resolver=StrawberryResolver(answered),
    )
    made.arguments = [_argument(argument, names) for argument in field.arguments]
    return made


def _argument(argument: Argument, names: dict[str, Any]) -> StrawberryArgument:
    default = strawberry.UNSET if argument.default is None else argument.default
    return StrawberryArgument(argument.name, argument.name, StrawberryAnnotation(argument.type, namespace=names), default=default)
