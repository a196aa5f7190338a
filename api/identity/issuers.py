"""The issuers whose tokens are taken, as settings and as values: each has one algorithm, one place for keys, one table of users.

A name means nothing across issuers: what an issuer calls `u-1` is a user of the directory only if its own entry says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from api.identity.errors import IssuerInvalid
from api.identity.key_source import KeySource

DIRECTORY_KEYS = "directory-keys"


class IssuerSettings(BaseModel):
    """One issuer, as an installation's settings name it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: str = Field(min_length=1, description="Exactly what its tokens say in `iss`.")
    jwks: str = Field(min_length=1, description="Address of its public keys.")
    algorithm: Literal["PS256", "ES256", "EdDSA"] = Field(description="The one algorithm it signs with; never taken from a token.")
    accounts: Literal["directory-keys"] | dict[str, str] = Field(
        description="User of the directory by `sub` (a person, or a client for itself), or that its subjects are directory keys."
    )
    bound: bool = Field(False, description="Whether its tokens count only when they are bound to a key (DPoP, RFC 9449).")
    client: str | None = Field(
        None, min_length=1, description="What Kring is called there as a client: people sign in to its pages there."
    )


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """An issuer that the verifier takes tokens from. `account_of` gives the directory's user for a subject, or None.

    `bound` says that its tokens count only with a proof of the key that they are bound to.
    """

    name: str
    algorithm: str
    keys: KeySource
    account_of: Callable[[str], str | None]
    bound: bool = False


def trusted(settings: IssuerSettings, loopback: bool = False) -> TrustedIssuer:
    """The issuer of some settings. Raises IssuerInvalid when an address is not https; `loopback` allows 127.0.0.1 without."""
    for address in (settings.issuer, settings.jwks):
        parts = urlsplit(address)
        if parts.scheme != "https" and not (loopback and parts.scheme == "http" and parts.hostname == "127.0.0.1"):
            raise IssuerInvalid("the address of an issuer and that of its keys must be https")
    accounts = settings.accounts
    account_of = directory_key if isinstance(accounts, str) else accounts.get
    keys = KeySource(settings.jwks, settings.algorithm)
    return TrustedIssuer(settings.issuer, settings.algorithm, keys, account_of, settings.bound)


def directory_key(subject: str) -> str | None:
    """The account of an issuer that signs for this directory alone: its subjects are the directory's keys."""
    return subject
