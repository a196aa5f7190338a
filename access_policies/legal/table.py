"""The legal table as values, read whole from one YAML file or refused with every fault and its place."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from access_policies.errors import LegalTableBroken
from access_policies.legal.faults import faults
from access_policies.register import PolicyTable

FOLDER = Path(__file__).parent
LARGEST = 1_000_000
"""Bytes that a table may have; the one that ships has eleven thousand."""


@dataclass(frozen=True, slots=True)
class RegimeRow:
    """One regime: what it is, the article, and by kind of recipient the purposes and the article of the release."""

    title: str
    article: str
    closed: bool
    purposes: dict[str, list[str]]
    articles: dict[str, str]


@dataclass(frozen=True, slots=True)
class Handling:
    """A handling code: where it comes from, what it obliges to, and the actions that Kring withholds."""

    source: str
    obliges: str
    withholds: tuple[str, ...]
    takes_day: bool


@dataclass(frozen=True, slots=True)
class LegalTable:
    """One version of the law as Kring applies it."""

    version: str
    start: date
    end: date | None
    purposes: dict[str, str]
    recipients: dict[str, str]
    systems: tuple[str, ...]
    regimes: dict[str, RegimeRow]
    handling: dict[str, Handling]
    legal_bases: dict[str, str]
    refusal_grounds: dict[str, str]
    clocks: dict[str, timedelta]

    def in_force(self, day: date) -> bool:
        """True on the days between start and end."""
        return self.start <= day and (self.end is None or day < self.end)

    def to_policy_table(self) -> PolicyTable:
        """The table as the register in the graph keeps it."""
        return PolicyTable(
            purposes=tuple(self.purposes),
            admitted_systems=self.systems,
            closed_regimes=tuple(name for name, row in self.regimes.items() if row.closed),
            regimes={name: row.purposes for name, row in self.regimes.items()},
            **self.extras(),
        )

    def extras(self) -> dict[str, Any]:
        """What a table of another source, the scenario's for one, takes over from the law: articles, codes, grounds, clocks."""
        return {
            "version": self.version,
            "articles": {name: {"": row.article, **row.articles} for name, row in self.regimes.items()},
            "handling": {name: list(code.withholds) for name, code in self.handling.items()},
            "recipients": tuple(self.recipients),
            "legal_bases": dict(self.legal_bases),
            "refusal_grounds": dict(self.refusal_grounds),
            "clocks": {name: int(term.total_seconds()) for name, term in self.clocks.items()},
        }


def load(path: Path) -> LegalTable:
    """Read a table. Raises LegalTableBroken with the file's name and one line a fault."""
    try:
        content = path.read_bytes()
        if len(content) > LARGEST:
            raise LegalTableBroken(f"{path.name}: larger than {LARGEST} bytes")
        raw = yaml.safe_load(content.decode())
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError) as fault:
        raise LegalTableBroken(f"{path.name}: not readable as YAML: {str(fault)[:200]}") from None
    if found := list(faults(raw)):
        raise LegalTableBroken("\n".join(f"{path.name}: {fault}" for fault in found[:50]))
    return _made(raw)


@cache
def standard() -> LegalTable:
    """The table that ships with Kring."""
    return load(max(FOLDER.glob("*.yaml")))


def _made(raw: dict[str, Any]) -> LegalTable:
    return LegalTable(
        version=raw["version"],
        start=raw["in_force"]["from"],
        end=raw["in_force"].get("to"),
        purposes=raw["purposes"],
        recipients=raw["recipients"],
        systems=tuple(raw["systems"]),
        regimes={name: _regime(row) for name, row in raw["regimes"].items()},
        handling={name: _handling(code) for name, code in raw["handling"].items()},
        legal_bases=raw["legal_bases"],
        refusal_grounds=raw["refusal_grounds"],
        clocks={name: timedelta(hours=hours) for name, hours in raw["clocks"].items()},
    )


def _regime(row: dict[str, Any]) -> RegimeRow:
    return RegimeRow(
        title=str(row.get("title", "")),
        article=row["article"],
        closed=row["closed"],
        purposes={name: list(cell["purposes"]) for name, cell in row["recipients"].items()},
        articles={name: cell["article"] for name, cell in row["recipients"].items()},
    )


def _handling(code: dict[str, Any]) -> Handling:
    return Handling(code["source"], code["obliges"], tuple(code["withholds"]), "takes" in code)
