"""The directory: who takes part and with what; and the one input that names every change of it."""

from datetime import datetime

import strawberry

from access_policies.guard import directory_changes
from api.graphql.administration.telling import told, told_all


@strawberry.type(description="A partner.")
class DirectoryOrganisation:
    """`recipient` is its kind in the table of regimes; `ended` the instant it left, if it did."""

    code: str
    name: str
    recipient: str
    ended: str


@strawberry.type(description="A team of one organisation.")
class DirectoryTeam:
    """Its members stand in the users."""

    code: str
    organisation: str
    ended: str


@strawberry.type(description="A closed circle and the organisation that keeps it.")
class DirectoryCompartment:
    """Only its keeper's security officer lets people in."""

    code: str
    keeper: str


@strawberry.type(description="What somebody is cleared for in one scheme.")
class Clearance:
    """A scheme and a level of it."""

    scheme: str
    level: str


@strawberry.type(description="A person with an account.")
class DirectoryUser:
    """A user with the version of its record, which a change names."""

    key: strawberry.ID
    name: str
    organisation: str
    roles: list[str]
    clearances: list[Clearance]
    cleared_until: datetime
    systems: list[str]
    compartments: list[str]
    teams: list[str]
    conflicts: list[str]
    ended: str
    version: str


@strawberry.type(description="What an administrator sees of the directory.")
class Directory:
    """The organisations, and of people those of the own organisation."""

    organisations: list[DirectoryOrganisation]
    teams: list[DirectoryTeam]
    compartments: list[DirectoryCompartment]
    users: list[DirectoryUser]


@strawberry.type(description="One version of a record of the directory.")
class DirectoryVersion:
    """Since when, until when, by whom, and what it said, as JSON."""

    since: str | None
    until: str | None
    by: str | None
    parts: str


def directory_told(seen: directory_changes.DirectorySeen) -> Directory:
    """The directory as the schema has it."""
    return Directory(
        organisations=told_all(DirectoryOrganisation, seen.organisations),
        teams=told_all(DirectoryTeam, seen.teams),
        compartments=told_all(DirectoryCompartment, seen.compartments),
        users=[told(DirectoryUser, user, version=seen.versions[user.key]) for user in seen.users],
    )
