"""From a finding to the smallest world that still shows it, and to the file in `tests/worlds/` that is asked for ever after."""

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import yaml

from tests.oracle.decision import Raw, instant
from tests.properties.strategies import Asker
from tests.properties.trial import Finding, Product, Question, Sitting, Tally, compare

WORLDS = Path(__file__).resolve().parents[1] / "worlds"
PATIENCE = 120.0
"""Seconds after which what is small enough by then is taken."""


async def replayed(product: Product, case: Finding) -> Finding | None:
    """Ask a case's questions once more: what is wrong, or None when every law holds now."""
    await product.load(case.world)
    sitting = Sitting(product, case.world, case.asker, Tally())
    for question in case.questions:
        found, _ = await sitting.ask(question)
        if found:
            return replace(found, other=case.other)
    if case.other is None:
        return None
    await product.load(case.other)
    return await compare(product, sitting, case.other, Tally())


async def shrunk(product: Product, case: Finding) -> Finding:
    """The case with everything taken out that it does not need."""
    end = time.monotonic() + PATIENCE
    smaller = True
    while smaller:
        smaller = False
        for attempt in _attempts(case):
            if time.monotonic() > end:
                return case
            try:
                found = await replayed(product, attempt)
            except Exception:  # a world that can no longer be loaded is no smaller case
                continue
            if found and found.law == case.law:
                case, smaller = replace(attempt, detail=found.detail), True
                break
    return case


def _attempts(case: Finding) -> Iterator[Finding]:
    """Smaller cases, the boldest first."""
    for count in (1, len(case.questions) // 2):
        if 0 < count < len(case.questions):
            yield replace(case, questions=case.questions[-count:])
    for part in ("nodes", "relationships", "grants", "users", "forbids"):
        entries = case.world[part]
        size = len(entries)
        while size:
            for start in range(0, len(entries), size):
                dropped = {_name(entry) for entry in entries[start : start + size]} - {case.asker.who}
                if dropped:
                    yield _both(case, lambda world, part=part, dropped=dropped: _without(world, part, dropped))
            size //= 2
    for node in case.world["nodes"]:
        for name in node["p"]:
            yield _both(case, lambda world, node=node, name=name: _without_property(world, node["id"], name))
    yield from _unused(case)


def _both(case: Finding, change: Callable[[Raw], Raw]) -> Finding:
    return replace(case, world=change(case.world), other=None if case.other is None else change(case.other))


def _name(entry: Raw) -> str:
    return str(entry.get("id") or entry["key"])


def _without(world: Raw, part: str, names: set[str]) -> Raw:
    smaller = world | {part: [entry for entry in world[part] if _name(entry) not in names]}
    keys = {node["key"] for node in smaller["nodes"]}
    users = {f"user:{user['key']}" for user in smaller["users"]}
    kept = [link for link in smaller["relationships"] if {link["from"], link["to"]} <= keys]
    grants = [grant for grant in smaller["grants"] if not grant["grantee"].startswith("user:") or grant["grantee"] in users]
    forbids = [forbid for forbid in smaller["forbids"] if f"user:{forbid['user']}" in users]
    return smaller | {"relationships": kept, "grants": grants, "forbids": forbids}


def _without_property(world: Raw, id_: str, name: str) -> Raw:
    def less(node: Raw) -> Raw:
        return node | {"p": {n: v for n, v in node["p"].items() if n != name}} if node["id"] == id_ else node

    return world | {"nodes": [less(node) for node in world["nodes"]]}


def _unused(case: Finding) -> Iterator[Finding]:
    def tidy(world: Raw) -> Raw:
        used = {statement["m"] for statement in (*world["nodes"], *world["relationships"])}
        return world | {"markings": {name: m for name, m in world["markings"].items() if name in used}}

    tidied = _both(case, tidy)
    if tidied.world["markings"] != case.world["markings"]:
        yield tidied


def written(case: Finding, name: str, folder: Path = WORLDS) -> Path:
    """Put a case in its file."""
    asker = asdict(case.asker) | {"at": case.asker.at.isoformat()}
    questions = [asdict(question) for question in case.questions]
    whole: dict[str, Any] = {"law": case.law, "asker": asker, "questions": questions, "world": case.world}
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.yaml"
    text = f"# {case.law}: {case.detail[:300]}".replace("\n", " ") + "\n"
    path.write_text(
        text + yaml.safe_dump(whole | ({"other": case.other} if case.other else {}), allow_unicode=True, sort_keys=False)
    )
    return path


def read(path: Path) -> Finding:
    """The case in a file."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    asker = Asker(**raw["asker"] | {"at": instant(raw["asker"]["at"])})
    questions = tuple(Question(**question) for question in raw["questions"])
    return Finding(raw["law"], path.name, raw["world"], asker, questions, raw.get("other"))
