"""Mutants of the policies' own text: each policy taken out, each condition and each of its parts taken out or turned round,
each comparison shifted by one. The decision must then differ from the reference's somewhere.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from string import Template
from unittest.mock import patch

from access_policies.decision import Decider
from access_policies.policy_texts import FOLDER, NAMES, TEMPLATE, constant_policies
from graph_model.marking import Marking
from tests.oracle.decision import Raw, decide
from tests.properties.memory import Memory
from tests.properties.strategies import CLASSES, PURPOSES, Asker, WorldMaker

SWAPS = (
    (">=", ">"), ("<=", "<"), ("< ", "<= "), ("containsAll", "containsAny"), ("containsAny", "containsAll"), ("!=", "=="), ("||", "&&"),
)  # fmt: skip
ACTIONS = (("see", None), *(("read", name) for name in CLASSES), ("export", None), ("pass_on", None))
_STATE = "the state, which `active` holds, is EXPIRED from then on"
ARGUED = {
    "grant: part taken out: context.now < ${expires}": _STATE,
    "grant: part taken out: context.now < ${review_due}": _STATE,
    "grant: < <=, 0": _STATE,
    "grant: < <=, 1": _STATE,
    "regime: part taken out: resource.regime.hasTag(principal.recipient)": "getTag then fails, and a decision with an error denies",
}
"""Mutants that change nothing, each with its argument: the condition stands twice, on purpose."""


@dataclass(frozen=True)
class Mutant:
    """A policy, its text, and what stands for it; nothing when it is taken out."""

    policy: str
    what: str
    text: str
    instead: str

    def __str__(self) -> str:
        return f"{self.policy}: {self.what}"


def mutants() -> Iterator[Mutant]:
    """Every mutant of every policy."""
    for name in (*(f"{name}.cedar" for name in NAMES), TEMPLATE):
        text = (FOLDER / name).read_text()
        for policy in re.split(r"(?m)^(?=@id)", text)[1:]:
            yield from _of_one(policy.rstrip())


def _of_one(text: str) -> Iterator[Mutant]:
    name = re.findall(r'@id\("(.*)"\)', text)[0].replace("${id}", "grant")
    found = re.search(r"(when|unless)\s*\{(.*)\}\s*;(\s*//.*)*\s*$", text, re.DOTALL)
    assert found, f"policy {name} has no condition"
    head, condition = text[: found.end(1)], found.group(2).strip()

    def mutant(what: str, changed: str) -> Mutant:
        return Mutant(name, what, text, f"{head} {{ {changed} }};")

    if name != "grant":
        yield Mutant(name, "taken out", text, "")
    yield mutant("whole condition turned round", f"!({condition})")
    for sign in ("&&", "||"):
        parts = _parts(condition, sign)
        for place, part in enumerate(parts if len(parts) > 1 else []):
            rest = parts[:place] + parts[place + 1 :]
            yield mutant(f"part taken out: {part}", f" {sign} ".join(rest))
            yield mutant(f"part turned round: {part}", f" {sign} ".join([*rest, f"!({part})"]))
    for old, new in SWAPS:
        for number, place in enumerate(re.finditer(re.escape(old), condition)):
            yield mutant(f"{old.strip()} {new.strip()}, {number}", condition[: place.start()] + new + condition[place.end() :])


def _parts(condition: str, sign: str) -> list[str]:
    """The parts of a condition that stand beside each other at its top."""
    parts, depth, begun = [], 0, 0
    for place, letter in enumerate(condition):
        depth += (letter in "([{") - (letter in ")]}")
        if depth == 0 and condition.startswith(sign, place):
            parts.append(condition[begun:place].strip())
            begun = place + 2
    return [*parts, condition[begun:].strip()]


@contextmanager
def planted(mutant: Mutant) -> Iterator[None]:
    """The product decides by the mutant."""
    with ExitStack() as stack:
        if mutant.policy == "grant":
            stack.enter_context(patch("access_policies.policy_texts._template", lambda folder: Template(mutant.instead)))
        else:
            whole = constant_policies()
            assert mutant.text in whole, "the mutant's policy is not among the policies"
            texts = whole.replace(mutant.text, mutant.instead)
            for module in ("decision", "visible"):
                stack.enter_context(patch(f"access_policies.{module}.constant_policies", lambda folder=FOLDER: texts))
        yield


class Case:
    """A random world, who asks in it, and what the reference decides for them, which no mutant changes."""

    def __init__(self, seed: int) -> None:
        maker = WorldMaker(seed)
        self.world = maker.world()
        self.memory = Memory(every_grant=True)
        self.memory.hold(self.world)
        self.askers = [(u, Asker(u["key"], purpose, maker.moment())) for u in self.world["users"] for purpose in PURPOSES]
        self._expected: dict[tuple[Asker, str, str | None], dict[int, tuple[bool, bool]]] = {}

    def expected(self, user: Raw, asker: Asker, action: str, field_class: str | None) -> dict[int, tuple[bool, bool]]:
        """For each class, whether the action is allowed, and whether it then has any effect: what is read is also seen."""
        key = (asker, action, field_class)
        if key not in self._expected:
            self._expected[key] = {pc: self._decided(user, asker, action, field_class, m) for m, pc in self.memory.classes.items()}
        return self._expected[key]

    def _decided(self, user: Raw, asker: Asker, action: str, field_class: str | None, marking: Marking) -> tuple[bool, bool]:
        raw = marking.to_parts()
        allowed = decide(self.world, user, action, field_class, raw, asker.purpose, asker.at)
        seen = action != "read" or decide(self.world, user, "see", None, raw, asker.purpose, asker.at)
        return allowed, allowed and seen


@lru_cache(maxsize=16)
def _case(seed: int) -> Case:
    return Case(seed)


def decided_otherwise(seed: int) -> str | None:
    """Where one of the product's two forms of decision differs from the reference, in a random world, for anybody in it."""
    case = _case(seed)
    return next((wrong for user, asker in case.askers if (wrong := _compared(case, user, asker))), None)


def _compared(case: Case, user: Raw, asker: Asker) -> str | None:
    case.memory.forget()
    masks = case.memory.visible(asker).masks
    subject, context, grants = case.memory.subject(asker)
    decider = Decider(subject, context, grants, case.memory.world.register.table)
    for action, field_class in ACTIONS:
        plain = decider.decide(f"read_{field_class}" if field_class else action, list(case.memory.classes))
        for pc, (allowed, effective) in case.expected(user, asker, action, field_class).items():
            if plain[pc].permit != allowed or bool(masks[field_class or action][pc]) != effective:
                return f"{action} {field_class or ''} of class {pc} in the world by {asker}"
    return None
