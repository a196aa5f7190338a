"""Cypher text into tokens, as much of the language as the builder writes. Shared by the checker only."""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<text>'[^']*')|(?P<name>`[^`]*`|[A-Za-z_][A-Za-z_0-9]*)|(?P<parameter>\$[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<number>\d+)|(?P<sign><>|<=|>=|->|<-|\.\.|[-(){}\[\],.:|=<>+*])"
)


class Token(NamedTuple):
    """One token: its kind and its text."""

    kind: str
    text: str


def tokens(text: str) -> list[Token]:
    """The tokens of a text without white space. Raises ValueError at anything that the builder never writes."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"unexpected character at {at}")
        at = match.end()
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match.group()))
    return found
