"""Grants: the value, its laws, its life and whose consent it needs (access-model.md 4). Pure; the store is elsewhere."""

from access_policies.grants.grant import ACTIONS, HIGHEST, STATES, Emergency, Grant, Step
from access_policies.grants.laws import CODE, LONGEST, LONGEST_BREAK_GLASS, broken_laws, validate
from access_policies.grants.stored import from_parts, to_parts

__all__ = [
    "ACTIONS",
    "CODE",
    "HIGHEST",
    "LONGEST",
    "LONGEST_BREAK_GLASS",
    "STATES",
    "Emergency",
    "Grant",
    "Step",
    "broken_laws",
    "from_parts",
    "to_parts",
    "validate",
]
