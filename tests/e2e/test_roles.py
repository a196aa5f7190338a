"""The table of roles and operations, made by running every operation as every role; and that no operation tells a word of content."""

from dataclasses import replace
from pathlib import Path

from access_policies.register import User
from access_policies.roles import APART, CONTENT, OPERATIONS, ROLES
from api.graphql.administration import MUTATION, QUERY
from api.graphql.schema import core, make_schema
from tests.e2e.acts import acts, is_given, run, without_world
from tests.e2e.conftest import Service
from tests.golden import unchanged

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "roles.md"
NAMED = {
    "grants": "grant.list", "grantPreview": "grant.preview", "requestPreview": "grant.preview", "report": "grant.report",
    "partnerSights": "partners.compare", "explain of another": "explain.of_other", "whoSees": "who_sees", "directory": "directory.show",
    "directoryHistory": "directory.history", "policyTrial": "policies.trial", "consentToGrant": "grant.consent",
    "approveGrant": "grant.approve", "refuseGrant": "grant.refuse", "upholdGrant": "grant.uphold",
    "releaseGrant": "grant.release", "revokeGrant": "grant.revoke", "reviewGrant": "grant.review",
    "applyGrantPlan": "grant.plan", "declareEmergency": "emergency.declare", "approveEmergency": "emergency.approve",
    "endEmergency": "emergency.end", "changeDirectory addOrganisation": "directory.add_organisation",
    "changeDirectory endOrganisation": "directory.end_organisation", "changeDirectory addTeam": "directory.add_team",
    "changeDirectory addCompartment": "directory.add_compartment", "changeDirectory endTeam": "directory.end_team",
    "changeDirectory addUser": "directory.add_user", "changeDirectory changeUser": "directory.change_user",
    "changeDirectory endUser": "directory.end_user", "watchPerson": "watch.begin", "endWatch": "watch.end",
    "acknowledgeAlert": "watch.begin",
}  # fmt: skip
"""The guard's name of what a field asks."""
READS = "{ reports(first: 1) { edges { cursor } } persons(first: 1) { edges { cursor } } cases(first: 1) { edges { cursor } } }"


async def _everybody(service: Service) -> dict[str, tuple[str, str]]:
    """By role somebody at the police who has that role alone, and somebody at the inspectorate under a grant of its team."""
    register = service.world.register
    like = next(user for user in register.users if user.key == "u-fenna")
    people: dict[str, tuple[str, str]] = {}
    added: list[User] = []
    for role in sorted(ROLES):
        keys = (f"u-pol-{role.lower()}", f"u-insp-{role.lower()}")
        people[role] = keys
        added.append(replace(like, key=keys[0], roles=(role,), teams=()))
        added.append(replace(like, key=keys[1], roles=(role,), organisation="INSP", teams=("INSP-STELSEL",)))
    await service.guard.directory.register(replace(register, users=(*register.users, *added)))
    return people


def _page(may: dict[str, dict[str, bool]]) -> str:
    roles = sorted(role for role in may if role in APART or role == "GRANT_AUDITOR")
    others = sorted(set(may) - set(roles))
    lines = [
        "# Roles and operations", "",
        "Made by running every operation over HTTP as somebody who has one role alone; a test keeps it current. A mark: may ask, within the",
        "own organisation. No role reads a record: grants do, and whoever administers holds none. Of the roles of content, those that",
        "are named in the last column may as well.", "",
        f"| operation | {' | '.join(roles)} | roles of content |", f"|---|{'---|' * (len(roles) + 1)}",
    ]  # fmt: skip
    for name in next(iter(may.values())):
        content = [role for role in others if may[role][name]]
        said = "all" if len(content) == len(others) else ", ".join(content)
        lines.append(f"| `{name}` | {' | '.join('x' if may[role][name] else ' ' for role in roles)} | {said} |")
    lines += [
        "",
        "What is open to all is about themselves: what they asked for, what serves them, what they were told. `useEmergency` is for the",
        "roles that its declaration names, here DUTY_OFFICER; `reviewEmergency` also for the overseers who were told of that use.",
        "", f"Roles of content: {', '.join(sorted(CONTENT))}.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


async def test_the_table_of_roles_is_what_every_operation_does_for_every_role(service: Service) -> None:
    people, every = await _everybody(service), await acts(service)
    may: dict[str, dict[str, bool]] = {}
    for role, (at_police, at_inspectorate) in people.items():
        own, _ = await run(service, at_police, [act for act in every if act.purpose != "OVERSIGHT"])
        overseen, _ = await run(service, at_inspectorate, [act for act in every if act.purpose == "OVERSIGHT"])
        found = own | overseen
        may[role] = {act.name: is_given(found[act.name]) for act in every}
    for name, operation in NAMED.items():
        assert {role for role in may if may[role][name]} == set(OPERATIONS[operation]), name
    for name in ("disclosures", "consents", "corrections", "auditVerification", "asKnown"):
        assert {role for role in may if may[role][name]} == {"OVERSEER"}, name
    unchanged(PAGE, _page(may))


def test_no_operation_is_missing() -> None:
    made = core(make_schema(MUTATION, QUERY))
    assert made.mutation_type is not None
    fields = {*made.type_map["Administration"].fields, *made.mutation_type.fields}  # type: ignore[attr-defined]  # an object type
    changes = set(made.type_map["DirectoryChange"].fields)  # type: ignore[attr-defined]  # an input type
    every = {act.field for act in without_world()}
    assert every == fields
    assert {act.name.partition(" ")[2] for act in without_world() if act.field == "changeDirectory"} == changes


async def test_nobody_reads_by_a_role_and_administrators_read_nothing(service: Service) -> None:
    people = await _everybody(service)
    for role, (at_police, _) in people.items():
        for purpose in ("THREAT_ASSESSMENT", "GRANT_ADMINISTRATION", "OVERSIGHT"):
            data = (await service.ask(at_police, purpose, READS)).json()["data"]
            assert not [name for name, page in data.items() if page["edges"]], (role, purpose)
