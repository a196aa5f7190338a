"""Roles, and who may do what with them: administration and content never meet in one person (access-model.md 5)."""

CONTENT = frozenset({
    "ADVISER", "ANALYST", "AUTHORITY", "CASE_OFFICER", "CONTACT", "DISPATCHER", "DUTY_OFFICER", "EXECUTOR", "GUARD", "LIAISON",
    "MAYOR", "OVERSEER", "PROSECUTOR", "PROTECTED_PERSON",
})  # fmt: skip
"""Roles of people who work with records. None of them opens anything: a grant does."""

APART = frozenset({"GRANT_ADMIN", "OPERATOR", "SECURITY_OFFICER"})
"""Roles of people who administer, and therefore hold no role of content, no team and no grant of their own."""

AUDITORS = frozenset({"GRANT_AUDITOR"})
"""Sees the grants of all, changes none."""

ROLES = CONTENT | APART | AUDITORS

OPERATIONS: dict[str, tuple[str, ...]] = {
    "directory.add_compartment": ("OPERATOR",),
    "directory.add_organisation": ("OPERATOR",),
    "directory.add_team": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "directory.add_user": ("GRANT_ADMIN", "OPERATOR", "SECURITY_OFFICER"),
    "directory.change_user": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "directory.end_organisation": ("OPERATOR",),
    "directory.end_team": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "directory.end_user": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "directory.history": ("GRANT_ADMIN", "GRANT_AUDITOR", "SECURITY_OFFICER"),
    "directory.show": ("GRANT_ADMIN", "GRANT_AUDITOR", "OPERATOR", "SECURITY_OFFICER"),
    "emergency.approve": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "emergency.declare": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "emergency.end": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "emergency.list": ("GRANT_ADMIN", "GRANT_AUDITOR", "SECURITY_OFFICER"),
    "emergency.review": ("GRANT_ADMIN", "OVERSEER", "SECURITY_OFFICER"),
    "explain.of_other": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "grant.approve": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "grant.consent": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "grant.list": ("GRANT_ADMIN", "GRANT_AUDITOR"),
    "grant.plan": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "grant.preview": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "grant.refuse": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "grant.release": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "grant.report": ("GRANT_ADMIN", "GRANT_AUDITOR", "SECURITY_OFFICER"),
    "grant.review": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "grant.revoke": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "grant.uphold": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "partners.compare": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "policies.trial": ("GRANT_AUDITOR", "OPERATOR", "SECURITY_OFFICER"),
    "watch.begin": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "watch.end": ("GRANT_ADMIN", "SECURITY_OFFICER"),
    "who_sees": ("GRANT_ADMIN", "SECURITY_OFFICER"),
}
"""Administrative operations and the roles that may ask for them, each within its own organisation.

What is not named here is open to everybody about themselves: asking for a grant, looking at one's own, taking a refusal higher.
"""
