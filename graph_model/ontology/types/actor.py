"""Actor (dreiger): the properties it may carry, source domain.md 6."""

from graph_model.ontology.declaration import Property, RecordType
from graph_model.ontology.grades import STIX_CONFIDENCE

ACTOR = RecordType(
    name="Actor",
    plural="actors",
    dutch="dreiger",
    source="domain.md 6",
    properties=(
        Property("label", "text", "identity", "aanduiding", "domain.md 6"),
        Property("knownAs", "texts", "identity", "ook bekend als", "domain.md 6"),
        Property(
            "kind",
            "text",
            "basic",
            "soort",
            "domain.md 6",
            values=("PERSON", "GROUP", "NETWORK", "STATE", "UNKNOWN"),
        ),
        Property(
            "phenomenon",
            "text",
            "basic",
            "fenomeen",
            "domain.md 6",
            values=(
                "GEORGANISEERDE_CRIMINALITEIT",
                "GERADICALISEERDE_EENLING",
                "TERRORISME",
                "STATELIJK",
                "RELATIONEEL",
                "OVERIG",
            ),
        ),
        Property("intent", "integer", "assessment", "intentie", "domain.md 6", unit="ordinal 0-3"),
        Property("capability", "integer", "assessment", "capaciteit", "domain.md 6", unit="ordinal 0-3"),
        Property("description", "text", "basic", "beschrijving", "docs/decisions/0016"),
        Property("attributes", "text", "basic", "overige kenmerken", "docs/decisions/0016"),
        STIX_CONFIDENCE,
    ),
)
