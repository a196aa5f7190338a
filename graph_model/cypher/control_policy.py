"""Constant statements for the policy records that the graph keeps: directory, grants, legal regimes.

Every statement that changes one of them is run together with BUMP_EPOCH in one transaction (access-model.md 5).
"""

from graph_model.cypher.statement_text import ControlStatement

READ_POLICY_OF_USER = ControlStatement("""
MATCH (epoch:PolicyEpoch)
OPTIONAL MATCH (user:DirectoryUser {key: $key})
OPTIONAL MATCH (organisation:DirectoryOrganisation {code: user.organisation})
OPTIONAL MATCH (table:PolicyTable)
CALL (user) { MATCH (grant:Grant) WHERE grant.grantee IN user.grantees RETURN collect(grant.parts) AS grants }
RETURN epoch.value AS epoch, user.parts AS user, organisation.parts AS organisation, table.parts AS table, grants
""")

REGISTER_TABLE = ControlStatement("MERGE (table:PolicyTable {number: 1}) SET table.parts = $parts")

REGISTER_ORGANISATIONS = ControlStatement("""
UNWIND $rows AS row
MERGE (organisation:DirectoryOrganisation {code: row.code}) SET organisation.parts = row.parts
""")

REGISTER_USERS = ControlStatement("""
UNWIND $rows AS row
MERGE (user:DirectoryUser {key: row.key})
SET user.organisation = row.organisation, user.grantees = row.grantees, user.parts = row.parts
""")

REGISTER_GRANTS = ControlStatement("""
UNWIND $rows AS row
MERGE (grant:Grant {id: row.id}) SET grant.grantee = row.grantee, grant.parts = row.parts
""")

READ_GRANT = ControlStatement("MATCH (grant:Grant {id: $id}) RETURN grant.parts AS parts")

REPLACE_GRANT = ControlStatement("""
MATCH (grant:Grant {id: $id}) SET grant.lock = true
WITH grant WHERE grant.parts = $before
SET grant.parts = $after REMOVE grant.lock
RETURN count(grant) AS changed
""")
"""Changes a grant only if it is still what was read, looked at under its lock: of two changes at once, one finds nothing."""

READ_USERS = ControlStatement("""
MATCH (user:DirectoryUser)
RETURN user.key AS key, user.parts AS parts ORDER BY key
""")
