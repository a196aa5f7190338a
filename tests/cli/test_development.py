"""`check`: all tools at once, what each said whole and in one order, and which failed. `test`: who runs which file."""

import sys
from pathlib import Path

import pytest
import typer

from cli import development
from tests.folders import LONGEST, ROOT, folder, next_file

WAITS = "import sys, time, pathlib\nfor _ in range(2_000):\n    if pathlib.Path(sys.argv[1]).exists():\n        break\n    time.sleep(0.01)\nelse:\n    sys.exit(1)\n"
"""Comes to its end well when the file is there within twenty seconds, which only somebody beside it can make."""


def _python(script: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", script, *map(str, arguments)]


def test_none_waits_for_another_and_what_they_said_is_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there"
    slow = _python(f"{WAITS}print('slow')", there)
    quick = _python(
        "import sys, pathlib; print('quick'); print('aside', file=sys.stderr); pathlib.Path(sys.argv[1]).touch()", there
    )
    monkeypatch.setattr(development, "CHECKS", (("one", slow), ("two", quick)))
    development.check()
    said, aside = capfd.readouterr()
    assert [line for line in said.splitlines() if line != "aside"] == ["-- one", "slow", "-- two", "quick"]
    assert "aside" in said.partition("-- two\n")[2]
    assert aside == ""


def test_each_that_failed_is_named_and_however_much_one_said_it_is_there(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    bad, much = _python("import sys; sys.exit(2)"), _python("print('x' * 300_000)")
    monkeypatch.setattr(development, "CHECKS", (("one", bad), ("two", much), ("three", bad)))
    with pytest.raises(typer.Exit) as ended:
        development.check()
    assert ended.value.exit_code == 1
    assert capfd.readouterr().out == f"-- one\n-- two\n{'x' * 300_000}\n-- three\nfailed: one, three\n"


def test_a_process_stays_in_its_folder_then_begins_another_and_helps_at_last() -> None:
    waiting = [f"tests/{name}.py" for name in ("api/a", "browser/explorer/b", "faults/c", "cli/d", "api/e", "cli/f", "leaks/g")]
    order = ["tests/api/begun.py"]
    while waiting:
        order.append(next_file(waiting, folder(order[-1]), ["browser/explorer"]))
        waiting.remove(order[-1])
    assert [folder(file) for file in order[1:]] == ["api", "api", "cli", "cli", "faults", "leaks", "browser/explorer"]


def test_what_takes_longest_is_there() -> None:
    assert [name for name in LONGEST if not any((ROOT / name).glob("test_*.py"))] == []
