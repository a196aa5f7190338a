"""Place (locatie): the properties it may carry, source domain.md 6."""

from graph_model.ontology.declaration import Property, RecordType
from graph_model.ontology.grades import STIX_CONFIDENCE

PLACE = RecordType(
    name="Place",
    plural="places",
    dutch="locatie",
    source="domain.md 6",
    properties=(
        Property("kind", "text", "basic", "soort", "domain.md 6"),
        Property("municipality", "text", "basic", "gemeente", "domain.md 6"),
        Property("address", "text", "operational", "adres", "domain.md 6"),
        Property("geo", "text", "operational", "coördinaten", "domain.md 6", unit="degrees, latitude and longitude (WGS 84)"),
        Property("attributes", "text", "basic", "overige kenmerken", "docs/decisions/0016"),
        STIX_CONFIDENCE,
    ),
)
