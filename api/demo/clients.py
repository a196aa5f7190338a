"""The clients that the demo's issuer knows: its page, the explorer, its command line, and the systems of two partners."""

from dataclasses import dataclass
from pathlib import Path

from authlib.oauth2.rfc6749 import ClientMixin
from joserfc.jwk import ECKey

from api.demo.names import COMMAND_LINE, EXPLORER, PAGE, PARTNER_SYSTEMS, TOKEN_EXCHANGE
from api.identity.own_key import own_key, public


@dataclass(frozen=True, slots=True)
class Client(ClientMixin):
    """A client: how it proves who it is (a key, or nothing but PKCE), and the one thing it may do."""

    id: str
    grant: str
    key: ECKey | None = None
    redirect: str | None = None

    def get_client_id(self) -> str:
        """The id."""
        return self.id

    def get_default_redirect_uri(self) -> str | None:
        """None: it must be said, and be the registered one."""
        return None

    def get_allowed_scope(self, scope: str | None) -> str:
        """No scopes: what a caller may see is no business of an issuer."""
        return ""

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """True for the registered address, character for character."""
        return self.redirect is not None and redirect_uri == self.redirect

    def check_client_secret(self, client_secret: str) -> bool:
        """False: no client of ours has a secret that others could hold as well."""
        return False

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """True for the one way in which it proves who it is."""
        return method == ("private_key_jwt" if self.key else "none")

    def check_response_type(self, response_type: str) -> bool:
        """True for a code, when it has an address to send it to."""
        return response_type == "code" and self.redirect is not None

    def check_grant_type(self, grant_type: str) -> bool:
        """True for its one grant; what may keep a secret may also renew what a person's code gave it."""
        return grant_type == self.grant or (grant_type == "refresh_token" and self.key is not None and self.redirect is not None)


def demo_clients(folder: Path, page: str, explorer: str) -> dict[str, Client]:
    """The clients by id, with keys of their own in a folder; `page` and `explorer` are where people come back to."""

    def with_key(id_: str, grant: str, redirect: str | None = None) -> Client:
        return Client(id_, grant, public(own_key(folder / f"{id_}.pem")), redirect)

    clients = [with_key(id_, "client_credentials") for id_ in PARTNER_SYSTEMS]
    clients += [with_key(COMMAND_LINE, TOKEN_EXCHANGE), Client(PAGE, "authorization_code", redirect=page)]
    clients += [with_key(EXPLORER, "authorization_code", explorer)]
    return {client.id: client for client in clients}
