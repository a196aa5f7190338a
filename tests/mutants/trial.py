"""Mutants on trial, each in a forked process in which the module's own tests run until one fails.

The quick way: the tests are loaded already, and the slip is put into the function that they will call. The whole way, for what
is written outside of functions and for what nobody noticed: the child imports everything anew, the module with its slip.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import resource
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import hypothesis
import pytest
from _pytest.main import pytest_runtestloop as run_tests

from tests.mutants.modules import Module
from tests.mutants.mutant import ROOT, Mutant, code_of
from tests.mutants.swap import swapped

OWN = ("graph_model", "access_policies", "loaders", "api", "cli", "benchmarks", "tests")
LARGEST = 6 * 1024**3
"""Bytes of memory that a child may map."""
ARGUMENTS = (
    "-x",
    "-q",
    "-s",
    "--assert=plain",
    "-p",
    "no:faulthandler",
    "-p",
    "no:xdist",
    "-p",
    "no:schemathesis",
    "--timeout=600",
)
NOT_TRIED = 99
Tell = Callable[[int, int, str], None]


def in_child(work: Callable[[], int], said: Path, seconds: int = 0) -> int:
    """What work gives in a child; -9 or -24 when it was stopped for taking too long. What it says goes to a file."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        target = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for stream in (1, 2) if seconds else (1,):
            os.dup2(target, stream)
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            resource.setrlimit(resource.RLIMIT_AS, (LARGEST, LARGEST))
        code = work()
        sys.stdout.flush()
    finally:
        os._exit(code)  # whatever happens, a child does not go on as its parent


class Quickly:
    """A plugin that runs the tests it finds once a mutant, each time in a child, and keeps how each ended."""

    def __init__(self, found: Sequence[Mutant], folder: Path, tell: Tell) -> None:
        self._found, self._folder, self._tell = found, folder, tell
        self._took: dict[str, float] = {}
        self._noticed = Counter[str]()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._took[report.nodeid] = self._took.get(report.nodeid, 0) + report.duration
        if report.failed:
            (self._folder / "failed").write_text(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        said, began = self._folder / "said", os.times().children_user
        ends = [in_child(lambda: self._clean(session), said, 600)]
        limit = int((os.times().children_user - began) * 5) + 10
        for mutant in self._found if ends == [0] else ():
            self._sort(session.items)
            ends.append(in_child(lambda: _of(session) if swapped(mutant) else NOT_TRIED, said, limit))  # noqa: B023  # called at once
            self._tell(len(ends) - 1, len(self._found), "quickly")
        (self._folder / "ends").write_text(json.dumps([limit, *ends]))
        return True

    def _sort(self, items: list[pytest.Item]) -> None:
        """The shortest first, and before them those that noticed the most for the time they take."""
        took, failed = _Sorted(self._folder).took, self._folder / "failed"
        if failed.exists():
            self._noticed[failed.read_text()] += 1
            failed.unlink()
        items.sort(key=lambda item: took.get(item.nodeid, 0.0) / (1 + 10 * self._noticed[item.nodeid]))

    def _clean(self, session: pytest.Session) -> int:
        code = _of(session)
        (self._folder / "took").write_text(json.dumps(self._took))
        return code


def _of(session: pytest.Session) -> int:
    try:
        run_tests(session)
    except session.Failed:
        return 1
    return int(session.testsfailed > 0)


def quickly(module: Module, found: Sequence[Mutant], folder: Path, tell: Tell) -> list[int]:
    """Seconds that a child may take, how the tests end without a slip, and with each; NOT_TRIED where a slip cannot be put in."""
    plugins = [Quickly(found, folder, tell)]
    in_child(lambda: _pytest(module, plugins), folder / "loop")
    return list(json.loads((folder / "ends").read_text()))


def wholly(module: Module, mutant: Mutant | None, folder: Path, seconds: int) -> int:
    """How the tests end when everything is imported anew, without a slip or with one."""

    def work() -> int:
        if mutant is not None:
            sys.meta_path.insert(0, _Mutated(mutant))
        return _pytest(module, [_Sorted(folder)])

    return in_child(work, folder / "said", seconds)


def _pytest(module: Module, plugins: list[Any]) -> int:
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutants", derandomize=True, database=None, phases=phases)
    hypothesis.settings.load_profile("mutants")
    return int(pytest.main([*ARGUMENTS, *(str(ROOT / test) for test in module.tests)], plugins=plugins))


class _Sorted:
    """A plugin that puts the shortest tests first."""

    def __init__(self, folder: Path) -> None:
        self.took: dict[str, float] = json.loads((folder / "took").read_text())

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.took.get(item.nodeid, 0.0))


class _Mutated(importlib.abc.MetaPathFinder):
    """Finds one module by its name, with another code than its file's."""

    def __init__(self, mutant: Mutant) -> None:
        self._name, self._path = mutant.module_name, str(ROOT / mutant.module)
        self._code = code_of(mutant)

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> importlib.machinery.ModuleSpec | None:
        if name != self._name:
            return None
        return importlib.util.spec_from_file_location(name, self._path, loader=_Loader(name, self._path, self._code))


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        return self._code


def forget_own_modules() -> None:
    """Let every child import Kring anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] in OWN and not name.startswith("tests.mutants")]:
        if name != "tests":
            del sys.modules[name]
