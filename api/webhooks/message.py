"""What a delivery says: that there is something, when that was seen, and the cursor to go on from. No record, no id, no number."""

import time
from datetime import UTC, datetime

import orjson

from access_policies.guard.following.looks import Place
from access_policies.guard.following.webhook import NOTICES, Webhook
from api.graphql.subscriptions.place_seal import PlaceSeal
from api.webhooks.secret import SecretSeal, signature
from graph_model.instant import to_text

FOLLOWED = {NOTICES: "notices ", "CHANGES": "changes None None"}
"""How the subscriptions that a cursor is for name what they follow (`subscriptions/events.py`)."""


class Messages:
    """Made with the key of an installation."""

    def __init__(self, key: bytes) -> None:
        self._key, self._seal = key, SecretSeal(key)

    def secret(self, hook: Webhook) -> bytes:
        """What its deliveries are signed with. Raises SecretLost."""
        return self._seal.opened(hook.sealed, hook.id, hook.wanted)

    def body(self, hook: Webhook, place: Place) -> str:
        """All of it; as long as every other of what is followed."""
        followed = hook.wanted.follows
        seal = PlaceSeal(self._key, f"{hook.owner} {hook.wanted.purpose}\n{FOLLOWED[followed]}")
        said = {"type": f"kring.{followed.lower()}", "timestamp": to_text(datetime.now(UTC))}
        return orjson.dumps({**said, "data": {"cursor": seal.sealed(place)}}).decode()


def headers(secret: bytes, message: str, body: bytes) -> dict[str, str]:
    """The header fields of one attempt: the id is that of the delivery, the time is now."""
    now = int(time.time())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Kring",
        "webhook-id": message,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(secret, message, now, body),
    }
