"""The routes of TAXII: what HTTP says about a question, whose it is, and how its answer leaves. Nothing can be written here.

A question is a view inside the caller's view (docs/decisions/0133, 0141). It counts, is on record and leaves as a GraphQL question
does; what is not in the collection, not in the caller's list or not there at all is one and the same 404.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from access_policies.guard import Asked, Rendered
from api.graphql.cost import ACT
from api.graphql.cursors import CursorSeal
from api.http.answers import RETRY, Refusal
from api.http.asked import case_of
from api.http.credentials import credential_hash
from api.http.edge import OUTCOME
from api.http.endpoint import FAULTS, QUOTA, Endpoint
from api.http.errors import HttpRefusal
from api.http.metadata import challenge
from api.http.patience import Patience
from api.http.quota import QuotaSpent
from api.parts import Parts
from api.taxii.media import TAXII, require_taxii
from api.taxii.pages import Page, envelope, manifest, page_of, statements, versions
from api.taxii.resources import DISCOVERY, ROOT, api_root, collection, collections, discovery, error, named
from api.taxii.wanted import MATCH, OF_ONE, PAGE, Wanted
from graph_model.leaving import Format, Leaving, Listing

COLLECTION = f"{ROOT}collections/{{collection}}/"
OBJECT = f"{COLLECTION}objects/{{object}}/"
Answer = Callable[[str, Request], Awaitable[Response]]
Make = Callable[[Listing, Page, Sequence[Leaving]], Rendered]


class TaxiiRoutes:
    """The server of one service, in one format."""

    def __init__(self, parts: Parts, endpoint: Endpoint, written: Format) -> None:
        self._exports, self._endpoint, self._written = parts.guard.exports, endpoint, written
        self._departures, self._key = parts.departures, parts.cursor_key
        self._challenge, self._address = challenge(parts.verifier), parts.verifier.audience

    def routes(self) -> list[Route]:
        """All of them."""
        whole = partial(self._page, self._envelope, True, PAGE | MATCH)
        one = partial(self._page, self._envelope, True, OF_ONE)
        listed = partial(self._page, lambda listing, page, _: manifest(listing, page), False, PAGE | MATCH)
        dated = partial(self._page, lambda listing, page, _: versions(listing, page), False, PAGE | {"match[spec_version]"})
        told: dict[str, Answer] = {
            f"{ROOT}collections/": self._collections,
            COLLECTION: self._collection,
            f"{COLLECTION}manifest/": listed,
            f"{COLLECTION}objects/": whole,
            OBJECT: one,
            f"{OBJECT}versions/": dated,
            f"{ROOT}status/{{status}}/": self._nothing,
        }
        return [
            Route(DISCOVERY, partial(self._constant, discovery(self._address))),
            Route(ROOT, partial(self._constant, api_root())),
            *(Route(path, partial(self._answer, answer), methods=["GET"]) for path, answer in told.items()),
            Route(f"{COLLECTION}objects/", partial(self._answer, self._refused_write), methods=["POST"]),
            Route(OBJECT, partial(self._answer, self._refused_write), methods=["DELETE"]),
        ]

    async def _constant(self, document: dict[str, Any], request: Request) -> Response:
        """What is the same for everybody, who need not say who they are."""
        try:
            require_taxii(request.headers)
        except HttpRefusal as fault:
            return self._refused(request, await self._endpoint.refusal("", fault))
        return Response(orjson.dumps(document), media_type=TAXII)

    async def _answer(self, answer: Answer, request: Request) -> Response:
        """The answer to one request, or its refusal; both leave at the times of answers."""
        departure = self._departures.departure()
        response = await self._response_to(answer, request)
        await departure.wait()
        return response

    async def _response_to(self, answer: Answer, request: Request) -> Response:
        user = ""
        request.scope[QUOTA] = {}
        try:
            user = await self._endpoint.bearer(request)
            await self._endpoint.charge(user, 1, request)
            require_taxii(request.headers)
            async with Patience(request.receive):
                return await answer(user, request)
        except FAULTS as fault:
            if isinstance(fault, QuotaSpent):
                request.scope[QUOTA]["Retry-After"] = str(fault.seconds)
            return self._refused(request, await self._endpoint.refusal(user, fault))

    async def _collections(self, user: str, request: Request) -> Response:
        """Those of the caller's own grants."""
        return await self._offered(user, request, collections)

    async def _collection(self, user: str, request: Request) -> Response:
        """One of them."""
        return await self._offered(user, request, lambda purposes: collection(named(request.path_params["collection"], purposes)))

    async def _offered(self, user: str, request: Request, made: Callable[[tuple[str, ...]], dict[str, Any]]) -> Response:
        asked = self._asked(user, request, "")
        return self._told(request, *await self._exports.offer(asked, lambda purposes: orjson.dumps(made(purposes))), {})

    async def _page(self, make: Make, is_whole: bool, taken: frozenset[str], user: str, request: Request) -> Response:
        """A page of a collection, or of what there is of one object in it."""
        purpose, id_ = await self._purpose(user, request), request.path_params.get("object")
        seal = CursorSeal(self._key, f"{user} {purpose}")
        wanted = Wanted.of(request.query_params, seal, f"{purpose} {id_ or ''}", taken)
        await self._endpoint.charge(user, ACT + wanted.limit, request)
        pages: list[Page] = []

        def choose(listing: Listing) -> list[Leaving]:
            every = self._written.members(listing.statements)
            if id_ is not None and not (every := [one for one in every if one.id == id_]):
                raise HttpRefusal("NO_SUCH_PATH")
            pages.append(page_of(listing, every, wanted, seal))
            return statements(listing, pages[-1]) if is_whole else []

        asked = self._asked(user, request, purpose)
        released = await self._exports.read(asked, choose, lambda listing, whole: make(listing, pages[-1], whole))
        return self._told(request, released.body, released.receipt, {"Kring-Epoch": released.policy_digest} | pages[-1].dates)

    def _envelope(self, listing: Listing, page: Page, whole: Sequence[Leaving]) -> Rendered:
        return envelope(listing, page, whole, self._written)

    async def _nothing(self, user: str, request: Request) -> Response:
        """The status of a request to write: there is none."""
        raise HttpRefusal("NO_SUCH_PATH")

    async def _refused_write(self, user: str, request: Request) -> Response:
        """What is not there cannot be written to, and what is there may not be."""
        await self._purpose(user, request)
        raise HttpRefusal("READ_ONLY")

    async def _purpose(self, user: str, request: Request) -> str:
        """The purpose of the collection that an address names. Raises HttpRefusal, and what the guard raises."""
        return named(request.path_params["collection"], await self._exports.purposes(self._asked(user, request, "")))

    def _asked(self, user: str, request: Request, purpose: str) -> Asked:
        """Who asks what; the address without its query tells which question it is, the query with what."""
        return Asked(
            subject=user,
            purpose=purpose,
            operation=sha256(request.scope["path"].encode()).hexdigest(),
            case=case_of(request),
            variables=request.scope["query_string"],
            channel="taxii",
            token=credential_hash(request.headers),
        )

    def _told(self, request: Request, body: bytes, receipt: str, headers: dict[str, str]) -> Response:
        request.scope[OUTCOME] = {"receipt": receipt}
        return Response(body, headers={"Audit-Receipt": receipt, **headers, **request.scope[QUOTA]}, media_type=TAXII)

    def _refused(self, request: Request, refusal: Refusal) -> Response:
        request.scope[OUTCOME] = {"code": refusal.code}
        status = refusal.fixed or 400
        own = self._challenge if refusal.code == "UNAUTHENTICATED" else {}
        headers = {**own, **request.scope.get(QUOTA, {})}
        if refusal.code in RETRY:
            headers["Retry-After"] = RETRY[refusal.code]
        return Response(error(refusal, status), status, headers, TAXII)
