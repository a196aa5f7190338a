"""Where a host really is: every address that its name stands for must be a public one, and the one that was looked at is called."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"), IPv6Network("::/96"))
"""Addresses of IPv6 that lead to one of IPv4, which may be anywhere."""


class NotPublic(Exception):
    """A name stands for an address that is nobody's business, or for none."""


async def address_of(host: str, port: int, loopback: bool = False) -> str:
    """The address to call. Raises NotPublic."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotPublic from None
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses or not all(is_public(one) or (loopback and one.is_loopback) for one in addresses):
        raise NotPublic
    return str(addresses[0])


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """True for an address of the public net that is one machine's."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None or any(address in network for network in TRANSLATED):
            return False
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast
