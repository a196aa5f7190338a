"""Measure (maatregel): the properties it may carry, source domain.md 3.3, 6."""

from graph_model.ontology.declaration import Property, RecordType

MEASURE = RecordType(
    name="Measure",
    plural="measures",
    dutch="maatregel",
    source="domain.md 3.3, 6",
    properties=(
        Property("kind", "text", "basic", "soort", "domain.md 3.3, 6"),
        Property("target", "text", "basic", "doel", "domain.md 3.3, 6"),
        Property(
            "state",
            "text",
            "basic",
            "toestand",
            "domain.md 3.3, 6",
            values=(
                "PROPOSED",
                "ORDERED",
                "ACKNOWLEDGED",
                "ACTIVE",
                "PAUSED",
                "ENDED",
                "REFUSED_BY_PERSON",
                "NOT_FEASIBLE",
            ),
        ),
        Property("reviewAt", "date", "basic", "herzien op", "domain.md 3.3, 6"),
        Property("promisedAt", "date", "basic", "toegezegd op", "domain.md 3.3, 6"),
        Property("activeAt", "date", "basic", "actief vanaf", "domain.md 3.3, 6"),
        Property(
            "ownResponsibility",
            "text",
            "basic",
            "eigen verantwoordelijkheid",
            "domain.md 3.3, 6",
            values=("PERSON", "EMPLOYER", "STATE"),
        ),
        Property("planDetail", "text", "operational", "inzetdetail", "domain.md 3.3, 6"),
    ),
)
