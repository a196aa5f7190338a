"""Organisation (organisatie): the properties it may carry, source domain.md 6."""

from graph_model.ontology.declaration import Property, RecordType
from graph_model.ontology.grades import STIX_CONFIDENCE

ORGANISATION = RecordType(
    name="Organisation",
    plural="organisations",
    dutch="organisatie",
    source="domain.md 6",
    properties=(
        Property("name", "text", "basic", "naam", "domain.md 6"),
        Property(
            "kind",
            "text",
            "basic",
            "soort",
            "domain.md 6",
            values=("PARTNER", "EMPLOYER", "CRIMINAL_NETWORK", "PRIVATE_SECURITY", "OVERSIGHT", "FOREIGN"),
        ),
        Property("partnerCode", "text", "basic", "partnercode", "domain.md 6"),
        Property("description", "text", "basic", "beschrijving", "docs/decisions/0016"),
        Property("attributes", "text", "basic", "overige kenmerken", "docs/decisions/0016"),
        STIX_CONFIDENCE,
    ),
)
