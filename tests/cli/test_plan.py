"""A plan that no request can hold is refused before anything is sent, with what it is and what would be taken."""

from pathlib import Path

import pytest

from tests.access_policies.test_plan import _plan
from tests.cli.home import Home


@pytest.mark.parametrize("command", ["plan", "apply"])
def test_a_plan_of_ten_thousand_lines_is_refused_whole_and_nothing_is_sent(tmp_path: Path, command: str) -> None:
    path = _plan(tmp_path, *({"name": f"line-{n}", "scope": f"S-{n}"} for n in range(900)), organisation="DLIO")
    assert path.read_text().count("\n") > 10_000
    ended = Home(tmp_path / "no demo here").run("grants", command, str(path), "--as", "u-willemijn")
    assert ended.returncode == 2
    assert ended.stderr.startswith("kring: plan.yaml: 900 grants are ")
    assert ended.stderr.endswith("of which the API takes 131,072; nothing was sent: a plan is applied whole or not at all\n")
    assert ended.stderr.count("\n") == 1


def test_a_plan_that_fits_goes_to_the_api(tmp_path: Path) -> None:
    path = _plan(tmp_path, *({"name": f"line-{n}", "scope": f"S-{n}"} for n in range(200)), organisation="DLIO")
    ended = Home(tmp_path / "no demo here").run("grants", "plan", str(path), "--as", "u-willemijn")
    assert (ended.returncode, "131,072" in ended.stderr) == (3, False)
