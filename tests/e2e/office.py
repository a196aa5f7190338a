"""Administration over HTTP, as tests ask it: one question or one mutation at a time."""

from typing import Any

from tests.e2e.conftest import Service

ADMINISTRATION = "GRANT_ADMINISTRATION"
STEP = "{ grant { id state } userErrors { code field } receipt }"
REQUEST = {
    "grantor": "DLIO",
    "grantee": "user:u-daan",
    "scopes": ["C1-TEL"],
    "actions": ["see", "read"],
    "fieldClasses": ["basic", "identity", "assessment"],
    "levelCeiling": "STG_C",
    "purposes": ["THREAT_ASSESSMENT"],
    "legalBasis": "WPG-15",
    "necessity": "same number in two cases",
    "notBefore": "2026-03-16T00:00:00Z",
    "expires": "2026-04-16T00:00:00Z",
}
"""What daan asks for in story (j)."""


async def question(service: Service, who: str, field: str, purpose: str = ADMINISTRATION, **variables: Any) -> Any:
    """What one field below `administration` gives. `field` is its text, with variables as `$name`."""
    answer = await service.ask(who, purpose, f"query{_declared(variables)} {{ administration {{ found: {field} }} }}", variables)
    assert answer.status_code == 200, answer.text
    assert "errors" not in answer.json(), answer.text
    return answer.json()["data"]["administration"]["found"]


async def step(service: Service, who: str, mutation: str, purpose: str = ADMINISTRATION, **variables: Any) -> Any:
    """The payload of one mutation."""
    answer = await service.ask(who, purpose, f"mutation{_declared(variables)} {{ done: {mutation} }}", variables)
    assert answer.status_code == 200, answer.text
    assert "errors" not in answer.json(), answer.text
    return answer.json()["data"]["done"]


def codes(payload: dict[str, Any]) -> list[str]:
    """The codes of what was refused."""
    return [error["code"] for error in payload["userErrors"]]


def state(payload: dict[str, Any]) -> str:
    """The state a grant came to."""
    assert payload["userErrors"] == []
    return str(payload["grant"]["state"])


_TYPES = {
    "request": "GrantRequest!",
    "records": "[ID!]!",
    "change": "DirectoryChange!",
    "texts": "[PolicyText!]!",
    "grants": "[WantedGrant!]!",
    "declaration": "EmergencyDraft!",
    "record": "ID!",
}


def _declared(variables: dict[str, Any]) -> str:
    return f"({', '.join(f'${name}: {_TYPES[name]}' for name in variables)})" if variables else ""
