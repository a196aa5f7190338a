"""Grants as a reviewable plan: what a list of wanted grants would change, and the change itself. Pure.

A plan is one organisation's: it asks for what is not there, ends what is no longer wanted, and leaves alone what it did not make.
Consent and approval stay with people: applying a plan puts grants on their desks and opens nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from access_policies.desk import Filed
from access_policies.grants import CODE, Grant
from access_policies.grants.life import moved

LONGEST_NAME = 30
ALIVE = ("REQUESTED", "CONSENT_PENDING", "ACTIVE")
TERMS = (
    "grantee", "scopes", "actions", "field_classes", "level_ceiling", "purposes", "legal_basis", "necessity", "conditions",
    "not_before", "expires",
)  # fmt: skip
"""Parts in which a grant that is there must agree with the one that is wanted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One entry of a plan: its name in the file, the place it stands at, and the grant as a draft without past."""

    name: str
    place: str
    draft: Grant


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a plan: `request`, `end` or `keep`, the grant it is about, and the terms in which it differs."""

    kind: str
    name: str
    grant: str
    terms: tuple[str, ...] = ()


def faults(wanted: Sequence[Wanted]) -> list[str]:
    """What is wrong with a plan by itself, each with its place: names that meet, and grants that say two things at once."""
    found: list[str] = []
    names: dict[str, str] = {}
    terms: dict[tuple[object, ...], str] = {}
    for one in wanted:
        if not CODE.fullmatch(one.name) or len(one.name) > LONGEST_NAME:
            found.append(f"{one.place}: the name is no code of at most {LONGEST_NAME} characters")
        elif one.name in names:
            found.append(f"{one.place}: the name stands at {names[one.name]} already")
        names.setdefault(one.name, one.place)
        same = (one.draft.grantee, frozenset(one.draft.scopes), frozenset(one.draft.purposes))
        if same in terms:
            found.append(f"{one.place}: same grantee, scopes and purposes as at {terms[same]}")
        terms.setdefault(same, one.place)
    return found


def differences(wanted: Sequence[Wanted], filed: Iterable[Filed], grantor: str, at: datetime) -> list[Difference]:
    """What applying would do, in the order of the plan, then what it no longer wants."""
    made = _made(filed, grantor, at)
    lines = []
    for one in wanted:
        there = made.pop(one.name, None)
        if there is None:
            lines.append(Difference("request", one.name, _next_id(one.name, grantor, filed)))
            continue
        terms = tuple(name for name in TERMS if getattr(there.grant, name) != getattr(one.draft, name))
        if not terms:
            lines.append(Difference("keep", one.name, there.grant.id))
        else:
            lines += [
                Difference("end", one.name, there.grant.id, terms),
                Difference("request", one.name, _next_id(one.name, grantor, filed)),
            ]
    return lines + [Difference("end", name, one.grant.id) for name, one in sorted(made.items())]


def ended(grant: Grant, by: str, at: datetime) -> Grant:
    """A planned grant that is no longer wanted: revoked, or refused while it waits."""
    waits = grant.state_at(at) in ("REQUESTED", "CONSENT_PENDING")
    return moved(grant, "refuse" if waits else "revoke", at, by, "NOT-NECESSARY")


def given(one: Wanted, difference: Difference, grantor: str, by: str, at: datetime) -> Grant:
    """An entry as a grant that somebody gives of their own accord; it waits for the consent of others and a second person."""
    draft = replace(one.draft, id=difference.grant, grantor=grantor, requested_by=by, granted_by=by)
    return moved(moved(draft, "request", at, by), "take_up", at, by)


def _made(filed: Iterable[Filed], grantor: str, at: datetime) -> dict[str, Filed]:
    """Grants that a plan made and that are still alive, by their name in it."""
    prefix = f"P-{grantor}-"
    alive = [one for one in filed if one.grant.id.startswith(prefix) and one.grant.state_at(at) in ALIVE]
    return {one.grant.id.removeprefix(prefix).rpartition(".")[0]: one for one in alive if one.grant.grantor == grantor}


def _next_id(name: str, grantor: str, filed: Iterable[Filed]) -> str:
    prefix = f"P-{grantor}-{name}."
    return f"{prefix}{sum(one.grant.id.startswith(prefix) for one in filed) + 1}"


def by_name(wanted: Iterable[Wanted]) -> Mapping[str, Wanted]:
    """Entries by their name."""
    return {one.name: one for one in wanted}
