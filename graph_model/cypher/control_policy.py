"""Constant statements for the policy records that the graph keeps: directory, grants, legal regimes, their past.

Policy changes are serial. Whoever decides on a change read the epoch first; ADVANCE_EPOCH takes its lock and moves it only if
nobody moved it meanwhile, leaving the change's turn on it; every other statement of the change does nothing but in its turn.
"""

from graph_model.cypher.control import BEHIND_COMMITS
from graph_model.cypher.control_changes import NEXT_PLACE
from graph_model.cypher.statement_text import ControlStatement

READ_POLICY_OF_USER = ControlStatement(f"""
{BEHIND_COMMITS}
OPTIONAL MATCH (user:DirectoryUser {{key: $key}})
OPTIONAL MATCH (organisation:DirectoryOrganisation {{code: user.organisation}})
OPTIONAL MATCH (table:PolicyTable)
CALL (user) {{ MATCH (grant:Grant) WHERE grant.grantee IN user.grantees RETURN collect(grant.parts) AS grants }}
RETURN epoch, raised, user.parts AS user, organisation.parts AS organisation, table.parts AS table, grants
""")
"""What is decided on is that of the epoch, whole: never kept under a later one, and never half of a change."""

READ_DESK = ControlStatement("""
MATCH (epoch:PolicyEpoch)
WITH epoch.value AS epoch
OPTIONAL MATCH (table:PolicyTable)
RETURN epoch, table.parts AS table,
  COLLECT { MATCH (one:DirectoryOrganisation) RETURN one.parts ORDER BY one.code } AS organisations,
  COLLECT { MATCH (one:DirectoryTeam) RETURN one.parts ORDER BY one.code } AS teams,
  COLLECT { MATCH (one:DirectoryCompartment) RETURN one.parts ORDER BY one.code } AS compartments,
  COLLECT { MATCH (one:DirectoryUser) WHERE $everybody OR one.key IN $users RETURN one.parts ORDER BY one.key } AS users,
  COLLECT { MATCH (one:EmergencyDeclaration) RETURN one.parts ORDER BY one.id } AS declarations,
  COLLECT {
    MATCH (one:Grant) WHERE one.id IN $grants OR one.declaration = $declaration OR one.grantor = $grantor
    RETURN [one.parts, one.granteeOrganisation, one.asked] ORDER BY one.id
  } AS grants,
  COLLECT {
    MATCH (one:Grant) WHERE one.id IN $grants
    MATCH (right:Grant) WHERE right.grantee = 'org:' + one.grantor RETURN DISTINCT right.parts
  } AS held
""")

READ_GRANTS = ControlStatement("""
MATCH (grant:Grant)
WHERE ($everything OR grant.parties IS NULL OR $organisation IN grant.parties)
  AND ($scope IS NULL OR grant.scopes IS NULL OR $scope IN grant.scopes)
RETURN grant.parts AS parts, grant.granteeOrganisation AS organisation, grant.asked AS asked ORDER BY grant.id
""")

READ_GRANTS_TO = ControlStatement("""
MATCH (grant:Grant) WHERE grant.grantee IN $grantees OR grant.requestedBy IN $requesters
RETURN grant.parts AS parts, grant.granteeOrganisation AS organisation, grant.asked AS asked ORDER BY grant.id
""")

READ_USERS = ControlStatement("""
MATCH (user:DirectoryUser)
RETURN user.key AS key, user.parts AS parts ORDER BY key
""")

_NOTICES = """
  MATCH (notice:PolicyNotice)
  WHERE notice.organisation = $organisation AND (notice.user = $user OR ($speaks AND notice.user IS NULL))
    AND (notice.pc IS NULL OR $decides[notice.pc] = 1) AND {0}
  RETURN notice ORDER BY notice.at DESC, notice.about LIMIT 500
"""
READ_NOTICES = ControlStatement(f"""
CALL () {{
{_NOTICES.format("notice.change IS NULL AND notice.kind <> 'NEW_PATH'")} UNION ALL
{_NOTICES.format("notice.change IS NOT NULL")} UNION ALL
{_NOTICES.format("notice.kind = 'NEW_PATH' AND $watches")}
}}
RETURN notice.at AS at, notice.kind AS kind, notice.about AS about, notice.user AS user ORDER BY at DESC, about
""")
"""Of grants, of changed records and of watches each the newest, so that none of these pushes a break-glass out of sight.

One with a class is of a version: it is told to whoever decides on it; one of a watch, to whoever may know of watches. What is
not told takes no place.
"""

