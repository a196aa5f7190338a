"""Our rule of merging agrees with graphql-core's on random documents full of the same keys."""

from typing import Any

from graphql import FragmentDefinitionNode, OperationDefinitionNode, OverlappingFieldsCanBeMergedRule, build_schema, parse, validate
from hypothesis import event, given, settings
from hypothesis import strategies as st

from api.graphql.merging import FieldMerging

SCHEMA = build_schema("""
interface Node { id: ID! name: String peer: Node list: [Node] }
type A implements Node { id: ID! name: String peer: Node list: [Node] only: Int own(n: Int, m: Int): A other: B }
type B implements Node { id: ID! name: String peer: Node list: [Node] only: String own(n: Int, m: Int): B other: [B!]! }
type Query { node(id: Int): Node a: A b: B }
""")
FIELDS: dict[str, dict[str, str | None]] = {
    "Query": {"node": "Node", "node(id: 1)": "Node", "node(id: 2)": "Node", "a": "A", "b": "B", "__typename": None},
    "Node": {"id": None, "name": None, "peer": "Node", "list": "Node", "__typename": None},
    "A": {"id": None, "name": None, "only": None, "peer": "Node", "list": "Node", "own": "A", "own(n: 1, m: 2)": "A", "own(m: 2, n: 1)": "A", "own(n: 2)": "A", "other": "B", "__typename": None},
    "B": {"id": None, "name": None, "only": None, "peer": "Node", "list": "Node", "own": "B", "own(n: 1, m: 2)": "B", "own(n: 2)": "B", "other": "B", "__typename": None},
}  # fmt: skip
CONDITIONS = {"Query": ("Query",), "Node": ("Node", "A", "B"), "A": ("A", "Node"), "B": ("B", "Node")}
SPREADS = {"Query": (), "Node": ("F0", "F1", "F2"), "A": ("F0", "F1"), "B": ("F0", "F2")}
FRAGMENTS = {"F0": "Node", "F1": "A", "F2": "B"}


@st.composite
def selections(draw: Any, of: str, depth: int, spreads: tuple[str, ...]) -> str:
    """Some selections on a type, with few keys so that they meet."""
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(("field", "field", "field", "inline", "spread")))
        if kind == "spread" and (known := [name for name in SPREADS[of] if name in spreads]):
            parts.append(f"...{draw(st.sampled_from(known))}")
        elif kind == "inline" and depth:
            condition = draw(st.sampled_from(CONDITIONS[of]))
            parts.append(f"... on {condition} {{ {draw(selections(condition, depth - 1, spreads))} }}")
        else:
            name, below = draw(
                st.sampled_from([pair for pair in FIELDS[of].items() if depth or pair[1] is None] or [("__typename", None)])
            )
            alias = draw(st.sampled_from(("", "", "x: ", "y: ", "id: ")))
            parts.append(f"{alias}{name}" + (f" {{ {draw(selections(below, depth - 1, spreads))} }}" if below else ""))
    return " ".join(parts)


@st.composite
def documents(draw: Any) -> str:
    """An operation with three fragments, each of which may open those after it."""
    names = list(FRAGMENTS)
    bodies = [
        f"fragment {name} on {FRAGMENTS[name]} {{ {draw(selections(FRAGMENTS[name], 2, tuple(names[place + 1 :])))} }}"
        for place, name in enumerate(names)
    ]
    return _with_used(f"{{ {draw(selections('Query', 4, tuple(names)))} }}", dict(zip(names, bodies, strict=True)))


def _with_used(operation: str, fragments: dict[str, str]) -> str:
    """The operation and those fragments that it opens."""
    text = operation
    for name, body in fragments.items():
        text += f" {body}" if f"...{name}" in text else ""
    return text


@given(documents())
@settings(max_examples=600, deadline=None, derandomize=True)
def test_a_document_merges_exactly_when_graphql_core_says_so(document: str) -> None:
    parsed = parse(document)
    fragments = {node.name.value: node for node in parsed.definitions if isinstance(node, FragmentDefinitionNode)}
    operation = next(node for node in parsed.definitions if isinstance(node, OperationDefinitionNode))
    merges = not validate(SCHEMA, parsed, [OverlappingFieldsCanBeMergedRule])
    event("merges" if merges else "contradicts itself")
    assert FieldMerging(SCHEMA, fragments).is_possible(operation) == merges
