"""Steps that a grant's page offers: those that its state allows, to those who are a party. Whether they are taken, the API decides.

What is left out here would be refused; what is offered may still be: four eyes and consents are the API's to judge.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from access_policies.grants.life import TRANSITIONS
from access_policies.subject import Subject

ACTIONS = {
    "consent": ("take_up", "consent"),
    "approve": ("approve",),
    "refuse": ("refuse",),
    "uphold": ("uphold",),
    "release": ("release_sanitised",),
    "escalate": ("escalate",),
    "keep": ("review",),
    "end": ("end",),
    "revoke": ("revoke",),
}
"""Each step and the transitions that it may be."""
FIELDS = {"refuse": "ground", "revoke": "ground", "escalate": "to", "release": "reference", "judge": "outcome"}
"""The one thing that somebody has to say with a step, as its operation names it; steps that are not here need nothing."""
STEPS = (*ACTIONS, "judge")


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody sits at a grant: `is_asked` at the grantor or an originator that was asked, as the API's preview tells."""

    who: Subject
    is_asked: bool
    speaks: bool


def offered(grant: Mapping[str, Any], seat: Seat) -> list[str]:
    """The steps that are offered to somebody, in the order of a grant's life."""
    state, mine = grant["state"], seat.who.organisation == grant["grantor"]
    own = seat.who.key == grant["requestedBy"]
    may = {
        "consent": seat.is_asked and (mine if state == "REQUESTED" else not mine and not _consented(grant, seat.who)),
        "approve": mine and seat.who.key not in (grant["requestedBy"], grant["grantedBy"]),
        "refuse": seat.is_asked,
        "uphold": seat.who.organisation == grant["escalatedTo"],
        "release": mine,
        "revoke": mine or _consented(grant, seat.who),
        "keep": mine,
        "end": mine and state != "ACTIVE",
    }
    steps = [step for step, allowed in may.items() if allowed and seat.speaks and _leads_on(step, state)]
    if own and _leads_on("escalate", state) and (state == "REFUSED" or grant["overdue"]):
        steps.append("escalate")
    if grant["breakGlass"] and grant["emergency"] and not grant["emergency"]["reviewedBy"] and mine and seat.speaks:
        steps.append("judge")
    return steps


def _leads_on(step: str, state: str) -> bool:
    return any(state in TRANSITIONS[action] for action in ACTIONS[step])


def _consented(grant: Mapping[str, Any], who: Subject) -> bool:
    return any(one["organisation"] == who.organisation for one in grant["approvals"])
