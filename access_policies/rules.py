"""Policies as rules that can be asked one by one: which parts of a marking each looks at, and for which actions it holds.

Cedar permits what some permit allows and no forbid denies; each policy is satisfied or not by itself. So a rule is asked once
for each group of markings that agree in the parts it looks at, and the groups are put together again.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cedarpy

from access_policies.classes import SETS, SINGLE, ClassIndex, first
from access_policies.entities import marking_entity, request
from access_policies.policy_texts import ACTIONS, READS
from access_policies.register import PolicyTable
from access_policies.subject import Context

EVERY_ACTION = (*ACTIONS, *READS)
_PARTS = {"withheld": "handling", "destroyBy": "handling"}
"""Where an attribute of the schema is made from a part of another name."""
_JOINS = ("&&", "||")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Rule:
    """One constant policy, with the texts that it names and the actions for which its answer may differ."""

    name: str
    forbids: bool
    policies: Any
    parts: tuple[str, ...]
    named: frozenset[str]
    actions: tuple[str, ...]
    by_action: bool
    compares_parts: bool


@lru_cache(maxsize=64)
def rules_of(text: str) -> tuple[Rule, ...]:
    """The rules of a policy text, in their order."""
    static = json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"]
    return tuple(_rule(static[f"policy{number}"], number) for number in range(len(static)))


def _rule(policy: dict[str, Any], number: int) -> Rule:
    alone = cedarpy.policies_from_json_str(json.dumps({"staticPolicies": {"p": policy}, "templates": {}, "templateLinks": []}))
    conditions, scope = policy["conditions"], policy["action"]
    reads = set(_attributes(conditions)) if policy["resource"]["op"] == "All" else {None}
    parts = (*SINGLE, *SETS) if None in reads else sorted({_PARTS.get(str(name), str(name)) for name in reads})
    named = scope["op"] == "==" and scope["entity"]["type"] == "Action"
    return Rule(
        name=policy.get("annotations", {}).get("id", f"policy{number}"),
        forbids=policy["effect"] == "forbid",
        policies=cedarpy.PolicySet.from_str(alone),
        parts=tuple(parts),
        named=texts_named(json.dumps(conditions)),
        actions=(scope["entity"]["id"],) if named else EVERY_ACTION,
        compares_parts=_compares_parts(conditions),
        by_action=not named and (scope["op"] != "All" or '{"Var": "action"}' in json.dumps(conditions)),
    )


def texts_named(text: str) -> frozenset[str]:
    """Every text constant in a policy text."""
    return frozenset(_TEXT.findall(text))


def _attributes(node: Any) -> Iterator[str | None]:
    """Attributes of the marking that an expression reads; None when it uses the marking in any other way."""
    if isinstance(node, list):
        for each in node:
            yield from _attributes(each)
    elif isinstance(node, dict):
        if node == {"Var": "resource"}:
            yield None
        elif set(node) == {"."} and node["."]["left"] == {"Var": "resource"}:
            yield node["."]["attr"]
        else:
            for each in node.values():
                yield from _attributes(each)


def _reads(node: Any) -> bool:
    return next(_attributes(node), "") != ""


def _compares_parts(node: Any) -> bool:
    """True when some comparison has the marking on both of its sides."""
    if isinstance(node, list):
        return any(_compares_parts(each) for each in node)
    if not isinstance(node, dict):
        return False
    pairs = [
        both for name, both in node.items() if isinstance(both, dict) and {"left", "right"} <= set(both) and name not in _JOINS
    ]
    if any(_reads(both["left"]) and _reads(both["right"]) for both in pairs):
        return True
    return any(_compares_parts(each) for each in node.values())


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks Cedar about which classes: entities of subject and regimes, the context, and every text they name."""

    entities: Sequence[dict[str, Any]]
    context: Context
    table: PolicyTable
    named: frozenset[str]


def satisfied(rule: Rule, index: ClassIndex, question: Question) -> dict[str, tuple[int, int]]:
    """By action: the classes for which a rule holds, and those for which it cannot be evaluated."""
    groups = index.groups(rule.parts, None if rule.compares_parts else question.named | rule.named)
    actions = rule.actions if rule.by_action else rule.actions[:1]
    entities = [*question.entities, *(marking_entity(index[first(bits)], str(n), question.table) for n, bits in enumerate(groups))]
    requests = [request(action, str(n), question.context) for action in actions for n in range(len(groups))]
    results = iter(cedarpy.is_authorized_batch(requests, rule.policies, entities))
    answers = {}
    for action in actions:
        holds = broken = 0
        for bits, result in zip(groups, results, strict=False):
            holds |= bits if result.diagnostics.reasons else 0
            broken |= bits if result.diagnostics.errors else 0
        answers[action] = (holds, broken)
    return answers if rule.by_action else dict.fromkeys(rule.actions, answers[actions[0]])


def texts_of(value: Any) -> Iterator[str]:
    """Every text in an entity's attributes and tags."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)
