"""Directory and register values as JSON text, as the graph keeps them, and back."""

import json
from dataclasses import asdict
from typing import Any

from access_policies.register import Compartment, Organisation, PolicyTable, Team, User
from graph_model.instant import parse, to_text


def user_text(user: User) -> str:
    """A user as text; equal users give equal texts."""
    return _text(asdict(user) | {"cleared_until": to_text(user.cleared_until)})


def user_from(text: str) -> User:
    """The user that was stored."""
    parts = json.loads(text)
    lists = {name: tuple(parts.get(name, ())) for name in ("roles", "systems", "compartments", "teams", "conflicts")}
    clearances = tuple((scheme, level) for scheme, level in parts["clearances"])
    return User(**parts | lists | {"clearances": clearances, "cleared_until": parse(parts["cleared_until"])})


def plain_text(record: Organisation | Team | Compartment) -> str:
    """A record of texts alone, as text."""
    return _text(asdict(record))


def organisation_from(text: str) -> Organisation:
    """The organisation that was stored."""
    return Organisation(**json.loads(text))


def team_from(text: str) -> Team:
    """The team that was stored."""
    return Team(**json.loads(text))


def compartment_from(text: str) -> Compartment:
    """The compartment that was stored."""
    return Compartment(**json.loads(text))


def table_text(table: PolicyTable) -> str:
    """The register of regimes as text."""
    return _text(asdict(table))


def table_from(text: str) -> PolicyTable:
    """The register that was stored."""
    parts = json.loads(text)
    for name in ("purposes", "admitted_systems", "closed_regimes", "recipients"):
        parts[name] = tuple(parts.get(name, ()))
    return PolicyTable(**parts)


def _text(parts: dict[str, Any]) -> str:
    return json.dumps(parts, sort_keys=True, ensure_ascii=False)
