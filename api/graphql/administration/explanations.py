"""Why somebody may see a record or not, and who sees it: grants, rules, articles and versions; of the record only its marking."""

from datetime import datetime

import strawberry

from access_policies import explanation
from api.graphql.administration.grants import Approval
from api.graphql.administration.telling import told


@strawberry.type(description="A rule in a decision: its name, what it says, and the article.")
class RuleSaid:
    """One rule."""

    rule: str
    says: str
    article: str


@strawberry.type(description="A grant in a decision.")
class GrantSaid:
    """Who gave what to whom, on which basis, with whose consent, until when."""

    id: strawberry.ID
    grantor: str
    grantee: str
    legal_basis: str
    purposes: list[str]
    approvals: list[Approval]
    until: datetime


@strawberry.type(description="A part of a marking.")
class MarkingPart:
    """Its name and what it says."""

    name: str
    values: list[str]


@strawberry.type(
    description="Permitted or not; the grants that open it, or the rules that keep it shut. No rule: no grant opens it."
)
class Explanation:
    """A decision, told."""

    record: strawberry.ID
    action: str
    user: str
    purpose: str
    at: datetime
    permit: bool
    grants: list[GrantSaid]
    rules: list[RuleSaid]
    regime: str
    regime_article: str
    marking: list[MarkingPart]
    policy_version: str
    table_version: str
    text: str
    inputs: str | None = strawberry.field(description="about the asker: what the decision can be worked out again from, as JSON")
    inputs_hash: str | None = strawberry.field(description="SHA-256 of `inputs`")


@strawberry.type(description="Somebody who sees a record, for a purpose, under which grants, until when at most.")
class Reader:
    """One user and purpose."""

    organisation: str
    user: str
    purpose: str
    grants: list[GrantSaid]
    until: datetime


def explanation_told(said: explanation.Explanation) -> Explanation:
    """An explanation as the schema has it, with its words."""
    parts = [MarkingPart(name=n, values=[part] if isinstance(part, str) else list(part)) for n, part in said.marking.items()]
    return told(Explanation, said, marking=parts, text=explanation.as_text(said))
