"""Every command that a page names exists with its options, and every command and option has its place in the reference."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from cli import app_of

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted(page for page in (ROOT / "docs").rglob("*.md") if page.parent.name != "decisions")]
"""Decisions tell what was so when they were taken."""
REFERENCE = (ROOT / "docs" / "reference" / "command-line.md").read_text()


def _commands(group: Any, before: str = "") -> dict[str, Any]:
    """Every command by its words. Typer brings a click of its own, so groups are told by what they have."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found |= _commands(command, f"{before}{name} ")
        elif not command.hidden:
            found[before + name] = command
    return found


COMMANDS = _commands(typer.main.get_group(app_of()))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_commands_and_options_that_exist(page: Path) -> None:
    for line in re.findall(r"(?:`|^)\./kring ([^`\n]+)", page.read_text(), re.MULTILINE):
        words = shlex.split(re.split(r" [|>] ", line)[0], comments=True)
        if words[0] == "COMMAND":
            continue
        name = " ".join(words[:2]) if " ".join(words[:2]) in COMMANDS else words[0]
        assert name in COMMANDS, line
        if name != "test":
            known = {option for parameter in COMMANDS[name].params for option in parameter.opts} | {"--help"}
            assert {word for word in words if word.startswith("--")} <= known, line


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_are_in_the_reference(name: str) -> None:
    row = re.search(rf"^\| `{name}([ `][^|]*)\|", REFERENCE, re.MULTILINE)
    assert row, f"{name} is not in the reference"
    for parameter in COMMANDS[name].params:
        if parameter.opts[0].startswith("--"):
            assert parameter.opts[0] in row[1], f"{name} {parameter.opts[0]}"
