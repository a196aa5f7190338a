"""The two predicates that make a read a view: `sees` on every variable, `reads` on every property.

A byte mask indexed by policy class (baseline.md, decision 1): past its end, or with no class, it gives null, which hides.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Predicate:
    """The predicates in one of two tenses.

    Present: a withdrawn statement has no class any more, so the mask alone hides it. As known: the class it had counts,
    and its recorded time must hold the instant `$asKnown`.
    """

    as_known: bool

    def policy_class(self, variable: str) -> str:
        """The expression for the class of a statement."""
        return f"coalesce({variable}.pc, {variable}.formerPc)" if self.as_known else f"{variable}.pc"

    def sees(self, variable: str) -> str:
        """True when the statement is in the view (access-model.md 6)."""
        masked = f"$see[{self.policy_class(variable)}] = 1"
        if not self.as_known:
            return masked
        known = f"{variable}.recordedAt <= $asKnown AND coalesce({variable}.retractedAt > $asKnown, true)"
        return f"{masked} AND {known}"

    def reads(self, variable: str, field_class: str) -> str:
        """True when properties of this field class may be read on the statement."""
        return f"${field_class}[{self.policy_class(variable)}] = 1"
