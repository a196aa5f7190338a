"""The policies as Cedar text: the constant ones from their files, and one for each grant of a subject.

A set of texts has a version, the hash of all of them, which every decision can name.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from string import Template

import cedarpy

from access_policies.errors import PolicyBroken
from access_policies.grants import Grant, broken_laws
from access_policies.subject import Subject
from graph_model.ontology import FIELD_CLASSES

FOLDER = Path(__file__).parent / "policies"
ACTIONS = ("see", "sense", "cite", "write", "export", "pass_on")
READS = tuple(f"read_{name}" for name in FIELD_CLASSES)
NAMES = (
    "clearance", "compartments", "conflict", "handling", "purpose", "regime", "releasable", "retention", "system",
)  # fmt: skip
KEPT = 8
"""Sets of texts that are kept: the one in force, and a few that are being tried."""
TEMPLATE, SCHEMA = "grant.cedar.template", "schema.cedarschema"


@lru_cache(maxsize=KEPT)
def constant_policies(folder: Path = FOLDER) -> str:
    """The mandatory rules, all of which hold for everybody. Raises PolicyBroken when one is missing or does not fit."""
    texts = []
    for name in NAMES:
        path = folder / f"{name}.cedar"
        if not path.is_file():
            raise PolicyBroken(f"policy {name} is missing")
        texts.append(path.read_text())
    whole = "\n".join(texts)
    require_valid(whole, (folder / SCHEMA).read_text())
    return whole


def require_valid(text: str, schema: str) -> None:
    """Raise PolicyBroken when policies do not parse or do not fit the schema."""
    try:
        result = cedarpy.validate_policies(text, schema)
    except ValueError as fault:
        raise PolicyBroken(str(fault)[:500]) from None
    if not result.validation_passed:
        raise PolicyBroken("; ".join(str(error) for error in result.errors)[:2_000])


@lru_cache(maxsize=KEPT)
def policy_version(folder: Path = FOLDER) -> str:
    """The version of a set of texts: a hash of every file that decides, with its name."""
    digest = sha256()
    for name, text in deciding_texts(folder).items():
        content = text.encode()
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def deciding_texts(folder: Path = FOLDER) -> Mapping[str, str]:
    """Every text that decides, by the name of its file, in the order of the names."""
    suffixes = (".cedar", ".cedarschema", ".template")
    return {path.name: path.read_bytes().decode() for path in sorted(folder.iterdir()) if path.suffix in suffixes}


@lru_cache(maxsize=KEPT)
def _template(folder: Path) -> Template:
    return Template((folder / TEMPLATE).read_text())


def lawful(grants: Iterable[Grant]) -> list[Grant]:
    """Those that break no law; a grant that breaks one opens nothing."""
    return [grant for grant in grants if _is_lawful(grant)]


@lru_cache(maxsize=65_536)
def _is_lawful(grant: Grant) -> bool:
    return not broken_laws(grant)


def grant_policies(grants: Iterable[Grant], subject: Subject, at: datetime, folder: Path = FOLDER) -> str:
    """One policy a grant, in their order."""
    return "\n".join(grant_policy(grant, subject, at, folder) for grant in lawful(grants))


def grant_policy(grant: Grant, subject: Subject, at: datetime, folder: Path = FOLDER) -> str:
    """The policy of a lawful grant, for one subject at one instant."""
    grantees = [f"user:{subject.key}", f"org:{subject.organisation}", *(f"team:{team}" for team in sorted(subject.teams))]
    return _template(folder).substitute(
        id=grant.id,
        active="true" if grant.state_at(at) == "ACTIVE" else "false",
        not_before=milliseconds(grant.not_before),
        expires=milliseconds(grant.expires),
        review_due=milliseconds(grant.review_due_at(at)),
        grantees=_texts(grantees),
        grantee=grant.grantee,
        scopes=_texts(grant.scopes),
        actions=", ".join(f'Action::"{name}"' for name in cedar_actions(grant)),
        ceiling=grant.ceiling,
        purposes=_texts(grant.purposes),
        break_glass="true" if grant.break_glass else "false",
    )


def cedar_actions(grant: Grant) -> tuple[str, ...]:
    """The actions of a grant as the schema names them: reading is an action for each field class."""
    plain = [name for name in grant.actions if name in ACTIONS]
    return (*plain, *(f"read_{name}" for name in grant.field_classes if "read" in grant.actions))


def _texts(names: Iterable[str]) -> str:
    return ", ".join(json.dumps(name) for name in names)


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970, as Cedar's Long."""
    return int(at.timestamp() * 1000)
