"""Source (bron): the properties it may carry, source domain.md 6."""

from graph_model.ontology.declaration import Property, RecordType

SOURCE = RecordType(
    name="Source",
    plural="sources",
    dutch="bron",
    source="domain.md 6",
    properties=(
        Property(
            "class",
            "text",
            "basic",
            "klasse",
            "domain.md 6",
            values=("HUMAN", "TECHNICAL", "OPEN", "PARTNER", "PERSON_SELF"),
        ),
        Property("ownerRef", "text", "source", "verwijzing van de eigenaar", "domain.md 6"),
    ),
)
