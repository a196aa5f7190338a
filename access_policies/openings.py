"""What grants open, asked of Cedar once for all grants of one shape.

Grants that differ in their scopes alone are one policy with all of their scopes: a record in one of them is a record in one of
them. Which scopes a class has is looked up; level, match, purpose, time, grantee and actions are for Cedar to judge.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import cedarpy

from access_policies.classes import ClassIndex, first
from access_policies.entities import marking_entity, request
from access_policies.grants import Grant, Step
from access_policies.policy_texts import FOLDER, cedar_actions, grant_policy, lawful
from access_policies.rules import EVERY_ACTION, Question, texts_named
from access_policies.subject import Subject

PARTS = ("level", "match")
"""Parts of a marking, scopes apart, that the policy of a grant looks at."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Grants of one shape, and the classes that they open by action."""

    grants: tuple[Grant, ...]
    by_action: dict[str, int]


def openings(
    grants: Iterable[Grant], subject: Subject, index: ClassIndex, question: Question, folder: Path = FOLDER
) -> tuple[list[Opening], int]:
    """What the grants open, and the classes about which a policy could not be evaluated."""
    shapes = _shapes(lawful(grants), question.context.purpose, question.context.at)
    if not shapes:
        return [], 0
    merged = [_merged(members, question.context.at) for members in shapes]
    text = "\n".join(grant_policy(grant, subject, question.context.at, folder) for grant in merged)
    scopes = sorted({scope for grant in merged for scope in grant.scopes})
    reached = [_any(index.having("scopes", scope) for scope in grant.scopes) for grant in merged]
    found: list[dict[str, int]] = [{} for _ in merged]
    groups = index.groups(PARTS, texts_named(text))
    entities = [
        *question.entities,
        *(marking_entity(index[first(bits)], str(n), question.table, scopes) for n, bits in enumerate(groups)),
    ]
    columns = _columns(merged)
    requests = [request(actions[0], str(n), question.context) for actions in columns for n in range(len(groups))]
    results = iter(cedarpy.is_authorized_batch(requests, cedarpy.PolicySet.from_str(text), entities))
    broken = 0
    for actions in columns:
        for bits, result in zip(groups, results, strict=False):
            broken |= bits if result.diagnostics.errors else 0
            for reason in result.diagnostics.reasons:
                place = int(reason.removeprefix("policy"))
                for action in actions:
                    found[place][action] = found[place].get(action, 0) | (bits & reached[place])
    return [Opening(tuple(members), by_action) for members, by_action in zip(shapes, found, strict=True)], broken


def _shapes(grants: Sequence[Grant], purpose: str, at: datetime) -> list[list[Grant]]:
    """Grants in force for the purpose, those of one shape together. One that is left out here opens nothing anyway."""
    shapes: dict[tuple[object, ...], list[Grant]] = {}
    for grant in grants:
        if grant.not_before <= at and purpose in grant.purposes and grant.state_at(at) == "ACTIVE":
            shape = (frozenset(cedar_actions(grant)), grant.ceiling, grant.grantee, grant.purposes, grant.break_glass)
            shapes.setdefault(shape, []).append(grant)
    return list(shapes.values())


def _merged(members: Sequence[Grant], at: datetime) -> Grant:
    """One grant for all of a shape: their scopes together, and the time that they have in common."""
    return replace(
        members[0],
        scopes=tuple(sorted({scope for grant in members for scope in grant.scopes})),
        not_before=max(grant.not_before for grant in members),
        expires=min(grant.expires for grant in members),
        review_due=min(grant.review_due_at(at) for grant in members),
        history=(Step(at, "ACTIVE"),),
    )


def _columns(merged: Sequence[Grant]) -> list[tuple[str, ...]]:
    """Actions that the same grants allow are one question."""
    columns: dict[tuple[int, ...], list[str]] = {}
    allowed = [frozenset(cedar_actions(grant)) for grant in merged]
    for action in EVERY_ACTION:
        allowing = tuple(n for n, actions in enumerate(allowed) if action in actions)
        if allowing:
            columns.setdefault(allowing, []).append(action)
    return [tuple(actions) for actions in columns.values()]


def _any(sets: Iterable[int]) -> int:
    whole = 0
    for bits in sets:
        whole |= bits
    return whole
