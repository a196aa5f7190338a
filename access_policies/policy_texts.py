"""The policies as Cedar text: the constant ones from their files, and one for each grant of a subject."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from string import Template

import cedarpy

from access_policies.errors import GrantInvalid, PolicyBroken
from access_policies.grants import Grant, validate
from access_policies.subject import Subject

FOLDER = Path(__file__).parent / "policies"
ACTIONS = ("see", "sense", "cite", "write", "export")
NAMES = ("clearance", "compartments", "conflict", "purpose", "regime", "releasable", "system")


@cache
def constant_policies(folder: Path = FOLDER) -> str:
    """The mandatory rules, all of which hold for everybody. Raises PolicyBroken when one is missing or does not fit."""
    texts = []
    for name in NAMES:
        path = folder / f"{name}.cedar"
        if not path.is_file():
            raise PolicyBroken(f"policy {name} is missing")
        texts.append(path.read_text())
    whole = "\n".join(texts)
    result = cedarpy.validate_policies(whole, (folder / "schema.cedarschema").read_text())
    if not result.validation_passed:
        raise PolicyBroken("; ".join(str(error) for error in result.errors))
    return whole


@cache
def _template() -> Template:
    return Template((FOLDER / "grant.cedar.template").read_text())


def grant_policies(grants: Iterable[Grant], subject: Subject, at: datetime) -> str:
    """One policy a grant. A grant that breaks a law opens nothing."""
    texts = []
    for grant in grants:
        try:
            texts.append(_grant_policy(validate(grant), subject, at))
        except GrantInvalid:
            continue
    return "\n".join(texts)


def _grant_policy(grant: Grant, subject: Subject, at: datetime) -> str:
    grantees = [f"user:{subject.key}", f"org:{subject.organisation}", *(f"team:{team}" for team in sorted(subject.teams))]
    return _template().substitute(
        id=grant.id,
        active="true" if grant.state_at(at) == "ACTIVE" else "false",
        not_before=milliseconds(grant.not_before),
        expires=milliseconds(grant.expires),
        review_due=milliseconds(grant.review_due),
        grantees=_texts(grantees),
        grantee=grant.grantee,
        scopes=_texts(grant.scopes),
        actions=", ".join(f'Action::"{name}"' for name in _actions(grant)),
        ceiling=grant.ceiling,
        purposes=_texts(grant.purposes),
        break_glass="true" if grant.break_glass else "false",
    )


def _actions(grant: Grant) -> list[str]:
    plain = [name for name in grant.actions if name in ACTIONS]
    return plain + [f"read_{name}" for name in grant.field_classes if "read" in grant.actions]


def _texts(names: Iterable[str]) -> str:
    return ", ".join(json.dumps(name) for name in names)


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970, as Cedar's Long."""
    return int(at.timestamp() * 1000)
