"""Expected refusals of administration and writes: a closed list of codes, each with a constant sentence. They are data.

None says anything about a record or grant that the asker may not know of: hidden, missing and not-yours are `NOT_FOUND`.
"""

from dataclasses import dataclass

from access_policies.errors import PolicyError

CODES = {
    "ALREADY_DONE": "this was done already",
    "CIRCULAR": "a record would come to supersede itself",
    "CLOCK_BEHIND": "the clock stands before the last step of this record",
    "CONSENT_MISSING": "not every originator concerned has consented yet",
    "ENDED": "its end lies in the past",
    "FOUR_EYES": "somebody else must do this: two different people, and neither asked for it nor is served by it",
    "GROUND_UNKNOWN": "the ground is not on the closed list",
    "INVALID": "a value breaks a law of the model",
    "LACKS": "the grantor does not hold what it would give",
    "KEY_REUSED": "this idempotency key was used for something else",
    "LOWERED": "a marking may not be less strict than it was, nor than that of what is cited",
    "NOT_ACCEPTED": "not accepted",
    "NOT_ALLOWED": "this is not yours to do",
    "NOT_DUE": "the term has not passed yet",
    "NOT_FOUND": "no such record",
    "REVIEW_OVERDUE": "an earlier use was not reviewed in time",
    "SILENT": "nobody may be told that this is there: its marking is SILENT",
    "STALE": "it was changed meanwhile; look again",
    "TAKEN": "the code is in use",
    "UNKNOWN_VALUE": "a value is not on its register",
    "WRONG_STATE": "the state it is in does not allow this",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One `userError`: the code, the field of the request it is about (empty: the whole), and the constant sentence."""

    code: str
    field: str = ""
    detail: str = ""

    @property
    def message(self) -> str:
        """The sentence of the code, with the law that was broken where one was."""
        return f"{CODES[self.code]}: {self.detail}" if self.detail else CODES[self.code]


class Refused(PolicyError):
    """Carries refusals from the laws to the door, which turns them into an outcome."""

    def __init__(self, code: str, field: str = "", detail: str = "") -> None:
        self.refusals = (Refusal(code, field, detail),)
        super().__init__(code)
