"""The dates that a statement holds: each with its name, those of a property behind the mask of its field class."""

from collections.abc import Iterable, Mapping

from graph_model.cypher.scribe import Scribe, checked, listed, literal, quoted
from graph_model.ontology import ONTOLOGY, FieldClass, Property

Dated = Mapping[FieldClass, Mapping[str, tuple[str, ...]]]
"""Field class -> type -> its properties that are dates."""
_VALID = ("validFrom", "validTo")


def _dated(declared: Iterable[tuple[str, tuple[Property, ...]]]) -> Dated:
    found: dict[FieldClass, dict[str, tuple[str, ...]]] = {}
    for name, properties in declared:
        for one in properties:
            if one.kind in ("date", "instant"):
                types = found.setdefault(one.field_class, {})
                types[name] = (*types.get(name, ()), one.name)
    return found


OF_RECORDS = _dated((name, record.properties) for name, record in ONTOLOGY.types.items())
OF_RELATIONSHIPS = _dated((name, link.properties) for name, link in ONTOLOGY.relationships.items())


class DateWriter:
    """Writes lists of dates with one scribe: for each `[statement, name, date, type of relationship, whether it starts here]`."""

    def __init__(self, scribe: Scribe) -> None:
        self._scribe = scribe

    def of_record(self, variable: str) -> str:
        """The dates of a record."""
        return self._dates(variable, f"{variable}.type", OF_RECORDS, "null, null")

    def of_relationship(self, variable: str, forward: bool) -> str:
        """The dates of a relationship, which starts at the record that was asked for where it is `forward`."""
        kind = f"type({variable})"
        return self._dates(variable, kind, OF_RELATIONSHIPS, f"{kind}, {'true' if forward else 'false'}")

    def _dates(self, variable: str, kind: str, dated: Dated, found: str) -> str:
        lists = [_listed(variable, _VALID, found)]
        for field_class, types in dated.items():
            branches = [f"WHEN {literal(name)} THEN {_listed(variable, names, found)}" for name, names in types.items()]
            readable = self._scribe.predicate.reads(variable, checked(field_class))
            lists.append(f"CASE WHEN {readable} THEN CASE {kind} {' '.join(branches)} ELSE [] END ELSE [] END")
        return " + ".join(lists)


def _listed(variable: str, names: tuple[str, ...], found: str) -> str:
    return listed(f"[{variable}, {literal(name)}, {variable}.{quoted(name)}, {found}]" for name in names)
