"""Report (melding): the properties it may carry, source domain.md 3.1, 6."""

from graph_model.ontology.declaration import Property, RecordType
from graph_model.ontology.grades import STIX_CONFIDENCE

REPORT = RecordType(
    name="Report",
    plural="reports",
    dutch="melding",
    source="domain.md 3.1, 6",
    properties=(
        Property(
            "kind",
            "text",
            "basic",
            "soort",
            "domain.md 3.1, 6",
            values=(
                "DREIGINGSMELDING",
                "IRD",
                "AANGIFTE",
                "TIP",
                "PERSON_SIGNAL",
                "AMBTSBERICHT",
                "OPEN_SOURCE",
                "OBSERVATION",
            ),
        ),
        Property("receivedAt", "date", "basic", "ontvangen op", "domain.md 3.1, 6"),
        Property("channel", "text", "basic", "kanaal", "domain.md 3.1, 6"),
        Property(
            "weighingStatus",
            "text",
            "basic",
            "weging",
            "domain.md 3.1, 6",
            values=("NEW", "WEIGHED", "USED", "NOT_USED"),
        ),
        Property("text", "text", "assessment", "tekst", "domain.md 3.1, 6"),
        Property("attributes", "text", "basic", "overige kenmerken", "docs/decisions/0016"),
        STIX_CONFIDENCE,
    ),
)
