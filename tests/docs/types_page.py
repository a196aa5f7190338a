"""docs/reference/types.md, made from the ontology: what each type of record holds, where it leads, and a question about it."""

from collections.abc import Iterator
from pathlib import Path

from api.graphql.declarations import link_name
from graph_model.ontology import ONTOLOGY, Property, RecordType, RelationshipType

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "types.md"
HEAD = """\
# Types of record

What each type may hold and where it leads, with a question that can be asked as it stands ([how to ask](graphql.md)). Every record also has
`id originator sourceSystem externalId recordedAt validFrom validTo marking`; a field class says which properties a grant opens together.
Each relationship leads to records of the types named, and its edges carry its own properties.

*Made by `tests/docs/test_types.py`; `KRING_UPDATE_GOLDEN=1 ./kring test tests/docs/test_types.py` makes it anew.*
"""


def page() -> str:
    """The page."""
    return HEAD + "".join(text for record in ONTOLOGY.types.values() for text in _section(record))


def example(record: RecordType) -> str:
    """A question about a type: filtered, sorted, counted, and a step further."""
    hops = list(_hops(record))
    own = " ".join(["id", *(one.name for one in record.properties)])
    hop = f"\n      {hops[0][0]}(first: 3) {{ edges {{ {_of_edge(hops[0][1])}node {{ id __typename }} }} }}" if hops else ""
    sortable = next((one.name for one in record.properties if one.kind != "texts"), "recordedAt")
    order = f"orderBy: [{{ field: {sortable} }}, {{ field: recordedAt, direction: DESC }}]"
    return f"""\
{{
  {record.plural}(first: 10, where: {{ {_condition(record)} }}, {order}) {{
    totalCount
    edges {{ cursor node {{
      {own}{hop}
    }} }}
  }}
}}
"""


def _condition(record: RecordType) -> str:
    closed = next((one for one in record.properties if one.values), None)
    if closed:
        return f'{closed.name}: {{ eq: "{closed.values[0]}" }}'
    text = next((one for one in record.properties if one.kind == "text"), None)
    return f'{text.name}: {{ contains: "a" }}' if text else 'recordedAt: { gte: "2026-01-01T00:00:00Z" }'


def _of_edge(link: RelationshipType) -> str:
    return "".join(f"{one.name} " for one in link.properties)


def _section(record: RecordType) -> Iterator[str]:
    yield f"\n## {record.name}: {record.dutch}\n| property | kind | field class | Dutch | values |\n|---|---|---|---|---|\n"
    yield from (_property(one) for one in record.properties)
    yield "\n| relationship | leads to | its own properties | Dutch |\n|---|---|---|---|\n"
    for name, link in _hops(record):
        own = ", ".join(f"`{one.name}`" for one in link.properties)
        yield f"| `{name}` ({link_name(link)}) | {', '.join(_ends(record, name, link))} | {own} | {link.dutch} |\n"
    yield f"\n```graphql\n{example(record)}```\n"


def _property(one: Property) -> str:
    notes = ", ".join((*([one.unit] if one.unit else []), *(f"`{value}`" for value in one.values)))
    return f"| `{one.name}` | {one.kind} | {one.field_class} | {one.dutch} | {notes} |\n"


def _hops(record: RecordType) -> Iterator[tuple[str, RelationshipType]]:
    yield from ((link.forward_name, link) for link in ONTOLOGY.from_start(record.name))
    yield from ((link.backward_name, link) for link in ONTOLOGY.to_end(record.name))


def _ends(record: RecordType, name: str, link: RelationshipType) -> list[str]:
    """Types that it leads to from here."""
    forward = name == link.forward_name
    return sorted({end if forward else start for start, end in link.ends if record.name == (start if forward else end)})
