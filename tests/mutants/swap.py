"""Puts the slip of a mutant into a function that is loaded already, wherever it was imported to."""

import functools
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from tests.mutants.mutant import Mutant, code_of, code_of_own


def swapped(mutant: Mutant) -> bool:
    """True when the slip is in place; False when it is not inside a function that can be found, and nothing was changed."""
    module = sys.modules.get(mutant.module_name)
    if module is None:
        return False
    loaded = {function.__qualname__: function for function in _functions(vars(module), mutant.module_name)}
    before, after = list(_codes(code_of_own(mutant.module))), list(_codes(code_of(mutant)))
    if len(before) != len(after):
        return False
    changed = False
    for own, code in zip(before, after, strict=True):
        function = loaded.get(code.co_qualname)
        if own != code and function is not None and function.__code__ == own and len(own.co_freevars) == len(code.co_freevars):
            function.__code__ = code
            changed = True
    return changed


def _functions(names: Any, module: str) -> Iterator[FunctionType]:
    for value in list(names.values()):
        found = _bare(value)
        if isinstance(found, FunctionType) and found.__module__ == module:
            yield found
        elif isinstance(value, type) and value.__module__ == module:
            yield from _functions(vars(value), module)


def _bare(value: Any) -> Any:
    """The function inside a property, a method of the class, or a cache."""
    if isinstance(value, property):
        value = value.fget
    elif isinstance(value, functools.cached_property):
        value = value.func
    elif isinstance(value, staticmethod | classmethod):
        value = value.__func__
    while not isinstance(value, type) and hasattr(value, "__wrapped__"):
        value = value.__wrapped__
    return value


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code of every function of a module, those inside of others apart."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            if not constant.co_flags & 0x01:  # the body of a class, which holds functions of its own
                yield from _codes(constant)
