"""Benchmarks that tell more than times: what they count is exact."""

import json
from pathlib import Path

from typer.testing import CliRunner

from benchmarks.page import write_api
from cli.bench import app
from tests.cli.home import Home


def test_the_explorer_is_measured_over_as_many_records_as_asked(home: Home) -> None:
    done = home.run("bench", "web", "--nodes", "60")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [told[name]["nodes"] for name in ("small", "large")] == [60, 60]
    assert (told["hub"]["neighbours"], told["hub"]["drawn"]) == ("Group of 10000", 2)
    assert told["large"]["fps"] > 0


def test_the_measures_of_a_network_are_those_of_networkx_and_have_a_part_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Benchmarks\n\n## Analyses\n\nof yesterday\n")
    done = CliRunner().invoke(app, ["analysis", "--nodes", "400", "--rounds", "2", "--page", str(page)])
    assert done.exit_code == 0, done.output
    assert page.read_text() == "# Benchmarks\n\n## Analyses\n\n" + done.stdout
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| ")][1:]
    assert [row[0] for row in rows] == [
        "| making the graph", "| CONNECTED", "| CORE", "| BRIDGES", "| COMMUNITIES", "| BROKERS"
    ]  # fmt: skip
    assert len({(row[1], row[2], row[3]) for row in rows}) == 1
    write_api(page, "# Others\n")
    assert page.read_text() == "# Others\n\n## Analyses\n\n" + done.stdout
