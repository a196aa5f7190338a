"""An errand: one committed operation, asked in process through the door that partners use, for the person of a session.

Same limits, same guard, same audit entry. What comes back is data and the API's own words; nothing else reaches a page.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from starlette.requests import Request

from api.explorer.sessions import Session
from api.http.answers import Refusal
from api.http.credentials import hash_of
from api.http.endpoint import FAULTS, Endpoint
from api.http.patience import Patience
from api.http.request_body import GraphQLRequest

FOLDER = Path(__file__).parent / "operations"


def documents() -> dict[str, str]:
    """The committed operations by the names of their files."""
    return {path.stem: path.read_text() for path in sorted(FOLDER.glob("*.graphql"))}


@dataclass(frozen=True, slots=True)
class Word:
    """Why something was not answered or not done, as the API says it."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to an errand: its data, the API's words where something was refused, and the receipt of the answer."""

    data: dict[str, Any]
    words: tuple[Word, ...] = ()
    receipt: str = ""

    def of(self, field: str) -> Any:
        """What one question of administration gave; None where it gave nothing."""
        return (self.data.get("administration") or {}).get(field)

    def records(self, field: str) -> list[dict[str, Any]]:
        """The records of a connection; none where nothing was answered."""
        return [edge["node"] for edge in (self.data.get(field) or {"edges": ()})["edges"]]


@dataclass(frozen=True, slots=True)
class Errand:
    """An operation by the name of its file, for what it is asked, and about which case (empty: none is said)."""

    name: str
    purpose: str
    case: str = ""


class Errands:
    """Runs the operations of the pages."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint, self._documents = endpoint, documents()

    async def run(self, request: Request, session: Session, errand: Errand, variables: dict[str, Any], key: str = "") -> Told:
        """Ask one operation; `key` makes a repeat safe. A refusal is on record first."""
        asks = GraphQLRequest(self._documents[errand.name], None, variables)
        try:
            async with Patience(request.receive):
                seal = hash_of(session.seal)
                released = await self._endpoint.ask(session.user, errand.purpose, asks, seal, errand.case or None, key)
        except FAULTS as fault:
            return Told({}, (_word(await self._endpoint.refusal(session.user, fault)),))
        answer = orjson.loads(released.body)
        data: dict[str, Any] = answer.get("data") or {}
        return Told(data, (*_errors(answer), *_refusals(data)), released.receipt)


def _word(refusal: Refusal) -> Word:
    return Word(refusal.code, refusal.message)


def _errors(answer: dict[str, Any]) -> list[Word]:
    return [Word(fault["extensions"]["code"], fault["message"]) for fault in answer.get("errors", ())]


def _refusals(data: dict[str, Any]) -> list[Word]:
    """What a mutation was refused: data of the API, said like its errors."""
    payloads = [payload for payload in data.values() if isinstance(payload, dict)]
    return [Word(one["code"], one["message"]) for payload in payloads for one in payload.get("userErrors", ())]
