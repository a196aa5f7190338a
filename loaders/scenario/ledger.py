"""The ledger of a world file: what was disclosed before `now`, proved by the chain that the file carries."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from access_policies.audit.historic import Historic
from graph_model.instant import parse, to_text


def historic(raw: dict[str, Any], ids: dict[str, str]) -> tuple[Historic, ...]:
    """The disclosures of a file. Raises ValueError when its chain does not lead to its head."""
    ledger = raw.get("ledger", {"entries": [], "head": "0" * 64})
    found = tuple(_entries(raw, ledger["entries"], ids))
    head = found[-1].head if found else "0" * 64
    if head != ledger["head"]:
        raise ValueError("ledger: the chain of the entries does not lead to the head")
    return found


def _entries(raw: dict[str, Any], entries: list[dict[str, Any]], ids: dict[str, str]) -> Iterator[Historic]:
    organisations = {user["key"]: user["org"] for user in raw["users"]}
    bases = {grant["key"]: grant["legal_basis"] for grant in raw["grants"]}
    head = "0" * 64
    for entry in entries:
        body = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        head = sha256((head + body).encode()).hexdigest()
        yield Historic(
            source=f"scenario:{entry['seq']}",
            head=head,
            at=to_text(parse(entry["at"])),
            subject=entry["user"],
            organisation=organisations[entry["user"]],
            purpose=entry["purpose"],
            grant=entry["grant"],
            basis=bases[entry["grant"]],
            epoch=entry["policy_version"],
            records=tuple(ids[handle] for handle in entry["records"]),
        )
