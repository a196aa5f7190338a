"""Every small slip that a hand could make in a node of Python: what it is called, and the node that stands there instead.

Pure, over syntax trees. Slips in Cedar's texts and in Cypher are planted elsewhere (tests/properties).
"""

import ast
from collections.abc import Iterator
from copy import copy
from typing import Any

Slip = tuple[str, ast.AST]
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
HALVES = (ast.BitOr, ast.BitAnd, ast.Sub)
"""Operators of sets, of which either side alone may be what was meant."""
FUNCTIONS = {"any": "all", "all": "any", "min": "max", "max": "min"}
ORDERINGS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
REMOVED = (ast.Raise, ast.AugAssign, ast.Continue, ast.Break, ast.Assert, ast.Delete)


def slips(node: ast.AST) -> Iterator[Slip]:
    """Every slip at one node; the nodes below it have their own."""
    for kind, found in BY_KIND.items():
        if isinstance(node, kind):
            yield from found(node)


def _with(node: Any, **changes: Any) -> Any:
    made = copy(node)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def _named(node: ast.AST, instead: ast.AST) -> Slip:
    return f"{_text(node)}  ->  {_text(instead)}", instead


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _without(values: list[Any], place: int) -> list[Any]:
    return [*values[:place], *values[place + 1 :]]


def _condition(node: Any) -> Iterator[Slip]:
    """A condition turned round, unless a slip of its own comparison says the same."""
    test = node.test
    is_said = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    is_said |= isinstance(test, ast.Compare) and len(test.ops) == 1 and not isinstance(test.ops[0], ORDERINGS)
    if not is_said:
        turned = ast.UnaryOp(ast.Not(), test)
        yield f"if {_text(test)}  ->  if {_text(turned)}", _with(node, test=turned)


def _bool(node: ast.BoolOp) -> Iterator[Slip]:
    yield _named(node, _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And()))
    for place in range(len(node.values)):
        rest = _without(node.values, place)
        yield _named(node, rest[0] if len(rest) == 1 else _with(node, values=rest))


def _compare(node: ast.Compare) -> Iterator[Slip]:
    for place, op in enumerate(node.ops):
        if other := COMPARISONS.get(type(op)):
            yield _named(node, _with(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]]))


def _operator(node: Any) -> Iterator[Slip]:
    if other := OPERATORS.get(type(node.op)):
        yield _named(node, _with(node, op=other()))
    if isinstance(node, ast.BinOp) and isinstance(node.op, HALVES):
        yield _named(node, node.left)
        if not isinstance(node.op, ast.Sub):
            yield _named(node, node.right)


def _unary(node: ast.UnaryOp) -> Iterator[Slip]:
    yield _named(node, node.operand)


def _constant(node: ast.Constant) -> Iterator[Slip]:
    value = node.value
    if isinstance(value, bool):
        yield _named(node, ast.Constant(not value))
    elif isinstance(value, int):
        yield _named(node, ast.Constant(value + 1))
    elif isinstance(value, str) and value.strip() and len(value.split()) == 1:
        yield _named(node, ast.Constant(f"{value}~"))


def _call(node: ast.Call) -> Iterator[Slip]:
    if isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
        yield _named(node, _with(node, func=_with(node.func, id=FUNCTIONS[node.func.id])))


def _comprehension(node: ast.comprehension) -> Iterator[Slip]:
    for place, test in enumerate(node.ifs):
        yield f"if {_text(test)}  ->  ", _with(node, ifs=_without(node.ifs, place))
        if not isinstance(test, ast.UnaryOp | ast.Compare):
            turned = ast.UnaryOp(ast.Not(), test)
            yield f"if {_text(test)}  ->  if {_text(turned)}", _with(node, ifs=[turned, *_without(node.ifs, place)])


def _row(node: Any) -> Iterator[Slip]:
    """A list, a set, or a tuple of more than a pair, with a member less."""
    if isinstance(node.ctx if hasattr(node, "ctx") else ast.Load(), ast.Load) and not _is_pair(node):
        for place, member in enumerate(node.elts):
            yield f"{_text(member)}  ->  nothing, in a row", _with(node, elts=_without(node.elts, place))


def _is_pair(node: Any) -> bool:
    return isinstance(node, ast.Tuple) and len(node.elts) < 3 and not all(isinstance(one, ast.Constant) for one in node.elts)


def _map(node: ast.Dict) -> Iterator[Slip]:
    for place, key in enumerate(node.keys):
        name = _text(key or node.values[place])
        yield f"{name}  ->  nothing, in a map", _with(node, keys=_without(node.keys, place), values=_without(node.values, place))


def _loop(node: ast.For | ast.AsyncFor) -> Iterator[Slip]:
    yield f"for {_text(node.target)} in {_text(node.iter)}  ->  in nothing", _with(node, iter=ast.Tuple([], ast.Load()))


def _statement(node: Any) -> Iterator[Slip]:
    acts = isinstance(node, REMOVED)
    acts |= isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await)
    acts |= isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name | ast.Tuple)
    if acts:
        yield f"{_text(node)}  ->  pass", ast.Pass()


def _function(node: Any) -> Iterator[Slip]:
    """A function that returns at once."""
    given = _text(node.returns) if node.returns else "None"
    values = {"bool": (True, False), "None": (None,)}.get(given, (None,))
    yields = any(isinstance(each, ast.Yield | ast.YieldFrom) for each in ast.walk(node))
    for value in values:
        early: list[ast.stmt] = [ast.Return(None if yields else ast.Constant(value))]
        early += [ast.Expr(ast.Yield())] if yields else []
        yield f"{node.name} returns {value} at once", _with(node, body=early)


BY_KIND: dict[Any, Any] = {
    (ast.If, ast.IfExp, ast.While): _condition,
    ast.BoolOp: _bool,
    ast.Compare: _compare,
    (ast.BinOp, ast.AugAssign): _operator,
    ast.UnaryOp: _unary,
    ast.Constant: _constant,
    ast.Call: _call,
    ast.comprehension: _comprehension,
    (ast.Tuple, ast.List, ast.Set): _row,
    ast.Dict: _map,
    (ast.For, ast.AsyncFor): _loop,
    (*REMOVED, ast.Expr, ast.Assign): _statement,
    (ast.FunctionDef, ast.AsyncFunctionDef): _function,
}
