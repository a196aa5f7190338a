"""What overseers ask: who was served what, and whether the record of it is whole."""

import strawberry

from access_policies.guard import oversight
from api.graphql.administration.telling import told_all


@strawberry.type(description="One record, served once.")
class Disclosure:
    """Who was served it, when, for which purpose, under which grants and bases; `imported` names an earlier system."""

    record: strawberry.ID
    at: str
    subject: str
    organisation: str
    purpose: str
    case: str | None
    grants: list[str]
    bases: list[str]
    log: str
    index: int
    imported: str


@strawberry.type(description="That a record was corrected or withdrawn, and which organisations that had been served it were told.")
class Correction:
    """`kind` is CORRECTED or WITHDRAWN."""

    record: strawberry.ID
    kind: str
    at: str
    told: list[str]


@strawberry.type(description="How many; null for a count that is small, or from which a small one could be told.")
class StatisticCount:
    """A word of a register and a number."""

    name: str
    number: int | None


@strawberry.type(description="Grants that were given inside the asker's mandate, counted by STATE, PURPOSE or LEGAL_BASIS.")
class Statistic:
    """Each word of the register is there, whatever its number."""

    name: str
    counts: list[StatisticCount]


@strawberry.type(description="One log and what is wrong with it; an empty text when nothing is.")
class AuditLogState:
    """The state of a log that was read whole."""

    log: str
    fault: str


@strawberry.type(description="What reading every log whole found.")
class AuditVerification:
    """`isIntact` is false also for whoever is no overseer: no log was read then."""

    is_intact: bool
    logs: list[AuditLogState]


def verification_told(found: oversight.Verification) -> AuditVerification:
    """A verification as the schema has it."""
    return AuditVerification(is_intact=found.is_intact, logs=[AuditLogState(log=n, fault=f) for n, f in found.faults.items()])


def disclosures_told(found: oversight.Disclosures) -> list[Disclosure]:
    """Disclosures as the schema has them."""
    return told_all(Disclosure, found.found)
