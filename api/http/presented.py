"""How a request presents its token; noted in its scope, so that what was proved at the start of a stream stays proved."""

from starlette.requests import Request

from api.http.asked import only
from api.identity.possession import Presented

PRESENTED = "kring.presented"


def presented(request: Request, resource: str) -> Presented:
    """The token of a request, with what it brings to prove that it may have it; `resource` is the address of this service."""
    found = request.scope.get(PRESENTED)
    if not isinstance(found, Presented):
        proofs, address = request.headers.getlist("dpop"), resource + request.scope["path"]
        found = request.scope[PRESENTED] = Presented(only(request, "authorization"), tuple(proofs), request.method, address)
    return found
