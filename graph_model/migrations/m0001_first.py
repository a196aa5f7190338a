"""Migration 1: identity of statements and markings, one full-text index a field class, the policy epoch."""

from graph_model.cypher.statement_text import ControlStatement

_TYPES = (
    "Person", "Actor", "Threat", "Measure", "Organisation", "Report", "Assessment", "Decision",
    "Case", "Place", "Event", "Item", "Source", "User", "Knowledge",
)  # fmt: skip

_TEXTS = {
    "basic": (
        "attributes", "channel", "concreteness", "description", "domain", "form", "kind", "municipality", "name",
        "ownResponsibility", "partnerCode", "phenomenon", "publicFunction", "readiness", "role", "scaleVersion",
        "state", "status", "target", "weighingStatus", "class",
    ),
    "identity": ("aliases", "displayName", "knownAs", "label", "value"),
    "contact": ("phone",),
    "assessment": (
        "assumptions", "confidence", "question", "reasons", "riskVerdict", "scenarios", "summary", "text",
    ),
    "operational": ("address", "geo", "planDetail"),
    "source": ("ownerRef",),
}  # fmt: skip


def _identity(label: str) -> ControlStatement:
    name = f"{label.lower()}_id"
    return ControlStatement(f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (node:{label}) REQUIRE node.id IS UNIQUE")


def _full_text(field_class: str, names: tuple[str, ...]) -> ControlStatement:
    on = ", ".join(f"node.{name}" for name in names)
    return ControlStatement(
        f"CREATE FULLTEXT INDEX search_{field_class} IF NOT EXISTS FOR (node:{'|'.join(_TYPES)}) ON EACH [{on}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}}"
    )


STEPS = (
    _identity("Statement"),
    *(_identity(label) for label in _TYPES),
    ControlStatement("CREATE CONSTRAINT marking_pc IF NOT EXISTS FOR (marking:Marking) REQUIRE marking.pc IS UNIQUE"),
    ControlStatement("CREATE CONSTRAINT marking_key IF NOT EXISTS FOR (marking:Marking) REQUIRE marking.key IS UNIQUE"),
    ControlStatement("CREATE CONSTRAINT grant_id IF NOT EXISTS FOR (grant:Grant) REQUIRE grant.id IS UNIQUE"),
    ControlStatement("CREATE CONSTRAINT user_key IF NOT EXISTS FOR (user:DirectoryUser) REQUIRE user.key IS UNIQUE"),
    ControlStatement("CREATE INDEX grant_grantee IF NOT EXISTS FOR (grant:Grant) ON (grant.grantee)"),
    ControlStatement(
        "CREATE INDEX own_external IF NOT EXISTS FOR (node:Statement) ON (node.originator, node.sourceSystem, node.externalId)"
    ),
    *(_full_text(name, texts) for name, texts in _TEXTS.items()),
    ControlStatement("CALL db.awaitIndexes(60)"),
    ControlStatement("MERGE (epoch:PolicyEpoch) ON CREATE SET epoch.value = 0"),
)
