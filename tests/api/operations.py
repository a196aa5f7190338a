"""Random operations over the schema: aliases that meet, fragments, directives, variables with defaults and nulls, every argument form."""

import json
import random
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
)
from hypothesis import strategies as st

from graph_model.ontology import ONTOLOGY
from tests.api.graph import LINKS, TYPES, WORDS
from tests.properties.filter_maker import FilterMaker

_HOPS = {name for kind in LINKS for link in (ONTOLOGY.relationships[kind],) for name in (link.forward_name, link.backward_name)}
INSTANTS = ("2026-01-02T00:00:00Z", "2026-01-15T12:00:00+01:00", "2026-02-01T00:00:00.000Z", "2026-05-01T00:00:00Z")
BEGINS = ("2013-01-01", "2013-01-01", "2026-01-02", "2026-01-15T12:00:00+01:00", "2026-02-01")
ENDS = ("2026-01-02", "2026-02-01", "2026-02-01T00:00:00Z", "2030-12-31", "2030-12-31", "2030-12-31T23:00:00+02:00", "soon")
ROOTS = ("node", "node", "nodes", "entity", "neighbourhood", "paths", "search", "persons", "reports", "items", "cases")
TIMELINES = ("timeline",)
"""Drawn apart, so that the operations over the other fields stay those that they were."""


