"""Event (moment): the properties it may carry, source domain.md 6."""

from graph_model.ontology.declaration import Property, RecordType

EVENT = RecordType(
    name="Event",
    plural="events",
    dutch="moment",
    source="domain.md 6",
    properties=(
        Property(
            "kind",
            "text",
            "basic",
            "soort",
            "domain.md 6",
            values=(
                "VERHOOGD_RISICOMOMENT",
                "ZITTING",
                "BEZOEK",
                "NATIONAAL_EVENEMENT",
                "INCIDENT",
                "DISCLOSURE",
            ),
        ),
        Property("start", "date", "basic", "begin", "domain.md 6"),
        Property("end", "date", "basic", "einde", "domain.md 6"),
        Property("public", "boolean", "basic", "openbaar", "domain.md 6"),
        Property("readiness", "text", "basic", "gereedheid", "domain.md 6"),
    ),
)
