"""`POST /explorer/stix` and its neighbours: a file of what is on a canvas, by the one writer of its kind, in a session.

The request names ids; the guard says what of them may leave (docs/decisions/0157). The bytes of the file are the answer, so its
receipt is for the file. A hidden id, one that may not leave and one that nothing has are left out alike; where nothing is left
there is no file, and no word of why. Of a picture the answer is what Kring says of it (docs/decisions/0162).
"""

from collections.abc import Iterable
from functools import partial
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from access_policies.guard import Asked, Released
from api.explorer.door import Door
from api.explorer.orders import Order
from api.explorer.taking import LONGEST, Taking
from api.graphql.cost import ACT
from api.graphql.errors import RequestError
from api.http.asked import PURPOSE, case_of, only
from api.http.credentials import credential_hash
from api.http.departure import Departure
from api.http.edge import OUTCOME
from api.http.endpoint import FAULTS, QUOTA, Endpoint
from api.http.media_type import JSON, require_json
from api.http.patience import Patience
from api.http.quota import QuotaSpent
from api.http.request_body import read_body
from api.parts import Parts
from graph_model.leaving import FileKind


class FilesOut:
    """The way out of the explorer for whole files."""

    def __init__(self, parts: Parts, door: Door, endpoint: Endpoint) -> None:
        self._exports, self._departures = parts.guard.exports, parts.departures
        self._door, self._endpoint = door, endpoint

    def routes(self, kinds: Iterable[FileKind]) -> list[Route]:
        """POST and nothing else, with the session's seal, as the explorer's questions."""
        orders = [*(Order.of_file(kind) for kind in kinds), Order.of_picture()]
        return [Route(order.path, partial(self._answer, order), methods=["POST"]) for order in orders]

    async def _answer(self, order: Order, request: Request) -> Response:
        """The file, nothing, or a refusal; all leave at the times of answers."""
        departure = self._departures.departure()
        response = await self._response_to(order, request, departure)
        await departure.wait()
        return response

    async def _response_to(self, order: Order, request: Request, departure: Departure) -> Response:
        user = ""
        request.scope[QUOTA] = {}
        try:
            user = await self._door.user(request)
            return self._told(order, request, await self._released(order, user, request, departure))
        except FAULTS as fault:
            if isinstance(fault, QuotaSpent):
                request.scope[QUOTA]["Retry-After"] = str(fault.seconds)
            refusal = await self._endpoint.refusal(user, fault)
            request.scope[OUTCOME] = {"code": refusal.code}
            return refusal.response(JSON, request.scope[QUOTA])

    async def _released(self, order: Order, user: str, request: Request, departure: Departure) -> Released:
        require_json(request.headers)
        body = await read_body(request, LONGEST)
        departure.asked()
        wanted, write = order.read(body)
        asked = self._asked(order, user, request, body, wanted)
        await self._endpoint.charge(user, ACT + len(wanted.records) + len(wanted.links), request)
        async with Patience(request.receive):
            return await self._exports.file(asked, wanted.records, wanted.links, write)

    def _asked(self, order: Order, user: str, request: Request, body: bytes, wanted: Taking) -> Asked:
        """Who asks, for what. Raises RequestError without a purpose, and HttpRefusal for a case that cannot be read."""
        purpose = only(request, "kring-purpose") or ""
        if not PURPOSE.fullmatch(purpose):
            raise RequestError("PURPOSE_REQUIRED")
        return Asked(
            subject=user,
            purpose=purpose,
            operation=sha256(order.path.encode()).hexdigest(),
            case=case_of(request),
            variables=body,
            channel="explorer",
            token=credential_hash(request.headers),
            as_known=wanted.as_known,
        )

    def _told(self, order: Order, request: Request, released: Released) -> Response:
        request.scope[OUTCOME] = {"receipt": released.receipt}
        own = {"Kring-Epoch": released.policy_digest, "Audit-Receipt": released.receipt}
        own |= {"Kring-File-Signature": released.signature} if released.body else {}
        headers = own | dict(request.scope[QUOTA])
        return (
            Response(released.body, headers=headers, media_type=order.media)
            if released.body
            else Response(status_code=204, headers=headers)
        )
