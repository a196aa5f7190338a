"""The work of an analysis keeps inside its bound of memory: what is more ends there, with an error of its own, in the library too."""

import subprocess
import sys
from pathlib import Path

TEXT = """
from graph_model.analysis import Link, Network, Terms
from graph_model.analysis.ties import Ties
from graph_model.analysis.work import work
few = Network({"a": "Person", "b": "Person"}, (Link("l", "RELATED_TO", "a", "b"),))
print(len(work("CONNECTED", few, Terms())))
many = Network({}, tuple(Link(str(n), "RELATED_TO", str(n), str(n * n)) for n in range(400_000)))
chain = Ties((f"{n:06}", f"{n + 1:06}") for n in range(100_000))
for ask in (lambda: work("BROKERS", many, Terms(), memory=1), lambda: chain.betweenness(300, 200, 1)):
    try:
        ask()
    except MemoryError:
        print("MemoryError")
"""


def test_work_that_takes_too_much_memory_ends_with_an_error() -> None:
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", TEXT], cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.split() == ["2", "MemoryError", "MemoryError"], done.stderr


LOADED = """
import sys
import access_policies.guard, graph_model.analysis.work
print("igraph" in sys.modules, "matplotlib" in sys.modules)
graph_model.analysis.work.load()
print("igraph" in sys.modules)
"""


def test_what_answers_does_not_load_what_only_work_needs() -> None:
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.split() == ["False", "False", "True"], done.stderr
