"""The audit: an entry is on disk before an answer leaves, and nothing in it can be changed unseen (access-model.md 8)."""

from access_policies.audit.entry import AuditEntry, Kind, ServedClass
from access_policies.audit.log import AuditLog

__all__ = ["AuditEntry", "AuditLog", "Kind", "ServedClass"]
