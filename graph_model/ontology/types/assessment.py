"""Assessment (dreigingsinschatting, -analyse, risicoanalyse): the properties it may carry, source domain.md 3.1, 3.2, 6."""

from graph_model.ontology.declaration import Property, RecordType

ASSESSMENT = RecordType(
    name="Assessment",
    plural="assessments",
    dutch="dreigingsinschatting, -analyse, risicoanalyse",
    source="domain.md 3.1, 3.2, 6",
    properties=(
        Property(
            "kind",
            "text",
            "basic",
            "soort",
            "domain.md 3.1, 3.2, 6",
            values=("DI", "DA", "RA", "EVALUATIE"),
        ),
        Property("issuedAt", "date", "basic", "uitgebracht op", "domain.md 3.1, 3.2, 6"),
        Property("version", "integer", "basic", "versie", "domain.md 3.1, 3.2, 6", unit="count"),
        Property("oral", "boolean", "basic", "mondeling", "domain.md 3.1, 3.2, 6"),
        Property("scaleVersion", "text", "basic", "schaalversie", "domain.md 3.1, 3.2, 6"),
        Property("question", "text", "assessment", "vraag", "domain.md 3.1, 3.2, 6"),
        Property("severity", "integer", "assessment", "ernst", "domain.md 3.1, 3.2, 6", unit="ordinal 1-5"),
        Property("likelihood", "integer", "assessment", "waarschijnlijkheid", "domain.md 3.1, 3.2, 6", unit="ordinal 1-5"),
        Property("confidence", "text", "assessment", "zekerheid", "domain.md 3.1, 3.2, 6"),
        Property("scenarios", "texts", "assessment", "scenario's", "domain.md 3.1, 3.2, 6"),
        Property("assumptions", "texts", "assessment", "aannames", "domain.md 3.1, 3.2, 6"),
    ),
)
