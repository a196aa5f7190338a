"""Mutants of the policies' own text: each file taken out, each condition and each of its parts taken out or turned round,
each comparison shifted by one. The decision must then differ from the reference's somewhere.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from string import Template
from unittest.mock import patch

from access_policies.policy_texts import FOLDER, NAMES, constant_policies
from graph_model.ontology import FIELD_CLASSES
from tests.oracle.decision import Raw, decide
from tests.properties.memory import Memory
from tests.properties.strategies import PURPOSES, Asker, WorldMaker

TEMPLATE = "grant.cedar.template"
SWAPS = ((">=", ">"), ("<=", "<"), ("< ", "<= "), ("containsAll", "containsAny"), ("containsAny", "containsAll"), ("!=", "=="))
ARGUED = {
    "grant.cedar.template: part taken out: context.now < ${expires}": "the state, which `active` holds, is EXPIRED from then on",
    "grant.cedar.template: part taken out: context.now < ${review_due}": "the state, which `active` holds, is EXPIRED from then on",
    "grant.cedar.template: < <=, 1": "as above: at that instant the state is EXPIRED",
    "grant.cedar.template: < <=, 2": "as above: at that instant the state is EXPIRED",
    "regime.cedar: part taken out: resource.regime.hasTag(principal.recipient)": "getTag then fails, and a decision with an error denies",
}
"""Mutants that change nothing, each with its argument: the condition stands twice, on purpose."""


@dataclass(frozen=True)
class Mutant:
    """A policy file with a changed text; empty when the file is taken out."""

    file: str
    what: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.what}"


def mutants() -> Iterator[Mutant]:
    """Every mutant of every policy."""
    for name in (*(f"{name}.cedar" for name in NAMES), TEMPLATE):
        text = (FOLDER / name).read_text()
        head, condition = _split(text)
        if name != TEMPLATE:
            yield Mutant(name, "taken out", "")
        yield Mutant(name, "whole condition turned round", f"{head}{{ !({condition}) }};")
        parts = _conjuncts(condition)
        for place, part in enumerate(parts if len(parts) > 1 else []):
            rest = parts[:place] + parts[place + 1 :]
            yield Mutant(name, f"part taken out: {part}", f"{head}{{ {' && '.join(rest)} }};")
            yield Mutant(name, f"part turned round: {part}", f"{head}{{ {' && '.join([*rest, f'!({part})'])} }};")
        for old, new in SWAPS:
            for number, found in enumerate(re.finditer(re.escape(old), condition)):
                changed = condition[: found.start()] + new + condition[found.end() :]
                yield Mutant(name, f"{old.strip()} {new.strip()}, {number}", f"{head}{{ {changed} }};")


def _split(text: str) -> tuple[str, str]:
    """(everything up to the condition, the condition)."""
    found = re.search(r"(when|unless)\s*\{(.*)\}\s*;\s*$", text, re.DOTALL)
    assert found, "a policy without a condition"
    return text[: found.end(1)] + " ", found.group(2).strip()


def _conjuncts(condition: str) -> list[str]:
    parts, depth, begun = [], 0, 0
    for place, sign in enumerate(condition):
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 and condition.startswith("&&", place):
            parts.append(condition[begun:place].strip())
            begun = place + 2
    return [*parts, condition[begun:].strip()]


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """The product decides by the mutant."""
    if mutant.file == TEMPLATE:
        with patch("access_policies.policy_texts._template", lambda: Template(mutant.text)):
            yield
        return
    whole = (FOLDER / mutant.file).read_text()
    texts = constant_policies().replace(whole, mutant.text)
    with patch("access_policies.decision.constant_policies", lambda: texts):
        yield


def decided_otherwise(seed: int) -> str | None:
    """Where the product's masks differ from the reference, in one random world, for everybody in it; or None."""
    maker = WorldMaker(seed)
    world = maker.world()
    memory = Memory(every_grant=True)
    memory.hold(world)
    for user in world["users"]:
        for purpose in PURPOSES:
            asker = Asker(user["key"], purpose, maker.moment())
            if wrong := _compared(memory, world, asker):
                return wrong
    return None


def _compared(memory: Memory, world: Raw, asker: Asker) -> str | None:
    masks = memory.visible(asker).masks
    user = next(user for user in world["users"] if user["key"] == asker.who)
    for marking, pc in memory.classes.items():
        raw = marking.to_parts()
        sees = _decided(world, user, "see", None, raw, asker)
        if bool(masks["see"][pc]) != sees:
            return f"see of {raw} by {asker}"
        for name in FIELD_CLASSES:
            if bool(masks[name][pc]) != (sees and _decided(world, user, "read", name, raw, asker)):
                return f"read:{name} of {raw} by {asker}"
    return None


def _decided(world: Raw, user: Raw, action: str, field_class: str | None, marking: Raw, asker: Asker) -> bool:
    at: datetime = asker.at
    return decide(world, user, action, field_class, marking, asker.purpose, at)
