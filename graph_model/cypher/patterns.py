"""Patterns as the checker sees them: which variables a MATCH introduces, and whether each has its predicate.

A predicate counts only as a conjunct of its own: an OR, XOR or NOT at the same level would let a reader past it.
"""

from graph_model.cypher.predicate import Predicate
from graph_model.cypher.tokens import Token, tokens
from graph_model.errors import UnsafeStatement

_TENSES = (Predicate(as_known=False), Predicate(as_known=True))
_OPEN, _CLOSE = ("(", "[", "{"), (")", "]", "}")


class Conjuncts:
    """The top-level AND parts of a condition."""

    def __init__(self, condition: list[Token]) -> None:
        self.parts: set[str] = set()
        part: list[str] = []
        depth = 0
        for token in condition:
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            if depth == 0 and token.kind == "name" and token.text in ("OR", "XOR", "NOT"):
                raise UnsafeStatement(f"checker: {token.text} beside a predicate lets a reader past it")
            if depth == 0 and token.kind == "name" and token.text == "AND":
                self.parts.add(" ".join(part))
                part = []
            else:
                part.append(token.text)
        self.parts.add(" ".join(part))

    def require_sees(self, name: str) -> None:
        """Raise UnsafeStatement unless the variable is confined to the view, in one of the tenses."""
        if not any(_parts(tense.sees(name)) <= self.parts for tense in _TENSES):
            raise UnsafeStatement(f"checker: {name} has no predicate")

    def require_mask(self, mask: str, name: str) -> None:
        """Raise UnsafeStatement unless the variable is confined to statements whose class this mask opens."""
        if not any(_parts(f"{mask}[{tense.policy_class(name)}] = 1") <= self.parts for tense in _TENSES):
            raise UnsafeStatement(f"checker: {name} is found without the mask of the index it was found in")

    def require(self, condition: str) -> bool:
        """True when the condition is one of the parts."""
        return _parts(condition) <= self.parts


def _parts(condition: str) -> set[str]:
    return Conjuncts(tokens(condition)).parts


def introduce(body: list[Token], scope: set[str]) -> set[str]:
    """Names that a MATCH clause brings into scope. Raises UnsafeStatement when one lacks its predicate."""
    pattern, condition = split(body)
    pattern = _without_hint(pattern)
    conjuncts = Conjuncts(condition)
    texts = [token.text for token in pattern]
    if texts == ["(", "epoch", ":", "PolicyEpoch", ")"]:
        return {"epoch"}
    if "allShortestPaths" in texts:
        return _introduce_paths(pattern, conjuncts, scope)
    names: set[str] = set()
    elements = _elements(pattern)
    if not elements:
        raise UnsafeStatement("checker: a MATCH without a pattern")
    last = elements.pop()
    for element in elements:
        names |= _introduce_one(element, conjuncts, scope | names)
    return names | ({last[1].text} if _ends_a_group(texts) else _introduce_one(last, conjuncts, scope | names))


def _ends_a_group(texts: list[str]) -> bool:
    """True for `... (x ...)){0,32} (end)`: what ends such a pattern is its last x or what stands before the group.

    Both have their predicate. With one more of its own, the database may look for the end first, and then goes all ways to it.
    """
    if "}" not in texts or len(texts) < 4:
        return False
    opened, closed = len(texts) - 1 - texts[::-1].index("{"), len(texts) - 1 - texts[::-1].index("}")
    return texts[opened - 2 : opened] == [")", ")"] and len(texts) == closed + 4 and texts[-3] == "(" and texts[-1] == ")"


def _without_hint(pattern: list[Token]) -> list[Token]:
    """The pattern, without a hint that names the index on class and id. Raises UnsafeStatement for any other hint."""
    places = [place for place, token in enumerate(pattern) if token.kind == "name" and token.text == "USING"]
    if not places:
        return pattern
    hint = [token.text for token in pattern[places[0] :]]
    if len(hint) != 11 or hint[1:3] != ["INDEX", "SEEK"] or hint[4] != ":" or hint[6:] != ["(", "pc", ",", "id", ")"]:
        raise UnsafeStatement("checker: a hint names another index than that on class and id")
    return pattern[: places[0]]


def _introduce_paths(pattern: list[Token], conjuncts: Conjuncts, scope: set[str]) -> set[str]:
    name = pattern[0].text
    for element in _elements(pattern[4:-1]):
        if element[0].text == "(" and (len(element) != 3 or element[1].text not in scope):
            raise UnsafeStatement("checker: the ends of a path must have been matched before")
        if element[0].text == "[" and element[1].text != ":":
            raise UnsafeStatement("checker: the relationship of a path is named")
    for tense in _TENSES:
        on_links = f"all(r IN relationships({name}) WHERE {tense.sees('r')})"
        on_nodes = f"all(x IN nodes({name}) WHERE {tense.sees('x')})"
        if conjuncts.require(on_links) and conjuncts.require(on_nodes):
            return {name}
    raise UnsafeStatement(f"checker: path {name} has no predicate on its nodes and relationships")


def _introduce_one(element: list[Token], conjuncts: Conjuncts, scope: set[str]) -> set[str]:
    inner = element[1:-1]
    if not inner:
        raise UnsafeStatement("checker: a pattern element without a name cannot have a predicate")
    name = inner[0].text
    if inner[0].kind != "name":
        raise UnsafeStatement("checker: a pattern element without a name cannot have a predicate")
    if len(inner) == 1 and name in scope:
        return set()
    if any(token.text == "*" for token in _before_where(inner)):
        raise UnsafeStatement(f"checker: {name} has a variable length without a predicate inside")
    inline = Conjuncts(_after_where(inner))
    try:
        inline.require_sees(name)
    except UnsafeStatement:
        conjuncts.require_sees(name)
    return {name}


def split(body: list[Token]) -> tuple[list[Token], list[Token]]:
    """A MATCH as its pattern and its condition."""
    depth = 0
    for place, token in enumerate(body):
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth == 0 and token.kind == "name" and token.text == "WHERE":
            return body[:place], body[place + 1 :]
    return body, []


def _before_where(inner: list[Token]) -> list[Token]:
    return split(inner)[0]


def _after_where(inner: list[Token]) -> list[Token]:
    return split(inner)[1]


def _elements(pattern: list[Token]) -> list[list[Token]]:
    """Node and relationship elements, in order; quantified groups are opened, their own empty start is left out."""
    found: list[list[Token]] = []
    at = 0
    while at < len(pattern):
        text = pattern[at].text
        if text in ("(", "["):
            if text == "(" and at + 1 < len(pattern) and pattern[at + 1].text == "(":
                # A quantified group: its first `()` is the node before it, which has its predicate already.
                at += 3 if [t.text for t in pattern[at + 1 : at + 3]] == ["(", ")"] else 1
                continue
            end = closing(pattern, at)
            found.append(pattern[at : end + 1])
            at = end
        elif text == "--" or (text == "-" and at + 1 < len(pattern) and pattern[at + 1].text in ("-", "->")):
            raise UnsafeStatement("checker: a relationship without a name cannot have a predicate")
        elif text == "{":
            at = closing(pattern, at)
        at += 1
    return found


def closing(pattern: list[Token], at: int) -> int:
    """The place of the bracket that closes the one at `at`. Raises UnsafeStatement when there is none."""
    depth = 0
    for place in range(at, len(pattern)):
        depth += (pattern[place].text in _OPEN) - (pattern[place].text in _CLOSE)
        if depth == 0:
            return place
    raise UnsafeStatement("checker: a bracket is not closed")
