"""Person (persoon): the properties it may carry, source domain.md 6."""

from graph_model.ontology.declaration import Property, RecordType
from graph_model.ontology.grades import STIX_CONFIDENCE

PERSON = RecordType(
    name="Person",
    plural="persons",
    dutch="persoon",
    source="domain.md 6",
    properties=(
        Property("displayName", "text", "identity", "weergavenaam", "domain.md 6"),
        Property("aliases", "texts", "identity", "aliassen", "domain.md 6"),
        Property("birthDate", "date", "identity", "geboortedatum", "domain.md 6"),
        Property(
            "publicFunction",
            "text",
            "basic",
            "publieke functie",
            "domain.md 6",
            values=(
                "BEWINDSPERSOON",
                "KAMERLID",
                "RECHTER",
                "OFFICIER",
                "ADVOCAAT",
                "JOURNALIST",
                "BURGEMEESTER",
                "OVERIG",
                "GEEN",
            ),
        ),
        Property("minor", "boolean", "basic", "minderjarig", "domain.md 6"),
        Property("attributes", "text", "basic", "overige kenmerken", "docs/decisions/0016"),
        STIX_CONFIDENCE,
    ),
)
