"""Decision (advies, besluit, opdracht): the properties it may carry, source domain.md 3.4, 6."""

from graph_model.ontology.declaration import Property, RecordType

DECISION = RecordType(
    name="Decision",
    plural="decisions",
    dutch="advies, besluit, opdracht",
    source="domain.md 3.4, 6",
    properties=(
        Property(
            "kind",
            "text",
            "basic",
            "soort",
            "domain.md 3.4, 6",
            values=("TRIAGE", "ADVIES", "BESLUIT", "OPDRACHT", "SPOED", "OVERDRACHT", "INFORMEREN"),
        ),
        Property("decidedAt", "date", "basic", "besloten op", "domain.md 3.4, 6"),
        Property("reviewAt", "date", "basic", "herzien op", "domain.md 3.4, 6"),
        Property("deviatesFromAdvice", "boolean", "basic", "wijkt af van advies", "domain.md 3.4, 6"),
        Property("reasons", "text", "assessment", "redenen", "domain.md 3.4, 6"),
        Property("levelSet", "integer", "assessment", "vastgesteld niveau", "domain.md 3.4, 6", unit="ordinal 1-5"),
        Property(
            "riskVerdict",
            "text",
            "assessment",
            "risico-oordeel",
            "domain.md 3.4, 6",
            values=("GEACCEPTEERD", "ONAANVAARDBAAR"),
        ),
    ),
)
