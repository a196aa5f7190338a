"""Case (casus): the properties it may carry, source domain.md 3.4, 6."""

from graph_model.ontology.declaration import Property, RecordType

CASE = RecordType(
    name="Case",
    plural="cases",
    dutch="casus",
    source="domain.md 3.4, 6",
    properties=(
        Property("state", "text", "basic", "toestand", "domain.md 3.4, 6"),
        Property(
            "domain",
            "text",
            "basic",
            "domein",
            "domain.md 3.4, 6",
            values=("RIJK_I", "RIJK_II", "RIJK_TEMP", "STELSEL_PERSONEN", "DECENTRAAL"),
        ),
        Property("openedAt", "date", "basic", "geopend op", "domain.md 3.4, 6"),
    ),
)
