"""Values of the guard as types of the schema, where what a type names leaves and nothing else; and inputs as its values."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def told(kind: Callable[..., T], value: Any, **more: Any) -> T:
    """A value as a type of the schema, taken by the names of its fields; `more` gives those that the value has not."""
    parts = {name: more[name] if name in more else _as(hint, getattr(value, name)) for name, hint in _hints(kind).items()}
    return kind(**parts)


def told_all(kind: Callable[..., T], values: Any) -> list[T]:
    """The same for each of many."""
    return [told(kind, value) for value in values]


def taken(kind: type, given: Any) -> dict[str, Any]:
    """What an input says of the parts of a guard's value, for its making; lists become tuples."""
    parts = {name: getattr(given, name) for name in _hints(kind) if hasattr(given, name)}
    return {name: tuple(part) if isinstance(part, list) else part for name, part in parts.items()}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _as(hint: Any, value: Any) -> Any:
    """A value as a hint says: pairs and maps become types with two fields, tuples become lists."""
    if value is None:
        return None
    if get_origin(hint) in (Union, UnionType):
        hint = next(each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is list:
        members = value.items() if isinstance(value, Mapping) else value
        return [_as(get_args(hint)[0], member) for member in members]
    if is_dataclass(hint) and isinstance(hint, type):
        return hint(**dict(zip(_hints(hint), value, strict=True))) if isinstance(value, tuple) else told(hint, value)
    return value
