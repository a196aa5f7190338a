"""A mutant: one slip in one module, named so that the name holds when lines move; and the module's tree with it.

What no slip is looked for in: annotations, decorators, docstrings, sentences for people, and imports.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from tests.mutants.slips import slips

ROOT = Path(__file__).resolve().parents[2]
_LEFT_OUT = {"annotation", "returns", "decorator_list", "type_params", "type_comment", "ctx"}
_SKIPPED = (ast.Import, ast.ImportFrom, ast.FormattedValue)


@dataclass(frozen=True)
class Mutant:
    """`where` is the function it is in, `line` the text of its line, `slip` what was done; `again` tells equals apart."""

    module: str
    where: str
    line: str
    slip: str
    place: int
    variant: int
    number: int
    again: int = 0

    @property
    def module_name(self) -> str:
        """As Python imports it."""
        return self.module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    @property
    def name(self) -> tuple[str, str, str, str, int]:
        """What it is known by, also after lines have moved."""
        return self.module, self.where, self.line, self.slip, self.again

    def __str__(self) -> str:
        count = f" ({self.again + 1})" if self.again else ""
        return f"{self.module}:{self.number} {self.where}: {self.slip}{count}"


def mutants(module: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its text."""
    text = (ROOT / module).read_text()
    lines, seen = text.splitlines(), Counter[Any]()
    found = []
    for place, (node, where, number) in enumerate(_nodes(ast.parse(text))):
        for variant, (slip, _) in enumerate(slips(node)):
            mutant = Mutant(module, where, lines[number - 1].strip() if number else "", slip, place, variant, number)
            found.append(replace(mutant, again=seen[mutant.name]))
            seen[mutant.name] += 1
    return found


def code_of(mutant: Mutant) -> CodeType:
    """The module with the slip in it, compiled."""
    path = ROOT / mutant.module
    tree = ast.parse(path.read_text())
    node = next(node for place, (node, _, _) in enumerate(_nodes(tree)) if place == mutant.place)
    instead = list(slips(node))[mutant.variant][1]
    changed = ast.fix_missing_locations(_Exchange(node, instead).visit(tree))
    return compile(changed, str(path), "exec", dont_inherit=True)


@cache
def code_of_own(module: str) -> CodeType:
    """The module as it is, compiled."""
    return compile((ROOT / module).read_text(), str(ROOT / module), "exec", dont_inherit=True)


class _Exchange(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, node: ast.AST, instead: ast.AST) -> None:
        self._node, self._instead = node, instead

    def visit(self, node: ast.AST) -> ast.AST:
        return self._instead if node is self._node else super().generic_visit(node)


def _nodes(node: ast.AST, where: str = "module", number: int = 0) -> Iterator[tuple[ast.AST, str, int]]:
    """Every node that a slip is looked for in, with its function and its line."""
    number = getattr(node, "lineno", number)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        where = node.name if where == "module" else f"{where}.{node.name}"
    yield node, where, number
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and name not in _LEFT_OUT and not isinstance(child, _SKIPPED) and not _is_text(child):
                yield from _nodes(child, where, number)


def _is_text(node: ast.AST) -> bool:
    """A docstring, a sentence with values in it, or what stands only to be overloaded."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and " " in part.value for part in node.values)
    decorators = getattr(node, "decorator_list", ())
    return any(isinstance(one, ast.Name) and one.id == "overload" for one in decorators)
