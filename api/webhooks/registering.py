"""What the resolvers of webhooks need of an installation: which hosts may be told, and how secrets are made."""

from dataclasses import dataclass

from api.webhooks.hosts import Hosts
from api.webhooks.secret import SecretSeal


@dataclass(frozen=True, slots=True)
class Registering:
    """Of one installation."""

    hosts: Hosts
    seal: SecretSeal
