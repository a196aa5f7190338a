"""Migration 3: identity of the records that administrators change, and the ways to find grants and past versions."""

from graph_model.cypher.statement_text import ControlStatement

STEPS = (
    ControlStatement(
        "CREATE CONSTRAINT organisation_code IF NOT EXISTS FOR (one:DirectoryOrganisation) REQUIRE one.code IS UNIQUE"
    ),
    ControlStatement("CREATE CONSTRAINT team_code IF NOT EXISTS FOR (one:DirectoryTeam) REQUIRE one.code IS UNIQUE"),
    ControlStatement("CREATE CONSTRAINT compartment_code IF NOT EXISTS FOR (one:DirectoryCompartment) REQUIRE one.code IS UNIQUE"),
    ControlStatement("CREATE CONSTRAINT declaration_id IF NOT EXISTS FOR (one:EmergencyDeclaration) REQUIRE one.id IS UNIQUE"),
    ControlStatement("CREATE CONSTRAINT policy_table IF NOT EXISTS FOR (one:PolicyTable) REQUIRE one.number IS UNIQUE"),
    ControlStatement("CREATE INDEX policy_version IF NOT EXISTS FOR (one:PolicyVersion) ON (one.record, one.since)"),
    ControlStatement("CREATE INDEX policy_notice IF NOT EXISTS FOR (one:PolicyNotice) ON (one.organisation, one.at)"),
    ControlStatement("CREATE INDEX grant_requester IF NOT EXISTS FOR (one:Grant) ON (one.requestedBy)"),
    ControlStatement("CREATE INDEX grant_grantor IF NOT EXISTS FOR (one:Grant) ON (one.grantor)"),
    ControlStatement("CREATE INDEX grant_declaration IF NOT EXISTS FOR (one:Grant) ON (one.declaration)"),
    ControlStatement("CREATE INDEX marking_class IF NOT EXISTS FOR (one:Statement) ON (one.pc)"),
    ControlStatement("CALL db.awaitIndexes(60)"),
)
