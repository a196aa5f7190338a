"""The error tree of the policies. What a caller is told is decided in one place, the API; none of these holds content.

PolicyError
├── UnknownSubject      the token's subject is not in the directory
├── PurposeUnknown      a purpose is missing, or no register knows it
├── GrantInvalid        a grant breaks a law of access-model.md 4
├── GrantNotFound       no such grant, or not one that the caller may change
├── NotAccepted         a statement is refused at the door, for whatever reason
├── KeyReused           an idempotency key of the caller's own was used for another contribution
├── PolicyInFlux        policies changed at each of several tries
├── PolicyBroken        the policy texts do not fit their schema
├── LegalTableBroken    the table of legal regimes does not load
├── Refused             an expected refusal of administration, with its code (refusals.py)
├── AuditDamaged        an audit log is not as it was written; names the entry
└── AuditUnavailable    the audit entry could not be written, so nothing is served
"""


class PolicyError(Exception):
    """Root of everything the policies raise."""


class UnknownSubject(PolicyError):
    """Nobody in the directory."""


class PurposeUnknown(PolicyError):
    """No purpose, or one that no register knows."""


class GrantInvalid(PolicyError):
    """A grant breaks a law; the message names the law."""


class GrantNotFound(PolicyError):
    """Missing and not-yours are the same."""


class NotAccepted(PolicyError):
    """The one constant answer to a statement that is refused (access-model.md 3, 7)."""


class KeyReused(PolicyError):
    """Keys belong to their subject, so this tells about the caller's own past and nothing else."""


class PolicyInFlux(PolicyError):
    """The policy epoch changed during every try."""


class RightsChanged(PolicyError):
    """The caller's rights are not those that a subscription was opened under."""


class PolicyBroken(PolicyError):
    """Policies and schema do not fit; the service must not start."""


class LegalTableBroken(PolicyError):
    """One line a fault, each with its place in the file."""


class AuditUnavailable(PolicyError):
    """No audit, no answer."""


class AuditDamaged(PolicyError):
    """A log holds something else than was written; it is neither opened nor believed."""

    def __init__(self, log: str, segment: str, index: int, offset: int, reason: str) -> None:
        super().__init__(f"audit log {log}, segment {segment}, byte {offset}, entry {index}: {reason}")
        self.index = index
