"""The tool itself: what slips it finds, that it tells noticed from missed, and that every argument is about a mutant that there is."""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.mutants.modules import MODULES
from tests.mutants.mutant import ROOT, code_of, code_of_own, mutants
from tests.mutants.run import arguments
from tests.mutants.slips import slips

SLIPS = {
    "a and b": {"a or b", "b", "a"},
    "a < b": {"a <= b"},
    "a in b": {"a not in b"},
    "a | b": {"a & b", "a", "b"},
    "a - b": {"a + b", "a"},
    "not a": {"a"},
    "True": {"False"},
    "7": {"8"},
    "'code'": {"'code~'"},
    "'a sentence'": set(),
    "any(a)": {"all(a)"},
    "[a, b]": {"[b]", "[a]"},
    "(a, b)": set(),
    "{a: b}": {"{}"},
    "x if a < b else y": {"x if not a < b else y"},
    "x if a == b else y": set(),
}
STATEMENTS = {
    "raise a": {"pass"},
    "a.b = c": {"pass"},
    "a = c": set(),
    "a += c": {"a -= c", "pass"},
    "for a in b:\n    c": {"for a in ():\n    c"},
    "def a() -> bool:\n    return b": {"def a() -> bool:\n    return True", "def a() -> bool:\n    return False"},
    "def a() -> str:\n    return b": {"def a() -> str:\n    return None"},
    "def a():\n    yield b": {"def a():\n    return\n    yield"},
}


@pytest.mark.parametrize("text", SLIPS | STATEMENTS)
def test_the_slips_of_a_piece_of_code_are_these(text: str) -> None:
    node = ast.parse(text).body[0]
    node = node.value if isinstance(node, ast.Expr) else node
    assert {ast.unparse(ast.fix_missing_locations(instead)) for _, instead in slips(node)} == (SLIPS | STATEMENTS)[text]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.path)
def test_every_mutant_of_a_module_is_another_program_of_one_name(module: object) -> None:
    found = mutants(module.path)
    assert len(found) > 5
    assert max(Counter(mutant.name for mutant in found).values()) == 1
    assert all(code_of(mutant) != code_of_own(module.path) for mutant in found[::9])
    assert all((ROOT / test.partition("::")[0]).is_file() for test in module.tests)


def test_every_argument_is_about_a_mutant_that_there_is() -> None:
    found = {mutant.name for module in MODULES for mutant in mutants(module.path)}
    assert [name for name in arguments() if name not in found] == []
    assert all(len(why.split()) > 4 for why in arguments().values())


IDLE = """
from pathlib import Path
from tests.mutants.modules import Module
from tests.mutants.mutant import mutants
from tests.mutants.run import Bench
module = Module("graph_model/cypher/predicate.py", ("tests/graph_model/test_ontology.py",))
missed = Bench(module, {{}}, Path({folder!r})).run(mutants(module.path))
print(missed)
"""


def _ran(*arguments: str) -> tuple[int, str]:
    ended = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120)
    return ended.returncode, ended.stdout or ended.stderr


def test_what_a_test_notices_is_told_from_what_none_does(tmp_path: Path) -> None:
    """The same slips, with the tests of their module, and with tests of something else."""
    told = "graph_model/cypher/predicate.py: 6 mutants, 6"
    assert _ran("-m", "tests.mutants.run", "--module", "graph_model/cypher/predicate.py") == (0, f"{told} noticed\n")
    code, said = _ran("-c", IDLE.format(folder=str(tmp_path)))
    assert (code, said.count("MISSED  "), said.splitlines()[-2:]) == (0, 6, [f"{told} MISSED", "6"])
