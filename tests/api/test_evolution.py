"""The schema goes on: whoever wrote a client for the last release is answered by the next one."""

import os
from pathlib import Path

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, build_schema
from graphql.utilities import BreakingChange, find_breaking_changes

ROOT = Path(__file__).resolve().parents[2]
NOW, RELEASED = ROOT / "docs" / "reference" / "schema.graphql", Path(__file__).with_name("released.graphql")


def breaking(old: str, new: str) -> list[str]:
    """What a client of one schema misses in another, but for fields that it was told would go."""
    before = build_schema(old)
    return [change.description for change in find_breaking_changes(before, build_schema(new)) if not _told(before, change)]


def _told(before: GraphQLSchema, change: BreakingChange) -> bool:
    type_, _, field = change.description.removeprefix("Field ").removesuffix(" was removed.").partition(".")
    found = before.get_type(type_)
    if change.type.name != "FIELD_REMOVED" or not isinstance(found, GraphQLObjectType | GraphQLInterfaceType):
        return False
    return found.fields[field].deprecation_reason is not None


def test_nothing_of_the_last_release_is_gone() -> None:
    if os.environ.get("KRING_RELEASE"):
        RELEASED.write_text(NOW.read_text())
    assert breaking(RELEASED.read_text(), NOW.read_text()) == []


@pytest.mark.parametrize(
    "new, lost",
    [
        ("type Query { a(x: Int): String }", ["Field Query.b was removed."]),
        ("type Query { a(x: Int): String b: String c: Int }", []),
        ("type Query { b(x: Int): String }", ["Field Query.a was removed."]),
        ("type Query { a(x: Int!): String b: String }", ["Argument Query.a(x:) has changed type from Int to Int!."]),
        ("type Query { a(x: Int): String b: String } directive @b on FIELD", []),
        ("type Query { a(x: Int): String! b: String }", []),
        ("type Query { a(x: Int): Int b: String }", ["Field Query.a changed type from String to Int."]),
    ],
)
def test_what_is_gone_is_named_unless_it_was_deprecated(new: str, lost: list[str]) -> None:
    old = 'type Query { a(x: Int): String b: String c: Int @deprecated(reason: "see a") }'
    assert breaking(old, new) == lost
