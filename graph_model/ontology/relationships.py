"""The relationship types of the ontology and the types they may join (domain.md 6, access-model.md 2).

A register link is one that every record has (who took, issued or submitted it): paths leave it aside.
"""

from graph_model.ontology.declaration import Property, RelationshipType
from graph_model.ontology.grades import STIX_CONFIDENCE

_LINKABLE = ("Actor", "Knowledge", "Item", "Organisation", "Person", "Place", "Report")
"""What imported open threat data may be linked to; kinds come from STIX 2.1 section 5."""

_IDENTIFIABLE = ("Person", "Actor", "Item")
"""Any of these may turn out to be one of the others."""

RELATIONSHIPS = (
    RelationshipType(
        "TARGETS",
        "gericht tegen",
        "domain.md 6",
        ends=(
            ("Threat", "Person"),
            ("Threat", "Place"),
            ("Threat", "Event"),
            ("Threat", "Organisation"),
        ),
    ),
    RelationshipType(
        "POSES",
        "vormt",
        "domain.md 6",
        ends=(("Actor", "Threat"),),
        properties=(Property("confidence", "number", "assessment", "zekerheid", "domain.md 6", unit="probability, 0 to 1"),),
    ),
    RelationshipType(
        "IS",
        "is",
        "domain.md 6",
        ends=(("Actor", "Person"), ("Actor", "Organisation")),
        properties=(Property("confidence", "number", "assessment", "zekerheid", "domain.md 6", unit="probability, 0 to 1"),),
    ),
    RelationshipType(
        "RELATED_TO",
        "verwant aan",
        "domain.md 6",
        ends=(("Person", "Person"),),
        properties=(Property("kind", "text", "basic", "soort", "domain.md 6"),),
    ),
    RelationshipType(
        "MEMBER_OF",
        "lid van",
        "domain.md 6",
        ends=(("Person", "Organisation"),),
    ),
    RelationshipType(
        "LINKED_TO",
        "verbonden met",
        "domain.md 6",
        ends=tuple((one, two) for one in _LINKABLE for two in _LINKABLE),
        properties=(
            Property("kind", "text", "basic", "soort", "domain.md 6"),
            Property("description", "text", "basic", "beschrijving", "domain.md 6"),
            Property("attributes", "text", "basic", "overige kenmerken", "docs/decisions/0016"),
            STIX_CONFIDENCE,
        ),
    ),
    RelationshipType(
        "USES",
        "gebruikt",
        "domain.md 6",
        ends=(("Person", "Item"), ("Actor", "Item")),
    ),
    RelationshipType(
        "AT",
        "op",
        "domain.md 6",
        ends=(("Person", "Place"),),
        properties=(
            Property("kind", "text", "basic", "soort", "domain.md 6"),
            Property("from", "date", "basic", "vanaf", "domain.md 6"),
            Property("to", "date", "basic", "tot", "domain.md 6"),
        ),
    ),
    RelationshipType(
        "TAKES_PLACE_AT",
        "vindt plaats te",
        "domain.md 6",
        ends=(("Event", "Place"),),
    ),
    RelationshipType(
        "TAKES_PART_IN",
        "neemt deel aan",
        "domain.md 6",
        ends=(("Person", "Event"),),
    ),
    RelationshipType(
        "MENTIONS",
        "noemt",
        "domain.md 6",
        ends=(
            ("Report", "Person"),
            ("Report", "Actor"),
            ("Report", "Item"),
            ("Report", "Place"),
            ("Report", "Event"),
            ("Report", "Threat"),
            ("Report", "Knowledge"),
            ("Report", "Organisation"),
        ),
    ),
    RelationshipType(
        "FROM",
        "afkomstig van",
        "domain.md 6",
        ends=(("Report", "Source"),),
    ),
    RelationshipType(
        "SUBMITTED_BY",
        "ingediend door",
        "domain.md 6",
        ends=(("Report", "Organisation"), ("Report", "Person")),
        in_paths=False,
    ),
    RelationshipType(
        "CORROBORATES",
        "bevestigt",
        "domain.md 6",
        ends=(("Report", "Report"),),
    ),
    RelationshipType(
        "CONTRADICTS",
        "weerspreekt",
        "domain.md 6",
        ends=(("Report", "Report"),),
    ),
    RelationshipType(
        "ASSESSES",
        "beoordeelt",
        "domain.md 6",
        ends=(
            ("Assessment", "Threat"),
            ("Assessment", "Person"),
            ("Assessment", "Event"),
            ("Assessment", "Measure"),
        ),
    ),
    RelationshipType(
        "BASED_ON",
        "gebaseerd op",
        "domain.md 6",
        ends=(("Assessment", "Report"), ("Assessment", "Assessment")),
    ),
    RelationshipType(
        "SUPERSEDES",
        "vervangt",
        "domain.md 6",
        ends=(("Assessment", "Assessment"),),
    ),
    RelationshipType(
        "ISSUED_BY",
        "uitgebracht door",
        "domain.md 6",
        ends=(("Assessment", "Organisation"),),
        in_paths=False,
    ),
    RelationshipType(
        "RESTS_ON",
        "rust op",
        "domain.md 6",
        ends=(("Decision", "Assessment"), ("Decision", "Decision")),
    ),
    RelationshipType(
        "TAKEN_BY",
        "genomen door",
        "domain.md 6",
        ends=(("Decision", "Organisation"),),
        in_paths=False,
    ),
    RelationshipType(
        "ORDERS",
        "draagt op",
        "domain.md 6",
        ends=(("Decision", "Measure"),),
    ),
    RelationshipType(
        "INFORMS",
        "informeert",
        "domain.md 6",
        ends=(("Decision", "Person"), ("Decision", "Organisation")),
        properties=(
            Property("what", "text", "assessment", "wat", "domain.md 6"),
            Property("when", "date", "basic", "wanneer", "domain.md 6"),
        ),
    ),
    RelationshipType(
        "PROTECTS",
        "beschermt",
        "domain.md 6",
        ends=(("Measure", "Person"), ("Measure", "Place"), ("Measure", "Event")),
    ),
    RelationshipType(
        "COUNTERS",
        "gaat tegen",
        "domain.md 6",
        ends=(("Measure", "Threat"),),
    ),
    RelationshipType(
        "EXECUTED_BY",
        "uitgevoerd door",
        "domain.md 6",
        ends=(("Measure", "Organisation"),),
        properties=(Property("acknowledgedAt", "date", "basic", "bevestigd op", "domain.md 6"),),
        in_paths=False,
    ),
    RelationshipType(
        "CONCERNS",
        "betreft",
        "domain.md 6",
        ends=(("Case", "Person"),),
        in_paths=False,
    ),
    RelationshipType(
        "UNDER_AUTHORITY_OF",
        "onder gezag van",
        "domain.md 6",
        ends=(("Case", "Organisation"),),
        properties=(
            Property("from", "date", "basic", "vanaf", "domain.md 6"),
            Property("to", "date", "basic", "tot", "domain.md 6"),
        ),
        in_paths=False,
    ),
    RelationshipType(
        "CONTACT",
        "contactpersoon",
        "domain.md 6",
        ends=(("Case", "User"),),
        in_paths=False,
    ),
    RelationshipType(
        "CONNECTED_TO",
        "hangt samen met",
        "domain.md 6",
        ends=(("Case", "Case"),),
        properties=(Property("why", "text", "assessment", "waarom", "domain.md 6"),),
    ),
    RelationshipType(
        "SAME_AS",
        "dezelfde als",
        "access-model.md 2",
        ends=(
            *((one, two) for one in _IDENTIFIABLE for two in _IDENTIFIABLE),
            *((kind, kind) for kind in ("Knowledge", "Organisation", "Place", "Report")),
        ),
    ),
)
