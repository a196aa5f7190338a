"""Properties as the checker sees them: each is read behind the mask of its own field class, or is a part of every statement."""

from graph_model.cypher.predicate import Predicate
from graph_model.cypher.tokens import Token, tokens
from graph_model.errors import UnsafeStatement
from graph_model.ontology import ONTOLOGY

PARTS = frozenset({"id", "type", "originator", "recordedAt", "retractedAt", "validFrom", "validTo", "sourceSystem", "externalId"})
"""What whoever sees a statement may know of it (access-model.md 2)."""

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
    """Raise UnsafeStatement when a property is read without the mask of its class."""
    for at in range(2, len(found)):
        if found[at - 1].text == "." and found[at].kind == "name" and found[at - 2].kind == "name":
            name = found[at].text.strip("`")
            variable = found[at - 2].text
            if name in PARTS or name in _PREDICATE_ONLY or (variable, name) == ("epoch", "value") or variable == "db":
                continue
            if variable in ("index", "fulltext"):
                continue
            if name not in _CLASSES or not any(_masked(found, at - 2, variable, c) for c in _CLASSES[name]):
                raise UnsafeStatement(f"checker: property {name} is read without the mask of its field class")


def _masked(found: list[Token], at: int, variable: str, field_class: str) -> bool:
    for tense in (Predicate(as_known=False), Predicate(as_known=True)):
        before = [t.text for t in tokens(f"CASE WHEN {tense.reads(variable, field_class)} THEN")]
        if [t.text for t in found[max(0, at - len(before)) : at]] == before:
            return True
    return False
