"""Schemathesis against the running service: whatever the schema allows to be asked is answered or refused, and nothing breaks."""

import asyncio
import sys
from pathlib import Path

from tests.e2e.conftest import Service
from tests.e2e.test_writes import mutate

SDL = Path(__file__).resolve().parents[2] / "docs" / "reference" / "schema.graphql"
READS = r"^Query\.(?!administration|analysis|pointers)"
"""What is compiled; what is executed tells its refusals beside data, which the tool takes for faults of a server."""
EXAMPLES, SEED = 4, 20260316


async def test_no_read_that_the_schema_allows_is_a_fault_of_the_server(service: Service) -> None:
    headers = await service.headers("u-noor", "THREAT_ASSESSMENT") | {"Accept": "application/graphql-response+json"}
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    tool = Path(sys.executable).parent / "st"
    run = await asyncio.create_subprocess_exec(
        tool, "run", SDL, "--url", f"{service.url}/graphql", *given, "--phases", "fuzzing", "--checks", "not_a_server_error,response_schema_conformance",
        "--include-name-regex", READS, "--max-examples", str(EXAMPLES), "--seed", str(SEED), "--generation-deterministic", "--no-color",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, cwd=service.home,
    )  # fmt: skip
    said, _ = await asyncio.wait_for(run.communicate(), 200)
    assert run.returncode == 0, said.decode()
    assert "generated" in said.decode()


async def test_an_argument_that_fits_no_input_is_refused_and_no_fault(service: Service) -> None:
    """What the tool found: an end of a relationship that names nothing."""
    text = "mutation { relate(statement: {from: {externalId: null}, to: {externalId: null}, type: MEMBER_OF}) { outcome } }"
    answer = await mutate(service, "u-saar", text)
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["BAD_VARIABLES"]
