"""As numbers: what a grant would open, what organisations may see, and who would gain or lose under other policies."""

import strawberry

from access_policies.guard.previews import preview
from api.graphql.administration.telling import told


@strawberry.type(description="How many of what.")
class Count:
    """A name of the schema, an action or a property, and a number."""

    name: str
    number: int


@strawberry.type(description="A record of a path by its type; or a relationship, which points `forwards` or not.")
class PathStep:
    """What opens it stands in `by`."""

    type: str
    forwards: bool | None
    by: str = strawberry.field(
        description="HELD by grants of before, NEW by this one, EITHER of them alone, or both TOGETHER and neither alone."
    )


@strawberry.type(description="Paths of one kind: the pairs that have one, and the highest level of what these consist of.")
class PathKind:
    """Types, and never more of a record that the asker does not see."""

    number: int
    level: str
    steps: list[PathStep]
    tells: list[str] = strawberry.field(description="The fields at the ends of these paths that tell of a person.")
    example: list[strawberry.ID] = strawberry.field(description="The records of one, if the asker sees all of it; else none.")


@strawberry.type(description="Pairs of records by the kind of path that joins them.")
class OpenedPaths:
    """Not whole where there was too much to look at, or where there are more kinds."""

    pairs: int
    is_whole: bool
    kinds: list[PathKind]
    grants: list[strawberry.ID] = strawberry.field(
        description="Grants of before that open the rest of these paths, of those in which the asker's organisation is a party."
    )


@strawberry.type(description="What opens for users in the same position, for one purpose. Fields are counted by `Type.property`.")
class Opened:
    """Numbers of the asker's own organisation's records."""

    purpose: str
    users: list[str]
    records: list[Count]
    relationships: list[Count]
    fields: list[Count]
    protected_persons: int
    connected_pairs: int
    too_many_connections: bool
    new_paths: OpenedPaths = strawberry.field(description="Pairs of records within two hops after, and not before.")
    joint_disclosures: OpenedPaths = strawberry.field(
        description="Protected persons of whom this grant and those of before tell together what neither tells alone."
    )


@strawberry.type(description="A newly opened record that the asker may see as well.")
class Sample:
    """Its id and type."""

    id: strawberry.ID
    type: str


@strawberry.type(description="What a grant would open of the asker's own organisation's records.")
class GrantPreview:
    """The view after, less the view before, as numbers."""

    grant: strawberry.ID
    parts: list[Opened]
    samples: list[Sample]


@strawberry.type(description="What people of an organisation may see for one purpose, of the asker's own organisation's records.")
class SightForPurpose:
    """Numbers: people who may see any, classes and records that any of them may see."""

    purpose: str
    users: int
    classes: int
    records: list[Count]


@strawberry.type(description="An organisation: grants in force from the asker's organisation, and what its people may see.")
class PartnerSight:
    """Numbers, by purpose."""

    organisation: str
    grants: int
    purposes: list[SightForPurpose]


@strawberry.type(description="What one user gains and loses for a purpose: numbers of classes by action.")
class Moved:
    """A difference between two versions of the policies."""

    user: str
    organisation: str
    purpose: str
    gains: list[Count]
    loses: list[Count]


@strawberry.type(description="Policy texts tried against today's data.")
class PolicyTrial:
    """Versions before and after, how many users and purposes were asked, whom it moves; and `after` what to ask for the rest."""

    before: str
    after: str
    asked: int
    moved: list[Moved]
    more_after: str


@strawberry.input(description="A policy text that would replace its namesake.")
class PolicyText:
    """A file of the policies: `forbids.cedar`."""

    name: str
    text: str


def preview_told(seen: preview.Preview) -> GrantPreview:
    """A preview as the schema has it."""
    parts = [
        told(Opened, part, connected_pairs=part.connections.pairs, too_many_connections=not part.connections.counted)
        for part in seen.parts
    ]
    samples = [Sample(id=strawberry.ID(id_), type=kind) for id_, kind in seen.samples]
    return GrantPreview(grant=strawberry.ID(seen.grant), parts=parts, samples=samples)
