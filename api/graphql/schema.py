"""The schema, made from the ontology. Reads are compiled, so the schema holds types and arguments and no resolver."""

from functools import cache

from graphql import GraphQLSchema, build_schema

from graph_model.ontology import ONTOLOGY, Property, RecordType, RelationshipType

_SCALARS = {
    "text": "String",
    "date": "String",
    "instant": "String",
    "integer": "Int",
    "number": "Float",
    "boolean": "Boolean",
    "texts": "[String!]",
}
_META = """\
  id: ID!
  originator: String
  sourceSystem: String
  externalId: String
  recordedAt: String
  validFrom: String
  validTo: String
  marking: Marking
"""
_FIXED = f'''\
"""One asserted record. What may not be read is null, the same as what was never recorded."""
interface Record {{
{_META}}}

"""A marking as its reader may know it."""
type Marking {{
  originator: String
  system: String
  scheme: String
  level: String
  compartments: [String!]
  regime: String
  handling: [String!]
  match: String
}}

type PageInfo {{
  hasNextPage: Boolean!
  endCursor: String
}}

type RecordEdge {{
  cursor: String!
  node: Record!
}}

type RecordConnection {{
  edges: [RecordEdge!]!
  pageInfo: PageInfo!
}}

"""Records that are one under the SAME_AS statements the caller sees."""
type Entity {{
  records: [Record!]!
}}

type Neighbourhood {{
  records: [Record!]!
}}

type Path {{
  hops: Int!
  nodes: [Record!]!
}}
'''
META_NAMES = frozenset({"id", "originator", "sourceSystem", "externalId", "recordedAt", "validFrom", "validTo"})
PAGED = "(first: Int!, after: String)"
TYPED = "(first: Int!, after: String, types: [RecordType!])"


@cache
def schema() -> GraphQLSchema:
    """The schema; one for the process."""
    return build_schema(sdl())


@cache
def sdl() -> str:
    """The schema as text, the same for the same ontology."""
    parts = [_FIXED, "enum RecordType {\n" + "".join(f"  {name}\n" for name in ONTOLOGY.types) + "}\n"]
    parts += [_type(record) for record in ONTOLOGY.types.values()]
    parts += [_edge(link) for link in ONTOLOGY.relationships.values()]
    return "\n".join([*parts, _query()])


def _property(declared: Property) -> str:
    unit = f" ({declared.unit})" if declared.unit else ""
    return f'  "{declared.dutch}{unit}"\n  {declared.name}: {_SCALARS[declared.kind]}\n'


def _type(record: RecordType) -> str:
    lines = [f'"""{record.dutch}"""\ntype {record.name} implements Record {{\n{_META}']
    lines += [_property(declared) for declared in record.properties]
    for link in ONTOLOGY.from_start(record.name):
        lines.append(f"  {link.forward_name}{TYPED}: {link_name(link)}Connection!\n")
    for link in ONTOLOGY.to_end(record.name):
        lines.append(f"  {link.backward_name}{TYPED}: {link_name(link)}Connection!\n")
    connection = (
        f"\ntype {record.name}Edge {{\n  cursor: String!\n  node: {record.name}!\n}}\n"
        f"\ntype {record.name}Connection {{\n  edges: [{record.name}Edge!]!\n  pageInfo: PageInfo!\n}}\n"
    )
    return "".join(lines) + "}\n" + connection


def link_name(link: RelationshipType) -> str:
    """Name of a relationship's types: `RelatedToLink`; a record type may be called the same as a relationship."""
    return link.forward_name[0].upper() + link.forward_name[1:] + "Link"


def _edge(link: RelationshipType) -> str:
    name = link_name(link)
    own = "".join(_property(declared) for declared in link.properties)
    return (
        f'"""{link.dutch}"""\ntype {name}Edge {{\n  cursor: String!\n{_META}{own}  node: Record!\n}}\n'
        f"\ntype {name}Connection {{\n  edges: [{name}Edge!]!\n  pageInfo: PageInfo!\n}}\n"
    )


def _query() -> str:
    lists = "".join(f"  {record.plural}{PAGED}: {record.name}Connection!\n" for record in ONTOLOGY.types.values())
    return f"""type Query {{
  node(id: ID!): Record
  entity(id: ID!): Entity
  neighbourhood(id: ID!, radius: Int!): Neighbourhood
  paths(from: ID!, to: ID!, maxHops: Int!): [Path!]!
  search(text: String!, first: Int!, after: String, types: [RecordType!]): RecordConnection!
{lists}}}
"""
