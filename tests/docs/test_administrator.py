"""The commands of the administrator's page and of the one on exports, run in their order as they stand there, over one demo."""

import re

import pytest

from tests.docs.test_readme import ROOT, _run, home

PAGES = "".join((ROOT / "docs" / "how-to" / name).read_text() for name in ("administrator.md", "export-stix.md"))
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGES, re.DOTALL) for line in block.strip().splitlines()]
__all__ = ["home"]


@pytest.mark.timeout(900)
def test_every_command_of_the_page_does_what_the_page_says(home: dict[str, str]) -> None:  # a fixture by its name
    try:
        started = _run("./kring demo --detach --json --port 8757", home)
        assert started.returncode == 0, started.stderr
        for line in COMMANDS:
            command, _, remark = line.partition(" # exits ")
            done = _run(command.replace("van.stix.json", f"{home['KRING_HOME']}/van.stix.json"), home)
            assert done.returncode == int(remark or 0), f"{command}\n{done.stdout}\n{done.stderr}"
    finally:
        _run("./kring stop", home)
