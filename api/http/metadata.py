"""RFC 9728: what this resource is called, and who signs tokens for it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.identity.verifier import TokenVerifier

PATH = "/.well-known/oauth-protected-resource"


def metadata_route(verifier: TokenVerifier) -> Route:
    """The one document; the same for everybody."""
    document = {
        "resource": verifier.audience,
        "resource_name": "Kring",
        "authorization_servers": verifier.issuers,
        "bearer_methods_supported": ["header"],
    }

    async def metadata(_: Request) -> Response:
        return JSONResponse(document)

    return Route(PATH, metadata)


def challenge(verifier: TokenVerifier) -> dict[str, str]:
    """The header of every 401; it says where to get a token, and nothing of what was wrong with this one."""
    return {"WWW-Authenticate": f'Bearer resource_metadata="{verifier.audience}{PATH}"'}