@dataclass
class Operation:
    """A document in the making, and the variables it is sent with.

    `may_be_refused` when a value somewhere is outside its range or null: whether the data leads there makes no difference.
    """

    draw: Any
    schema: GraphQLSchema
    ids: list[str]
    variables: dict[str, tuple[str, Any]] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    sent: dict[str, Any] = field(default_factory=dict)
    may_be_refused: bool = False
    aliases: int = 0
    roots: tuple[str, ...] = ROOTS

    def text(self) -> str:
        """The whole document."""
        query = self.schema.query_type
        assert query is not None
        body = self._selections(query, 4)
        defined = "".join(f"${name}: {kind}{default} " for name, (kind, default) in self.variables.items())
        return f"query{f'({defined})' if defined else ''} {{ {body} }} {' '.join(self.fragments)}"

    def _selections(self, of: Any, depth: int) -> str:
        count = self.draw(st.integers(1, 3))
        return " ".join(self._selection(of, depth) for _ in range(count))

    def _selection(self, of: Any, depth: int) -> str:
        kind = self.draw(st.sampled_from(("field", "field", "field", "field", "inline", "fragment", "name")))
        if kind == "name":
            return self._alias() + "__typename" + self._directive()
        if kind == "field" or depth < 1 or of.name == "Query":
            return self._field(of, depth)
        condition = of.name
        if isinstance(of, GraphQLInterfaceType):
            condition = self.draw(st.sampled_from((*TYPES, "Record")))
        elif of.interfaces:
            condition = self.draw(st.sampled_from((of.name, "Record")))
        body = self._selections(self.schema.get_type(condition), depth - 1)
        if kind == "inline":
            shown = f"on {condition}" if condition != of.name or self.draw(st.booleans()) else ""
            return f"... {shown}{self._directive()} {{ {body} }}"
        name = f"F{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {condition} {{ {body} }}")
        spread = f"...{name}{self._directive()}"
        return f"{spread} {spread}" if self.draw(st.integers(0, 4)) == 0 else spread

    def _field(self, of: Any, depth: int) -> str:
        name = self.draw(st.sampled_from(self._fields(of, depth)))
        declared: GraphQLField = of.fields[name]
        named = get_named_type(declared.type)
        arguments = self._arguments(declared)
        below = "" if is_leaf_type(named) else f" {{ {self._below(named, depth)} }}"
        return f"{self._alias()}{name}{arguments}{self._directive()}{below}"

    def _fields(self, of: Any, depth: int) -> list[str]:
        if of.name == "Query":
            return list(self.roots)
        hops = [name for name in of.fields if name in _HOPS]
        plain = [name for name in of.fields if name not in hops and not of.fields[name].args]
        return plain + hops * 2 if depth > 1 else plain

    def _below(self, named: Any, depth: int) -> str:
        """A connection and its edges are one level with the record they lead to."""
        through = named.name.endswith(("Connection", "Edge", "PageInfo", "Marking"))
        return self._selections(named, depth if through else depth - 1)

    def _alias(self) -> str:
        """Mostly a key that nobody has, or none; now and then one that others have too."""
        kind = self.draw(st.sampled_from(("none", "none", "none", "own", "own", "own", "own", "shared")))
        self.aliases += kind == "own"
        return {"none": "", "own": f"a{self.aliases}: ", "shared": self.draw(st.sampled_from(("x: ", "id: ")))}[kind]

    def _directive(self) -> str:
        kind = self.draw(st.sampled_from(("", "", "", "", " @include", " @skip")))
        return f"{kind}(if: {self._value('Boolean!', self.draw(st.booleans()))})" if kind else ""

    def _arguments(self, declared: GraphQLField) -> str:
        given = dict(declared.args.items())
        if "last" in given:
            backward = self.draw(st.integers(0, 4)) == 0
            given = {name: a for name, a in given.items() if name not in (("first", "after") if backward else ("last", "before"))}
        parts = [text for name, argument in given.items() if (text := self._argument(name, argument))]
        return f"({', '.join(parts)})" if parts else ""

    def _shaped(self, name: str, argument: GraphQLArgument) -> str:
        """A filter or an order, mostly with its values in the text; what is compared can be a variable."""
        of = get_named_type(argument.type).name
        if name == "where":
            rng = random.Random(self.draw(st.integers(0, 10_000)))
            return f"where: {FilterMaker(rng, self._word).filter(of.removesuffix('Filter'))}"
        fields = list(self.schema.type_map[of.replace("Order", "Field")].values)
        keys = self.draw(
            st.lists(st.tuples(st.sampled_from(fields), st.sampled_from(("", ", direction: ASC", ", direction: DESC"))), max_size=3)
        )
        return f"orderBy: [{' '.join(f'{{field: {field}{direction}}}' for field, direction in keys)}]"

    def _word(self, _: str) -> str:
        name = f"v{len(self.variables)}"
        self.variables[name] = ("String", "")
        self.sent[name] = self.draw(st.sampled_from(WORDS))
        return f"${name}"

    def _argument(self, name: str, argument: GraphQLArgument) -> str:
        if name == "ids":
            return f"ids: {_literal(self.draw(st.lists(st.sampled_from([*self.ids, '0' * 32]), max_size=4)), False)}"
        if name in ("where", "orderBy"):
            return self._shaped(name, argument) if self.draw(st.integers(0, 2)) == 0 else ""
        if name == "by":
            return f"by: {self.draw(st.sampled_from(list(get_named_type(argument.type).values)))}"
        required = (str(argument.type).endswith("!") and argument.default is None) or name in ("first", "last")
        if not required and self.draw(st.booleans()):
            return ""
        values: dict[str, Any] = {
            "first": st.sampled_from((1, 2, 3, 5, 30)) if self.draw(st.integers(0, 15)) else st.sampled_from((0, 101)),
            "last": st.sampled_from((1, 2, 3, 30)), "before": st.none() if self.draw(st.integers(0, 9)) else st.just("not ours"),
            "k": st.integers(1, 3), "limit": st.integers(1, 6), "radius": st.integers(1, 3), "maxHops": st.integers(1, 6),
            "text": st.sampled_from((*WORDS, "ada b", "e", "")), "after": st.none() if self.draw(st.integers(0, 9)) else st.just("not ours"),
            "longer": st.integers(0, 2), "over": st.none() | st.lists(st.sampled_from(LINKS), max_size=4) | st.sampled_from(LINKS),
            "avoid": st.none() | st.lists(st.sampled_from(self.ids), max_size=3), "validAt": st.none() | st.sampled_from(INSTANTS),
            "validFrom": st.none() | st.sampled_from(INSTANTS), "validTo": st.none() | st.sampled_from(INSTANTS),
            "begin": st.none() | st.sampled_from(BEGINS), "until": st.none() | st.sampled_from(ENDS),
            "types": st.none() | st.lists(st.sampled_from(TYPES), max_size=3) | st.sampled_from(TYPES),
        }  # fmt: skip
        is_moment = name == "from" and str(argument.type) == "String"  # of `paths` it is a record
        value = self.draw(values.get("begin" if is_moment else name, st.sampled_from([*self.ids, self.ids[0], "0" * 32])))
        self.may_be_refused |= value in (0, 101, "not ours") and name != "longer"
        return f"{name}: {self._value(str(argument.type), value, get_named_type(argument.type))}"

    def _value(self, kind: str, value: Any, named: Any = None) -> str:
        """A value as a literal, or through a variable that may have a default, be null, or be left out."""
        way = self.draw(st.sampled_from(("literal", "literal", "sent", "sent", "default", "null", "nullable")))
        literal = _literal(value, isinstance(named, GraphQLEnumType))
        if way == "literal" or (value is None and kind.endswith("!")):
            return literal
        name = f"v{len(self.variables)}"
        if way == "sent":
            self.sent[name] = value
        elif way == "null" and not kind.endswith("!"):
            self.sent[name] = None
            self.may_be_refused |= kind == "Int"  # a page without its size
        elif way == "nullable":
            kind = kind.removesuffix("!")
            if self.draw(st.booleans()):
                self.sent[name] = self.draw(st.sampled_from((value, value, None)))
                self.may_be_refused |= self.sent[name] is None
        elif self.draw(st.booleans()):
            self.sent[name] = value
        has_default = way in ("default", "nullable") or name not in self.sent
        self.variables[name] = (kind, f" = {literal}" if has_default and value is not None else "")
        return f"${name}"


def _literal(value: Any, is_enum: bool) -> str:
    if isinstance(value, list):
        return f"[{' '.join(_literal(member, is_enum) for member in value)}]"
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    return value if is_enum else f'"{value}"'


@st.composite
def operations(
    draw: Any, schema: GraphQLSchema, ids: list[str], roots: tuple[str, ...] = ROOTS
) -> tuple[str, dict[str, Any], bool]:
    """(document, variables, whether it may be refused although ordinary execution never comes to what is wrong)."""
    operation = Operation(draw, schema, ids, roots=roots)
    return operation.text(), operation.sent, operation.may_be_refused
