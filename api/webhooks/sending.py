"""One POST to a receiver: to an address that was looked at, over TLS with the host's certificate; only its status is read."""

import asyncio
import ssl
from collections.abc import Mapping

import httpx

from api.webhooks.addresses import NotPublic, address_of
from api.webhooks.hosts import HTTPS, Hosts, Target

LONGEST = 10.0
"""Seconds that one attempt may take, all in all."""
ARRIVED = range(200, 300)
GONE = 410
"""What a receiver answers that wants no more."""


class Sender:
    """Sends for one installation. Follows no redirect, uses no proxy of the environment, keeps no connection and no cookie."""

    def __init__(self, hosts: Hosts) -> None:
        """Raises OSError or ssl.SSLError for a file of authorities that cannot be used."""
        self._loopback = hosts.loopback
        self._trust = ssl.create_default_context(cafile=str(hosts.ca_file) if hosts.ca_file else None)

    async def send(self, target: Target, headers: Mapping[str, str], body: bytes) -> int | None:
        """The status of the answer; None when there was none, for whatever reason."""
        try:
            async with asyncio.timeout(LONGEST):
                return await self._sent(target, headers, body)
        except (TimeoutError, NotPublic, httpx.HTTPError, httpx.InvalidURL, OSError):
            return None

    async def _sent(self, target: Target, headers: Mapping[str, str], body: bytes) -> int:
        address = await address_of(target.host, target.port, self._loopback)
        url = httpx.URL(scheme="https", host=address, port=target.port, path=target.path)
        named = target.host if target.port == HTTPS else f"{target.host}:{target.port}"
        async with httpx.AsyncClient(verify=self._trust, trust_env=False, follow_redirects=False, timeout=LONGEST) as client:
            request = client.build_request(
                "POST", url, headers={**headers, "Host": named}, content=body, extensions={"sni_hostname": target.host}
            )
            answer = await client.send(request, stream=True)
            await answer.aclose()
            return answer.status_code
