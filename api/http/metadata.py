"""RFC 9728: what this resource is called, and who signs tokens for it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.identity.possession import ALGORITHMS
from api.identity.verifier import TokenVerifier

PATH = "/.well-known/oauth-protected-resource"


def metadata_route(verifier: TokenVerifier) -> Route:
    """The one document; the same for everybody."""
    document = {
        "resource": verifier.audience,
        "resource_name": "Kring",
        "authorization_servers": verifier.issuers,
        "bearer_methods_supported": ["header"],
        "dpop_signing_alg_values_supported": list(ALGORITHMS),
        "dpop_bound_access_tokens_required": verifier.is_bound,
    }

    async def metadata(_: Request) -> Response:
        return JSONResponse(document)

    return Route(PATH, metadata)


def challenge(verifier: TokenVerifier) -> dict[str, str]:
    """The header of every 401; it says where to get a token, and nothing of what was wrong with this one."""
    where = f'resource_metadata="{verifier.audience}{PATH}"'
    return {"WWW-Authenticate": f'Bearer {where}, DPoP {where}, algs="{" ".join(ALGORITHMS)}"'}
