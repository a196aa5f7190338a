"""Benchmarks that tell more than times: what they count is exact."""

import json
from pathlib import Path

import pytest
import strawberry
from graphql import GraphQLSchema, build_schema, parse, validate
from typer.testing import CliRunner

from benchmarks.api import Figures, Measured
from benchmarks.measure import Rate, Round
from benchmarks.need2know import CLASSES, Data, need2know
from benchmarks.page import write_api
from benchmarks.peers.documents import PEERS, STRAWBERRY, asked_of_peers
from benchmarks.peers.strawberry_loader import Person, Query
from benchmarks.questions import questions
from benchmarks.report import table
from benchmarks.writes import READ_BACK, WRITE
from cli.bench import app
from tests.cli.home import Home

SDL = Path(__file__).resolve().parents[2] / "docs" / "reference" / "schema.graphql"


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


@pytest.fixture(scope="module")
def data() -> Data:
    return need2know(600)


def _faults(schema: GraphQLSchema, document: str) -> list[str]:
    return [fault.message for fault in validate(schema, parse(document))]


def test_every_question_is_one_of_krings_and_of_the_peers_that_are_asked_it(data: Data) -> None:
    ours, theirs = build_schema(SDL.read_text()), strawberry.Schema(Query, types=[Person])._schema
    names = []
    assert (_faults(ours, WRITE), _faults(ours, READ_BACK)) == ([], [])
    for question in questions(data):
        assert _faults(ours, question.document) == []
        asked = {one.peer: one.document for one in asked_of_peers(question)}
        if STRAWBERRY in asked:
            assert _faults(theirs, asked[STRAWBERRY]) == []
        names.append((question.name, sorted(asked)))
    every, one = sorted(PEERS), [STRAWBERRY]
    alone = {"Q3": [], "Q4": [], "Q5": [], "Q7": one}
    assert names == [(name, alone.get(name, every)) for name in ("one", *(f"Q{number}" for number in range(1, 10)))]


def test_questions_are_about_records_of_the_data_the_farthest_by_ways_that_are_there(data: Data) -> None:
    ids = {node.id for node in data.nodes}
    assert {data.start, data.farthest, data.hub} <= ids
    ends = [{link.start, link.end} for link in data.links]
    ring, hops = {data.start}, 0
    while data.farthest not in ring and hops < 9:
        ring, hops = ring.union(*(pair for pair in ends if pair & ring)), hops + 1
    assert 2 < hops <= 8, "a path of more hops than may be asked for, or none to speak of"
    assert need2know(600).farthest == data.farthest
    assert CLASSES <= 256, "the statements would be those of a caller of many classes"


def test_a_peer_that_cannot_be_asked_is_left_out_of_its_row_and_no_question_of_the_page(data: Data) -> None:
    once = [Round([1.0], 1.0, 1.0)]
    figures = []
    for question in questions(data):
        names = ["kring", "bare", "driver", *(one.peer for one in asked_of_peers(question))]
        rates = {name: Rate([10.0], 0, 10) for name in names if name != "driver"}
        figures.append(Figures(question, 1, 10, dict.fromkeys(names, once), rates, (1, 1), [(1.0, 1.0)]))
    page = table(Measured(figures, {"kring": once, "driver": once}), 600, 1, 1)
    rows = page.splitlines()
    peers = {row.split(" | ")[0].strip("| "): row for row in rows[rows.index("## Peers") : rows.index("## Policy")] if " | " in row}
    assert [name for name in peers if name != "question"] == ["one", "Q1", "Q2", "Q6", "Q7", "Q8", "Q9"]
    assert (peers["Q7"].count(" - "), peers["Q9"].count(" - ")) == (8, 0)
    assert all(sum(row.startswith(f"| {question.name}") for row in rows) >= 3 for question in questions(data))
    assert page.endswith("| 1.00 / 1.00 | 1.00 / 1.00 | 1.00 (1.00 to 1.00) | 1.00 + 1.00 | 1.00 + 1.00 |\n")
