"""Administrators are blind: no operation of theirs tells a word of any record, and each is refused to roles not named for it."""

import inspect
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from access_policies.grants.emergency import Declaration
from access_policies.guard import Asked, Guard
from access_policies.guard.administration import Administration
from access_policies.guard.directory_rulings import UserChange
from access_policies.register import User
from access_policies.roles import APART, CONTENT, OPERATIONS, ROLES
from cli.plan_file import read_plan
from graph_model.ontology import ONTOLOGY
from tests.access_policies.audit.logs import read_entries
from tests.access_policies.conftest import Installation
from tests.access_policies.test_administration import asks, requested, wanted
from tests.access_policies.test_plan import _plan

ADMINISTRATORS = ("u-tess", "u-roel", "u-fenna", "u-bente", "u-yfke", "u-mats", "u-otto", "u-pia", "u-olaf", "u-willemijn")


UNTIL = datetime(2027, 1, 1, tzinfo=UTC)


def _canary(number: int) -> str:
    return f"canary{number:06d}"


@pytest.fixture(scope="module")
async def planted(shared: Installation) -> set[str]:
    """Every text property of every record that may hold any word holds one that is nowhere else."""
    canaries: set[str] = set()
    nodes = []
    for node in shared.world.nodes:
        texts = {p.name for p in ONTOLOGY.types[node.type].properties if p.kind == "text" and not p.values}
        properties = {}
        for name, value in node.properties.items():
            properties[name] = _canary(len(canaries)) if name in texts else value
            if name in texts:
                canaries.add(_canary(len(canaries)))
        nodes.append(replace(node, properties=properties))
    await shared.guard.intake.found(shared.world.register, nodes, [])
    return canaries


Work = Callable[[Administration, Asked, Installation, str], Any]


def _declaration(world: Installation) -> Declaration:
    now = world.world.now
    return Declaration(
        "BG-POL-blind", "", "DKDB", ("DUTY_OFFICER",), ("C3",), ("basic",), "STG_C", ("PROTECTION_EXECUTION",), "PW-BREAK-GLASS", 4, now.replace(month=6), now, "",
    )  # fmt: skip


def _operations(tmp_path: Path) -> dict[str, Work]:
    def plan(name: str) -> tuple[str, list[Any]]:
        return read_plan(_plan(tmp_path, {"name": name}))

    user = User("u-blind", "Blind", "POL", ("ANALYST",), (), UNTIL, (), (), ())
    return {
        "list": lambda a, q, w, g: a.list(q),
        "mine": lambda a, q, w, g: a.mine(q),
        "show": lambda a, q, w, g: a.show(q, g),
        "request": lambda a, q, w, g: a.request(q, wanted(w)),
        "consent": lambda a, q, w, g: a.consent(q, g),
        "approve": lambda a, q, w, g: a.approve(q, g),
        "refuse": lambda a, q, w, g: a.refuse(q, g, "BPG-2:13-a"),
        "escalate": lambda a, q, w, g: a.escalate(q, g, "NCTV"),
        "uphold": lambda a, q, w, g: a.uphold(q, g),
        "release": lambda a, q, w, g: a.release(q, g, "X-1"),
        "revoke": lambda a, q, w, g: a.revoke(q, g, "moved"),
        "review": lambda a, q, w, g: a.review(q, g, keep=True),
        "notices": lambda a, q, w, g: a.notices(q),
        "directory.show": lambda a, q, w, g: a.directory.show(q),
        "directory.history": lambda a, q, w, g: a.directory.history(q, "user:u-daan"),
        "directory.add_organisation": lambda a, q, w, g: a.directory.add_organisation(q, "NEW", "New", "POLICE", dry_run=True),
        "directory.end_organisation": lambda a, q, w, g: a.directory.end_organisation(q, "VUUR", dry_run=True),
        "directory.add_compartment": lambda a, q, w, g: a.directory.add_compartment(q, "ZON", "AIVD", dry_run=True),
        "directory.add_team": lambda a, q, w, g: a.directory.add_team(q, "POL-NEW", dry_run=True),
        "directory.end_team": lambda a, q, w, g: a.directory.end_team(q, "POL-HAZEL", dry_run=True),
        "directory.add_user": lambda a, q, w, g: a.directory.add_user(q, user, dry_run=True),
        "directory.change_user": lambda a, q, w, g: a.directory.change_user(
            q, "u-daan", UserChange("0" * 12, name="X"), dry_run=True
        ),
        "directory.end_user": lambda a, q, w, g: a.directory.end_user(q, "u-daan", dry_run=True),
        "emergencies.declarations": lambda a, q, w, g: a.emergencies.declarations(q),
        "emergencies.declare": lambda a, q, w, g: a.emergencies.declare(q, _declaration(w), dry_run=True),
        "emergencies.approve": lambda a, q, w, g: a.emergencies.approve(q, "BG-POL-blind"),
        "emergencies.end": lambda a, q, w, g: a.emergencies.end(q, "BG-POL-blind"),
        "emergencies.use": lambda a, q, w, g: a.emergencies.use(q, "BG-POL-blind", "reason", "C3"),
        "emergencies.review": lambda a, q, w, g: a.emergencies.review(q, "BG-1", "JUSTIFIED", dry_run=True),
        "previews.of_grant": lambda a, q, w, g: a.previews.of_grant(q, g),
        "previews.of_request": lambda a, q, w, g: a.previews.of_request(q, wanted(w)),
        "sights.of": lambda a, q, w, g: a.sights.of(q, ["DLIO", "KMAR"]),
        "explaining.explain": lambda a, q, w, g: a.explaining.explain(q, w.world.ids["R-r10.POL"], "text", "u-noor"),
        "explaining.who_sees": lambda a, q, w, g: a.explaining.who_sees(q, w.world.ids["R-r10.POL"]),
        "planning.plan": lambda a, q, w, g: a.planning.plan(q, *plan("blind")),
        "planning.apply": lambda a, q, w, g: a.planning.apply(q, *plan("blind"), dry_run=True),
        "trials.trial": lambda a, q, w, g: a.trials.trial(q, {}),
        "mandate.consents": lambda a, q, w, g: a.mandate.consents(q),
        "mandate.statistics": lambda a, q, w, g: a.mandate.statistics(q),
        "questions.report": lambda a, q, w, g: a.questions.report(q),
    }


