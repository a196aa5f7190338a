"""What is wrong with a legal table, each fault with its place. Looks at plain values; makes nothing."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from access_policies.grants.grant import ACTIONS

MAPS = ("in_force", "purposes", "recipients", "regimes", "handling", "legal_bases", "refusal_grounds", "clocks")
CLOCKS = ("consent_hours", "escalation_hours", "emergency_review_hours", "emergency_longest_hours")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


def shown(value: Any) -> str:
    """A value as an error may quote it: short, and of anything but a text its kind alone."""
    return repr(value[:64]) if isinstance(value, str) else f"a {type(value).__name__}"


def faults(raw: Any) -> Iterator[str]:
    """Every fault found; the sections first, since nothing else can be looked at without them."""
    if not isinstance(raw, dict):
        yield "the file is not a map of sections"
        return
    missing = [f"section {name} is missing or no map" for name in MAPS if not isinstance(raw.get(name), dict)]
    if not isinstance(raw.get("systems"), list):
        missing.append("section systems is missing or no list")
    if missing:
        yield from missing
        return
    yield from _head(raw)
    yield from _codes(raw)
    for name, regime in raw["regimes"].items():
        yield from _regime(f"regimes.{name}", regime, raw)
    for name, code in raw["handling"].items():
        yield from _handling(f"handling.{name}", code)


def _head(raw: dict[str, Any]) -> Iterator[str]:
    if not isinstance(raw.get("version"), str) or not _CODE.fullmatch(raw["version"]):
        yield "version is missing or no code"
    start, end = raw["in_force"].get("from"), raw["in_force"].get("to")
    if not isinstance(start, date) or not isinstance(end, date | None):
        yield "in_force: from and to are days, and only to may be null"
    elif end is not None and end <= start:
        yield "in_force: it ends before it starts"
    for name in CLOCKS:
        hours = raw["clocks"].get(name)
        if not isinstance(hours, int) or isinstance(hours, bool) or not 0 < hours <= 24 * 366:
            yield f"clocks.{name}: not a number of hours"
    yield from (f"clocks.{name}: unknown clock" for name in raw["clocks"] if name not in CLOCKS)


def _codes(raw: dict[str, Any]) -> Iterator[str]:
    for section in ("purposes", "recipients", "regimes", "handling", "legal_bases", "refusal_grounds"):
        for name in raw[section]:
            if not isinstance(name, str) or not _CODE.fullmatch(name):
                yield f"{section}: {shown(name)} is no code"
    for section in ("purposes", "recipients", "legal_bases", "refusal_grounds"):
        yield from (f"{section}.{name}: no words" for name, words in raw[section].items() if not isinstance(words, str))
    yield from (f"systems[{place}]: no code" for place, name in enumerate(raw["systems"]) if not isinstance(name, str))


def _regime(where: str, regime: Any, raw: dict[str, Any]) -> Iterator[str]:
    if not isinstance(regime, dict) or not isinstance(regime.get("recipients"), dict):
        yield f"{where}: not a map with recipients"
        return
    if not isinstance(regime.get("article"), str) or not regime["article"].strip():
        yield f"{where}: article is missing"
    if not isinstance(regime.get("closed"), bool):
        yield f"{where}: closed is true or false"
    elif regime["closed"] and regime["recipients"]:
        yield f"{where}: a closed regime has no recipients"
    for name, row in regime["recipients"].items():
        place = f"{where}.recipients.{name}"
        if name not in raw["recipients"]:
            yield f"{place}: unknown kind of recipient"
        if not isinstance(row, dict) or not isinstance(row.get("purposes"), list):
            yield f"{place}: not a map with purposes"
            continue
        if not isinstance(row.get("article"), str) or not row["article"].strip():
            yield f"{place}: article is missing"
        yield from (f"{place}: unknown purpose {shown(p)}" for p in row["purposes"] if not _is_one(p, raw["purposes"]))


def _handling(where: str, code: Any) -> Iterator[str]:
    if not isinstance(code, dict) or not isinstance(code.get("withholds"), list):
        yield f"{where}: not a map with withholds"
        return
    yield from (f"{where}: unknown action {shown(a)}" for a in code["withholds"] if a not in ACTIONS)
    yield from (f"{where}: {name} is missing" for name in ("source", "obliges") if not isinstance(code.get(name), str))
    if code.get("takes", "day") != "day":
        yield f"{where}: takes a day or nothing"


def _is_one(value: Any, register: dict[str, Any]) -> bool:
    return isinstance(value, str) and value in register
