"""Expressions of what is done once a record, as syntax trees: displays, places in a row, calls. Knows no query.

Only nodes made here are compiled; keys and texts of a request are constants in them, never code.
"""

import ast
from collections.abc import Callable, Iterable
from typing import Any

Function = Callable[[Any, Any], Any]


def constant(value: str | int | None) -> ast.expr:
    """A constant."""
    return ast.Constant(value)


def name(identifier: str) -> ast.expr:
    """A variable."""
    return ast.Name(identifier, ast.Load())


def at(variable: str, place: int) -> ast.expr:
    """`variable[place]`."""
    return ast.Subscript(name(variable), ast.Constant(place), ast.Load())


def display(pairs: Iterable[tuple[str, ast.expr]]) -> ast.expr:
    """`{key: value, ...}`."""
    listed = list(pairs)
    return ast.Dict([ast.Constant(key) for key, _ in listed], [value for _, value in listed])


def named_list(variable: str, value: ast.expr, width: int, place: int) -> ast.expr:
    """`(variable := value or (None, ...))[place]`: names a list that may be null, and takes a value from it."""
    absent = ast.Tuple([ast.Constant(None)] * width, ast.Load())
    named = ast.NamedExpr(ast.Name(variable, ast.Store()), ast.BoolOp(ast.Or(), [value, absent]))
    return ast.Subscript(named, ast.Constant(place), ast.Load())


def comprehension(each: ast.expr, inner: tuple[str, int] | None) -> ast.expr:
    """`[each for row in rows]`; with `inner`, also `for variable in (row[place],)`, which gives that part a name."""
    clauses = [ast.comprehension(ast.Name("row", ast.Store()), name("rows"), [], 0)]
    if inner:
        variable, place = inner
        only = ast.Tuple([at("row", place)], ast.Load())
        clauses.append(ast.comprehension(ast.Name(variable, ast.Store()), only, [], 0))
    return ast.ListComp(each, clauses)


class Expressions:
    """Makes functions of two arguments, rows (or a row) and the answer in the making, and what they refer to."""

    def __init__(self, answer: str) -> None:
        self._answer = answer
        self._known: dict[str, Any] = {"__builtins__": {}}

    def function(self, body: ast.expr, argument: str = "rows") -> Function:
        """The function with this body."""
        parameters = ast.arguments([], [ast.arg(argument), ast.arg(self._answer)], None, [], [], None, [])
        tree = ast.fix_missing_locations(ast.Expression(ast.Lambda(parameters, body)))
        made: Function = eval(compile(tree, "<plan>", "eval"), self._known)  # noqa: S307  # a tree of the nodes above, never a text
        return made

    def called(self, function: Function, argument: ast.expr) -> ast.expr:
        """`function(argument, answer)`."""
        return ast.Call(self._referred(function), [argument, name(self._answer)], [])

    def choice(self, variable: str, place: int, functions: dict[str, Function]) -> ast.expr:
        """`functions[variable[place]](variable, answer)`."""
        chosen = ast.Subscript(self._referred(functions), at(variable, place), ast.Load())
        return ast.Call(chosen, [name(variable), name(self._answer)], [])

    def marking(self, variable: str, parts: tuple[tuple[str, str], ...]) -> ast.expr:
        """`answer.marking(variable[1], parts)`."""
        method = ast.Attribute(name(self._answer), "marking", ast.Load())
        return ast.Call(method, [at(variable, 1), self._referred(parts)], [])

    def joined(self, key: str, end: ast.expr) -> ast.expr:
        """`answer.prefixes[key] + end`."""
        prefixes = ast.Attribute(name(self._answer), "prefixes", ast.Load())
        return ast.BinOp(ast.Subscript(prefixes, ast.Constant(key), ast.Load()), ast.Add(), end)

    def _referred(self, value: object) -> ast.expr:
        """A name for a value that is no constant."""
        identifier = f"known{len(self._known)}"
        self._known[identifier] = value
        return name(identifier)
