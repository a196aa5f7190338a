"""Conditions to Cypher: each an expression that is true or false, never null, with the policy inside every hop."""

from graph_model.conditions import AllOf, AnyOf, Compared, Condition, Far, Linked, Not, OfOneType, OfType, Valid
from graph_model.cypher.scribe import Scribe, checked, literal, parameter, quoted

_FORMS = {
    "eq": "{0} = {1}",
    "in": "{0} IN {1}",
    "contains": "toLower({0}) CONTAINS toLower({1})",
    "startsWith": "toLower({0}) STARTS WITH toLower({1})",
    "lt": "{0} < {1}",
    "lte": "{0} <= {1}",
    "gt": "{0} > {1}",
    "gte": "{0} >= {1}",
    "has": "{1} IN {0}",
}


def valid(condition: Valid, variable: str) -> str:
    """That a statement holds at some time between two instants: from its `validFrom` until just before its `validTo`."""
    begins = f"coalesce({variable}.validFrom <= {parameter(condition.end)}, true)"
    return f"({begins} AND coalesce({variable}.validTo > {parameter(condition.begin)}, true))"


class ConditionWriter:
    """Writes conditions with one scribe."""

    def __init__(self, scribe: Scribe) -> None:
        self._scribe = scribe

    def filter(self, condition: Condition | None, variable: str, far: str | None = None) -> str:
        """` AND (...)` for a WHERE, or nothing. `far` is the record that a relationship leads to."""
        return f" AND ({self._text(condition, variable, far)})" if condition else ""

    def _text(self, condition: Condition, variable: str, far: str | None) -> str:
        match condition:
            case Compared():
                return self._compared(condition, variable)
            case Valid():
                return valid(condition, variable)
            case OfType():
                return f"{variable}.type IN {parameter(condition.types)}"
            case OfOneType():
                return f"({variable}.type = {literal(condition.type)} AND {self._text(condition.condition, variable, far)})"
            case AllOf():
                return self._joined(" AND ", condition.parts, variable, far) or "true"
            case AnyOf():
                return self._joined(" OR ", condition.parts, variable, far) or "false"
            case Not():
                return f"NOT ({self._text(condition.part, variable, far)})"
            case Linked():
                return self._linked(condition, variable)
            case Far():
                assert far is not None, "only a relationship leads to a record"
                return self._text(condition.condition, far, None)

    def _joined(self, word: str, parts: tuple[Condition, ...], variable: str, far: str | None) -> str:
        texts = [self._text(part, variable, far) for part in parts]
        return f"({word.join(texts)})" if len(texts) > 1 else "".join(texts)

    def _compared(self, condition: Compared, variable: str) -> str:
        value, property_ = parameter(condition.value), f"{variable}.{quoted(condition.name)}"
        is_null = condition.operator == "isNull"
        text = (
            f"({property_} IS NULL) = {value}"
            if is_null
            else f"coalesce({_FORMS[condition.operator].format(property_, value)}, false)"
        )
        if condition.field_class is None:
            return text
        readable = self._scribe.predicate.reads(variable, checked(condition.field_class))
        return f"CASE WHEN {readable} THEN {text} ELSE {value if is_null else 'false'} END"

    def _linked(self, condition: Linked, start: str) -> str:
        rel, far = self._scribe.fresh("r"), self._scribe.fresh("n")
        sees = self._scribe.predicate.sees
        arrow = f"-[{rel}:{checked(condition.relationship)}]-"
        pattern = f"({start}){arrow}>({far})" if condition.forward else f"({start})<{arrow}({far})"
        within = self._text(condition.condition, rel, far)
        return f"EXISTS {{ MATCH {pattern} WHERE {sees(rel)} AND {sees(far)} AND ({within}) }}"
