"""What a started demo says about itself: address, logins, counts. For whoever started it, never for a caller."""

import json
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from access_policies.directory import Directory
from api.demo.people import STORIES
from cli.database import store_of
from graph_model.cypher.control import COUNTS
from graph_model.local.endpoint import Endpoint


async def facts(url: str, endpoint: Endpoint) -> dict[str, Any]:
    """What `--json` prints."""
    store = store_of(endpoint)
    try:
        users = await Directory(store).users()
        counts = (await store.run(COUNTS))[0]
    finally:
        await store.close()
    logins = [
        {"user": key, "organisation": organisation, "role": ", ".join(roles), "story": STORIES.get(key, ("",))[0]}
        for key, _, organisation, roles in users
    ]
    return {"url": url, "graphql": f"{url}/graphql", "logins": logins, "data": counts}


def show(told: dict[str, Any], as_json: bool) -> None:
    """Print them: one JSON object, or a page for a person."""
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    console = Console()
    table = Table(box=None, pad_edge=False)
    for title in ("user", "organisation", "role", "story"):
        table.add_column(title, no_wrap=True)
    for login in sorted((login for login in told["logins"] if login["story"]), key=lambda login: str(login["story"])):
        table.add_row(*(str(login[title]) for title in ("user", "organisation", "role", "story")))
    console.print(f"In a browser: {told['url']}/", soft_wrap=True)
    console.print(f"GraphQL: {told['graphql']}", soft_wrap=True)
    console.print(", ".join(f"{count:,} {what}" for what, count in told["data"].items()), soft_wrap=True)
    console.print(table)
    console.print("Ask: ./kring query examples/reports.graphql --as u-noor --purpose THREAT_ASSESSMENT", soft_wrap=True)
