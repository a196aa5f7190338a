"""Knowledge (open kennis): the properties it may carry, source docs/decisions/0004."""

from graph_model.ontology.declaration import Property, RecordType
from graph_model.ontology.grades import STIX_CONFIDENCE

KNOWLEDGE = RecordType(
    name="Knowledge",
    plural="knowledgeItems",
    dutch="open kennis",
    source="docs/decisions/0004",
    properties=(
        Property("kind", "text", "basic", "soort", "docs/decisions/0004"),
        Property("name", "text", "basic", "naam", "docs/decisions/0004"),
        Property("description", "text", "basic", "beschrijving", "docs/decisions/0004"),
        Property("attributes", "text", "basic", "overige kenmerken", "docs/decisions/0004"),
        STIX_CONFIDENCE,
    ),
)