READ_VERSIONS = ControlStatement("""
MATCH (version:PolicyVersion) WHERE version.since <= $at AND (version.until IS NULL OR version.until > $at)
RETURN version.record AS record, version.parts AS parts ORDER BY record
""")

READ_VERSIONS_OF = ControlStatement("""
MATCH (version:PolicyVersion {record: $record})
RETURN version.since AS since, version.until AS until, version.by AS by, version.parts AS parts ORDER BY since
""")

REGISTER_TABLE = ControlStatement("MERGE (table:PolicyTable {number: 1}) SET table.parts = $parts")

_ORGANISATIONS = """
MERGE (organisation:DirectoryOrganisation {code: row.code}) SET organisation.parts = row.parts
"""
_TEAMS = """
MERGE (team:DirectoryTeam {code: row.code}) SET team.parts = row.parts
"""
_COMPARTMENTS = """
MERGE (compartment:DirectoryCompartment {code: row.code}) SET compartment.parts = row.parts
"""
_USERS = """
MERGE (user:DirectoryUser {key: row.code})
SET user.organisation = row.organisation, user.grantees = row.grantees, user.parts = row.parts
"""
_DECLARATIONS = """
MERGE (declaration:EmergencyDeclaration {id: row.code}) SET declaration.parts = row.parts
"""
_GRANTS = """
MERGE (grant:Grant {id: row.id})
SET grant.grantee = row.grantee, grant.grantor = row.grantor, grant.granteeOrganisation = row.organisation,
    grant.requestedBy = row.requestedBy,
    grant.parties = row.parties, grant.scopes = row.scopes, grant.asked = row.asked, grant.declaration = row.declaration,
    grant.parts = row.parts
"""

REGISTER_ORGANISATIONS = ControlStatement("UNWIND $rows AS row" + _ORGANISATIONS)
REGISTER_TEAMS = ControlStatement("UNWIND $rows AS row" + _TEAMS)
REGISTER_COMPARTMENTS = ControlStatement("UNWIND $rows AS row" + _COMPARTMENTS)
REGISTER_USERS = ControlStatement("UNWIND $rows AS row" + _USERS)
REGISTER_GRANTS = ControlStatement("UNWIND $rows AS row" + _GRANTS)
REGISTER_VERSIONS = ControlStatement("""
UNWIND $rows AS row
MERGE (version:PolicyVersion {record: row.record, since: ''}) SET version.parts = row.parts
""")
"""What an installation was founded with holds from always."""

ADVANCE_EPOCH = ControlStatement("""
MATCH (epoch:PolicyEpoch) SET epoch._lock = true
WITH epoch WHERE epoch.value = $expected
SET epoch.value = epoch.value + 1, epoch.turn = $turn
RETURN epoch.value AS value
""")

_IN_TURN = "MATCH (epoch:PolicyEpoch) WHERE epoch.turn = $turn UNWIND $rows AS row"

CHANGE_TABLE = ControlStatement(_IN_TURN + " MERGE (table:PolicyTable {number: 1}) SET table.parts = row.parts")
CHANGE_ORGANISATIONS = ControlStatement(_IN_TURN + _ORGANISATIONS)
CHANGE_TEAMS = ControlStatement(_IN_TURN + _TEAMS)
CHANGE_COMPARTMENTS = ControlStatement(_IN_TURN + _COMPARTMENTS)
CHANGE_USERS = ControlStatement(_IN_TURN + _USERS)
CHANGE_DECLARATIONS = ControlStatement(_IN_TURN + _DECLARATIONS)
CHANGE_GRANTS = ControlStatement(_IN_TURN + _GRANTS)
CHANGE_VERSIONS = ControlStatement(f"""
{_IN_TURN}
CALL (row) {{
  MATCH (old:PolicyVersion {{record: row.record}}) WHERE old.until IS NULL
  SET old.until = $at
}}
CREATE (:PolicyVersion {{record: row.record, since: $at, by: $by, parts: row.parts}})
""")
NOTIFY = ControlStatement(f"""
{NEXT_PLACE}
{_IN_TURN}
CREATE (:PolicyNotice {{organisation: row.organisation, user: row.user, kind: row.kind, about: row.about, at: $at,
  id: replace(randomUUID(), '-', ''), changeOrder: place}})
""")
