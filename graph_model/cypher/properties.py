"""Properties as the checker sees them: each is read behind the mask of its own field class, or is a part of every statement."""

from collections.abc import Iterator

from graph_model.cypher.predicate import Predicate
from graph_model.cypher.tokens import Token, tokens
from graph_model.errors import UnsafeStatement
from graph_model.ontology import ONTOLOGY

PARTS = frozenset({"id", "type", "originator", "recordedAt", "retractedAt", "validFrom", "validTo", "sourceSystem", "externalId"})
"""What whoever sees a statement may know of it (access-model.md 2)."""

_CALLED = frozenset({
    "all", "allShortestPaths", "coalesce", "collect", "count", "head", "left", "nodes", "queryNodes", "range", "relationships",
    "min", "reverse", "single", "size", "startNode", "toLower", "toString", "type",
    "AND", "CALL", "GROUPS", "MATCH", "NOT", "OR", "SHORTEST", "THEN", "WHERE",
})  # fmt: skip
"""Functions, and other words, that a bracket follows in a read. None of these functions tells properties of a record."""

_PREDICATE_ONLY = frozenset({"pc", "formerPc"})


def _classes() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    declared = [record.properties for record in ONTOLOGY.types.values()]
    declared += [link.properties for link in ONTOLOGY.relationships.values()]
    for properties in declared:
        for prop in properties:
            found.setdefault(prop.name, set()).add(prop.field_class)
    return found


_CLASSES = _classes()


def check_properties(found: list[Token]) -> None:
    """Raise UnsafeStatement when a property is read outside the branch that the mask of its class opens."""
    _check_ways(found)
    opened = _Branches(found)
    for at, (owner, point, found_name) in enumerate(zip(found, found[1:], found[2:], strict=False), 2):
        if point.text == ".":
            name, variable = found_name.text.strip("`"), owner.text
            if name in PARTS or name in _PREDICATE_ONLY or (variable, name) == ("epoch", "value") or variable == "db":
                continue
            if variable in ("index", "fulltext"):
                continue
            if not any((variable, field_class) in opened.at(at) for field_class in _CLASSES.get(name, ())):
                raise UnsafeStatement(f"checker: property {name} is read without the mask of its field class")


def _check_ways(found: list[Token]) -> None:
    """Raise UnsafeStatement at a way to a property that is not `variable.property`, and so would not be seen here."""
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        if token.text == "." and not before.kind == after.kind == "name":
            raise UnsafeStatement("checker: a point stands elsewhere than between a variable and its property")
        if token.text == "[" and after.kind in ("text", "parameter") and (before.kind == "name" or before.text in (")", "]")):
            raise UnsafeStatement("checker: a property is named by a value")
        if after.text == ":" and token.kind == "name" and token.text != "id" and before.text in ("{", ","):
            raise UnsafeStatement(f"checker: a pattern asks for the property {token.text}")
        if after.text == "(" and token.kind == "name" and token.text not in _CALLED and before.text != ":":
            raise UnsafeStatement(f"checker: {token.text} is nothing that a read calls")


class _Branches:
    """Branches of the form `CASE WHEN <mask of a class> THEN ... END`: what is inside is for readers of the class only."""

    def __init__(self, found: list[Token]) -> None:
        self._found = [token.text for token in found]
        self._spans: list[tuple[int, int, tuple[str, str]]] = []
        for at, text in enumerate(self._found):
            if text == "CASE" and (mask := self._mask(at + 1)):
                begin, what = mask
                self._spans.append((begin, self._end(begin), what))

    def at(self, place: int) -> set[tuple[str, str]]:
        """(variable, field class) of every branch around this token."""
        return {what for begin, end, what in self._spans if begin <= place < end}

    def _mask(self, at: int) -> tuple[int, tuple[str, str]] | None:
        """Where the branch begins, if the whole condition here is one mask."""
        if self._found[at : at + 1] != ["WHEN"]:
            return None
        for field_class, variable, tense in _masks(self._found, at + 1):
            wanted = [token.text for token in tokens(f"{tense.reads(variable, field_class)} THEN")]
            if self._found[at + 1 : at + 1 + len(wanted)] == wanted:
                return at + 1 + len(wanted), (variable, field_class)
        return None

    def _end(self, at: int) -> int:
        """The END of the branch, or what would be another branch of it."""
        depth = 0
        for place in range(at, len(self._found)):
            text = self._found[place]
            if depth == 0 and text in ("WHEN", "ELSE", "END"):
                return place
            depth += (text == "CASE") - (text == "END")
        raise UnsafeStatement("checker: a CASE is not closed")


def _masks(found: list[str], at: int) -> Iterator[tuple[str, str, Predicate]]:
    """What the mask that begins here may be about: its class, and the variable after its bracket."""
    if at < len(found) and found[at].startswith("$"):
        field_class = found[at][1:]
        for offset, tense in ((2, Predicate(as_known=False)), (4, Predicate(as_known=True))):
            if at + offset < len(found):
                yield field_class, found[at + offset], tense
