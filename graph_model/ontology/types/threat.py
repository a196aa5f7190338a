"""Threat (dreiging): the properties it may carry, source domain.md 6."""

from graph_model.ontology.declaration import Property, RecordType

THREAT = RecordType(
    name="Threat",
    plural="threats",
    dutch="dreiging",
    source="domain.md 6",
    properties=(
        Property("summary", "text", "assessment", "samenvatting", "domain.md 6"),
        Property(
            "concreteness",
            "text",
            "basic",
            "concreetheid",
            "domain.md 6",
            values=("CONCREET", "VOORSTELBAAR"),
        ),
        Property("form", "text", "basic", "vorm", "domain.md 6"),
        Property(
            "status",
            "text",
            "basic",
            "status",
            "domain.md 6",
            values=("OPEN", "DORMANT", "ENDED"),
        ),
        Property("firstSeen", "date", "basic", "eerst gezien", "domain.md 6"),
        Property("lastSeen", "date", "basic", "laatst gezien", "domain.md 6"),
    ),
)
