"""The table of docs/reference/leaks.md, made from `rows.yaml` and from the names of the tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ROWS: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "rows.yaml").read_text(encoding="utf-8"))
HEAD = """\
# Leaks, and the test for each

Every row is a way in which need-to-know leaked in a real system, or would by what its documentation says; the numbers are those of the
design. The base test puts two worlds in that differ only in what a caller cannot see, asks the same, and wants every byte to be the
same. `Not yet` names the feature that a row waits for: whoever adds it adds the test.

*Made by `tests/leaks`; `KRING_UPDATE_GOLDEN=1 ./kring test tests/leaks/test_table.py` makes it anew.*

| row | channel | proved by | not yet |
|---|---|---|---|
"""


def named_here() -> dict[str, list[str]]:
    """Row -> the tests of this folder that are named after it."""
    found: dict[str, list[str]] = {}
    for path, name in _tests(HERE.glob("test_*.py")):
        for row in re.findall(r"(?<=_)L\d\d(?=_)", name):
            found.setdefault(row, []).append(f"{path.relative_to(ROOT).as_posix()}::{name}")
    return found


def _tests(paths: Any) -> Iterator[tuple[Path, str]]:
    for path in sorted(paths):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                yield path, node.name


def exists(test: str) -> bool:
    """True when a test that a row names is there."""
    path, _, name = test.partition("::")
    return (ROOT / path).is_file() and name in {found for _, found in _tests([ROOT / path])}


def table() -> str:
    """The page."""
    here = named_here()
    lines = []
    for row, entry in ROWS.items():
        proofs = [*here.get(row, ()), *entry.get("also", ())]
        shown = "<br>".join(f"`{test.rpartition('::')[2]}`" for test in proofs)
        lines.append(f"| {row} | {entry['channel']} | {shown} | {entry.get('later', '')} |\n")
    return HEAD + "".join(lines)
