"""Item (kenmerk): the properties it may carry, source domain.md 6."""

from graph_model.ontology.declaration import Property, RecordType
from graph_model.ontology.grades import STIX_CONFIDENCE

ITEM = RecordType(
    name="Item",
    plural="items",
    dutch="kenmerk",
    source="domain.md 6",
    properties=(
        Property(
            "kind",
            "text",
            "basic",
            "soort",
            "domain.md 6",
            values=("VEHICLE", "PHONE", "ACCOUNT", "WEAPON", "DOCUMENT"),
        ),
        Property("value", "text", "identity", "waarde", "domain.md 6"),
        Property("attributes", "text", "basic", "overige kenmerken", "docs/decisions/0016"),
        STIX_CONFIDENCE,
    ),
)