def _every_way(guard: Guard) -> set[str]:
    """The public operations of administration, found by looking and not by memory."""
    office, found = guard.administration, set()
    rooms = {name: room for name, room in vars(office).items() if not name.startswith("_") and name != "desks"}
    for prefix, room in {"": office, **{f"{name}.": room for name, room in rooms.items()}}.items():
        found |= {
            f"{prefix}{name}" for name, _ in inspect.getmembers(type(room), inspect.iscoroutinefunction) if not name.startswith("_")
        }
    return found


async def test_no_operation_tells_a_word_of_any_record(shared: Installation, planted: set[str], tmp_path: Path) -> None:
    operations = _operations(tmp_path)
    assert set(operations) == _every_way(shared.guard), "an operation is missing here"
    assert len(planted) > 300
    told, done = "", set()
    for who in ADMINISTRATORS:
        grant = await requested(shared)
        for name, work in operations.items():
            outcome = await work(shared.guard.administration, asks(who), shared, grant)
            told += repr(outcome) + json.dumps([refusal.message for refusal in outcome.refusals])
            done |= {name} if outcome.done else set()
    assert not [canary for canary in planted if canary in told]
    assert {"previews.of_grant", "sights.of", "explaining.who_sees", "questions.report", "trials.trial"} <= done
    recorded = json.dumps(read_entries(shared.audit.folder), ensure_ascii=False)
    assert not [canary for canary in planted if canary in recorded]


async def test_an_operation_is_refused_to_every_role_that_the_table_does_not_name(shared: Installation) -> None:
    """A user with all roles but those named for it, for each operation of the directory and the trials."""
    office = shared.guard.administration
    register = shared.world.register
    named = {
        "directory.show": lambda who: office.directory.show(who),
        "directory.add_team": lambda who: office.directory.add_team(who, "POL-X", dry_run=True),
        "directory.add_organisation": lambda who: office.directory.add_organisation(who, "X", "X", "POLICE", dry_run=True),
        "directory.add_compartment": lambda who: office.directory.add_compartment(who, "X", "POL", dry_run=True),
        "directory.end_user": lambda who: office.directory.end_user(who, "u-daan", dry_run=True),
        "policies.trial": lambda who: office.trials.trial(who, {}),
        "grant.report": lambda who: office.questions.report(who),
        "partners.compare": lambda who: office.sights.of(who, ["DLIO", "KMAR"]),
        "who_sees": lambda who: office.explaining.who_sees(who, shared.world.ids["R-r10.POL"]),
    }
    everything = next(user for user in register.users if user.key == "u-bente")
    for name, work in named.items():
        others = replace(everything, key="u-others", roles=tuple(sorted(ROLES - set(OPERATIONS[name]))))
        await shared.guard.directory.register(replace(register, users=(*register.users, others)))
        assert not (await work(asks("u-others"))).done, name


def test_administration_and_content_do_not_meet() -> None:
    assert not APART & CONTENT
    for roles in OPERATIONS.values():
        assert set(roles) <= ROLES
        assert not set(roles) & (CONTENT - {"OVERSEER"})
