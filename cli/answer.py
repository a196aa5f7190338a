"""A GraphQL answer for a person: a tree of what was served. Nothing is added to it and nothing left out but empty fields."""

import unicodedata
from typing import Any

from rich.console import Console
from rich.markup import escape as escape_markup
from rich.tree import Tree

WIDEST = 100_000
"""Columns of what is not a terminal: nobody wraps lines there."""


def show(answer: dict[str, Any]) -> None:
    """Print data on stdout and errors on stderr."""
    for error in answer.get("errors", []):
        code = error.get("extensions", {}).get("code", "")
        Console(stderr=True).print(f"[bold]{escape(code)}[/] {escape(error['message'])}", soft_wrap=True)
    page = Console()
    if not page.is_terminal:
        page = Console(width=WIDEST)
    for name, value in (answer.get("data") or {}).items():
        page.print(_tree(name, value))


def _tree(name: str, value: Any) -> Tree:
    records = _records(value)
    tree = Tree(f"[bold]{escape(name)}[/]" + (f" ({len(records)})" if records is not None else ""))
    if records is not None:
        for number, record in enumerate(records, 1):
            _grow(tree.add(f"[dim]{number}[/]"), record)
        value = {key: part for key, part in value.items() if key not in ("edges", "nodes")} if isinstance(value, dict) else {}
    _grow(tree, value)
    return tree


def _records(value: Any) -> list[Any] | None:
    """The members of a list or of a connection; the node of an edge stands for the edge when it is all there is."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and isinstance(value.get("edges"), list):
        return [edge["node"] if isinstance(edge, dict) and set(edge) == {"node"} else edge for edge in value["edges"]]
    return None


def _grow(tree: Tree, value: Any) -> None:
    if not isinstance(value, dict):
        if value not in (None, [], {}):
            tree.add(escape(str(value)))
        return
    for name, part in value.items():
        if _records(part) == []:
            continue
        if isinstance(part, dict) or (isinstance(part, list) and any(isinstance(member, dict) for member in part)):
            tree.add(_tree(name, part))
        elif part not in (None, []):
            text = ", ".join(map(str, part)) if isinstance(part, list) else str(part)
            tree.add(f"[cyan]{escape(name)}[/] {escape(text)}")


def escape(text: str) -> str:
    """Text of a record as text only: it neither styles the page nor steers the terminal or the direction of writing."""
    return escape_markup(unsteered(text))


def unsteered(text: str) -> str:
    """Text without characters that steer a terminal, a reader of XML or the direction of writing."""
    return "".join(char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs") else "\ufffd" for char in text)
