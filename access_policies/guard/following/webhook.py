"""A webhook as a value: who is told what, where, and how far they were told. Its secret is here only as it was sealed."""

import json
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime
from typing import Any

from access_policies.guard.asked import Asked
from access_policies.guard.following.looks import Place
from graph_model.instant import parse, to_text

CHANGES, NOTICES = "CHANGES", "NOTICES"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody registers: an address, and what is followed for which purpose, in which case."""

    url: str
    follows: str
    purpose: str
    case: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One that was begun: the bytes are the same at every attempt. `due` is when the next attempt is, in seconds of the machine."""

    id: str
    body: str
    attempts: int
    due: float


@dataclass(frozen=True, slots=True)
class Webhook:
    """One registration. `place` is how far its owner was told, always behind all of a number."""

    id: str
    owner: str
    wanted: Wanted
    created_at: datetime
    ends_at: datetime
    sealed: str = field(repr=False)
    place: Place
    paused: bool = False
    delivery: Delivery | None = None

    @property
    def asked(self) -> Asked:
        """What its owner would ask, at any moment."""
        return Asked(self.owner, self.wanted.purpose, "", self.wanted.case, channel="webhook")


def stored(hook: Webhook) -> dict[str, Any]:
    """A webhook that is new, as it is kept."""
    wanted = hook.wanted
    return {
        "id": hook.id,
        "owner": hook.owner,
        "url": wanted.url,
        "follows": wanted.follows,
        "purpose": wanted.purpose,
        "case": wanted.case,
        "createdAt": to_text(hook.created_at),
        "endsAt": to_text(hook.ends_at),
        "sealed": hook.sealed,
        "told": told(hook),
        "paused": False,
    }


def tried_anew(hook: Webhook) -> Webhook:
    """The same as if nothing had been tried yet."""
    return replace(hook, delivery=hook.delivery and replace(hook.delivery, attempts=0, due=0.0))


def told(hook: Webhook) -> str:
    """How far its owner was told and what is under way, as it is kept; each state has one text."""
    return json.dumps([hook.place.order, astuple(hook.delivery) if hook.delivery else None])


def webhook_from(row: dict[str, Any]) -> Webhook:
    """A webhook as it was kept."""
    order, begun = json.loads(row["told"])
    return Webhook(
        id=row["id"],
        owner=row["owner"],
        wanted=Wanted(row["url"], row["follows"], row["purpose"], row.get("case")),
        created_at=parse(row["createdAt"]),
        ends_at=parse(row["endsAt"]),
        sealed=row["sealed"],
        place=Place(order),
        paused=row["paused"],
        delivery=Delivery(*begun) if begun else None,
    )
