"""The laws that a grant keeps by itself, whoever gives it (access-model.md 4). One function names them all."""

import re
from datetime import timedelta

from access_policies.errors import GrantInvalid
from access_policies.grants.grant import ACTIONS, HIGHEST, STATES, Grant
from graph_model.marking import LEVELS
from graph_model.ontology import FIELD_CLASSES

LONGEST = timedelta(days=366)
LONGEST_BREAK_GLASS = timedelta(hours=4)
LONGEST_TEXT = 2_000
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_RECORD_SCOPE = re.compile(r"record:[0-9a-f]{32}")


def broken_laws(grant: Grant) -> list[str]:
    """Every law that a grant breaks, in words."""
    longest = LONGEST_BREAK_GLASS if grant.break_glass else LONGEST
    names = (grant.id, grant.grantor, grant.holder, grant.legal_basis, *grant.scopes, *grant.purposes)
    steps = sorted(grant.history, key=lambda step: step.at)
    known_level, known_kind = grant.level_ceiling in LEVELS, grant.kind in HIGHEST
    laws = {
        "a name holds characters that no name may hold": all(CODE.fullmatch(name) for name in names),
        "unknown kind of grantee": known_kind,
        "unknown level": known_level,
        "unknown action": set(grant.actions) <= set(ACTIONS),
        "unknown field class": set(grant.field_classes) <= set(FIELD_CLASSES),
        "unknown state": all(step.state in STATES for step in grant.history),
        "no scope, purpose or action": bool(grant.scopes and grant.purposes and grant.actions),
        "a single record is named by its id": all(_RECORD_SCOPE.fullmatch(s) for s in grant.scopes if s.startswith("record:")),
        "it lasts too long": grant.expires - grant.not_before <= longest,
        "it ends before it starts": grant.expires > grant.not_before,
        "its history runs backwards": list(grant.history) == steps,
        "a text is too long": all(len(text) <= LONGEST_TEXT for text in (grant.necessity, grant.delay_ground, *grant.conditions)),
        "PERS is never granted anything as an organisation, its register apart": (
            grant.grantee != "org:PERS" or grant.scopes == ("REGISTER",)
        ),
        f"{grant.level_ceiling} is too high for {grant.kind}": (
            not (known_level and known_kind) or LEVELS.index(grant.level_ceiling) <= LEVELS.index(HIGHEST[grant.kind])
        ),
    }
    return [law for law, holds in laws.items() if not holds]


def validate(grant: Grant) -> Grant:
    """The grant itself. Raises GrantInvalid naming it and the first law it breaks."""
    if broken := broken_laws(grant):
        raise GrantInvalid(f"grant {grant.id!r}: {broken[0]}")
    return grant
