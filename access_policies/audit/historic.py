"""What an earlier system disclosed: its ledger, proved by its own chain, as entries of ours that say where they come from."""

from collections.abc import Sequence
from dataclasses import dataclass

from access_policies.audit.entry import AuditEntry, Kind, ServedClass
from access_policies.audit.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Historic:
    """One disclosure of an earlier system. `source` names system and place there; `head` is the hash of its chain after it."""

    source: str
    head: str
    at: str
    subject: str
    organisation: str
    purpose: str
    grant: str
    basis: str
    epoch: int
    records: tuple[str, ...]

    def entry(self) -> AuditEntry:
        """The entry that it becomes. Its policy class was the other system's, so there is none here."""
        return AuditEntry(
            kind=Kind.IMPORT,
            at=self.at,
            subject=self.subject,
            organisation=self.organisation,
            purpose=self.purpose,
            action="read",
            outcome="released",
            epoch=self.epoch,
            served=(ServedClass(-1, (self.grant,), self.records),),
            bases={self.grant: self.basis},
            detail={"source": self.source, "head": self.head},
        )


def missing(ledger: Ledger, historic: Sequence[Historic]) -> list[Historic]:
    """Those that the ledger does not hold yet, so that a second import changes nothing."""
    return [
        one for one in historic if not any(known.imported == one.source for known in ledger.disclosures(one.records[0], one.at))
    ]
