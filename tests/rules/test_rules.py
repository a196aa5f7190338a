"""Own rules of the house: each was a sentence in a design first, and is a test so that it stays true."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("graph_model", "access_policies", "loaders", "api", "cli")
FILES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
CYPHER_ROOMS = ("graph_model/cypher/", "graph_model/migrations/")
CYPHER = re.compile(r"\b(MATCH|MERGE|UNWIND|DETACH DELETE|OPTIONAL CALL)\s*[({$]|\bRETURN count\(")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_file_holds_one_noun(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 400, "over 400 lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, f"{node.name} is over 50 lines"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_module_says_what_lives_in_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text())), "no docstring"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_cypher_lives_in_its_rooms_only(path: Path) -> None:
    if not _name(path).startswith(CYPHER_ROOMS):
        assert not CYPHER.search(path.read_text())


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_suppressed_check_has_a_reason(path: Path) -> None:
    for line in path.read_text().splitlines():
        if re.search(r"#\s*(noqa|type: ignore|pragma)", line):
            assert re.search(r"#\s*(noqa|type: ignore|pragma)[^#]*#\s*\w+ \w+", line), line


def test_locks_name_no_address() -> None:
    for lock in [*ROOT.glob("requirements*.lock"), *ROOT.glob("tests/pypi/*/requirements.lock")]:
        assert not re.search(r"https?://|--index-url|--find-links", lock.read_text())
    for lock in [
        *ROOT.glob("web/*/package-lock.json"),
        *ROOT.glob("tests/npm/*/package-lock.json"),
        *ROOT.glob("benchmarks/peers/*/package-lock.json"),
    ]:
        assert not re.search(r'"resolved"|https?://', lock.read_text())
