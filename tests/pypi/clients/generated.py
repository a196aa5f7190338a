"""Asks with the client that ariadne-codegen generated for the operations of tests/clients: typed questions, typed answers."""

import asyncio
import json
import sys

from partner_client import Client


async def main(url: str, headers: dict[str, str]) -> list[dict[str, object]]:
    """The reports of two pages, read through the generated types."""
    found: list[dict[str, object]] = []
    async with Client(url=url, headers=headers) as client:
        page = (await client.reports_page(first=2)).reports
        more = (await client.reports_page(first=2, after=page.page_info.end_cursor)).reports
        for edge in [*page.edges, *more.edges]:
            node = edge.node
            found.append({"text": node.text, "receivedAt": node.received_at, "marking": {"level": node.marking.level}})
    return found


print(json.dumps(asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))))
