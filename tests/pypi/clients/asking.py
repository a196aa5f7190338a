"""Asks the documents on stdin with gql, as its manual sets it up, and follows changes over a WebSocket. Prints the answers."""

import asyncio
import json
import sys
from typing import Any

from gql import Client, GraphQLRequest
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport


async def main(url: str, headers: dict[str, str], asked: dict[str, Any]) -> dict[str, Any]:
    """The answers to the queries, and the first event of the subscription."""
    async with Client(transport=HTTPXAsyncTransport(url=url, headers=headers)) as session:
        answers = [
            await session.execute(GraphQLRequest(one["query"], variable_values=one["variables"])) for one in asked["queries"]
        ]
    socket = WebsocketsTransport(url=url.replace("http", "ws", 1), init_payload=headers)
    async with Client(transport=socket) as session:
        async for event in session.subscribe(GraphQLRequest(asked["subscription"])):
            return {"answers": [{"data": data} for data in answers], "event": event}
    raise AssertionError("the subscription said nothing")


print(json.dumps(asyncio.run(main(sys.argv[1], json.loads(sys.argv[2]), json.load(sys.stdin)))))
