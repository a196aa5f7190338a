"""Logs hold the request's id, whoever writes them, and nothing that was filled into them."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from api.observability import logs
from api.observability.request_id import bound_contextvars, request_id

SECRET = "Emmerpad 14"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def _lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_every_part_that_logs_within_a_request_logs_its_id(stream: io.StringIO) -> None:
    with bound_contextvars(request_id="one-request"):
        structlog.get_logger().info("decided")
        logging.getLogger("kring.store").warning("no answer")
        logging.getLogger("neo4j.pool").warning("closed %s", SECRET)
    structlog.get_logger().info("after")
    lines = _lines(stream)
    assert [line.get("request_id") for line in lines] == ["one-request"] * 3 + [None]
    assert [line["event"] for line in lines] == ["decided", "no answer", "closed %s", "after"]


def test_what_a_library_or_an_exception_says_is_left_out(stream: io.StringIO) -> None:
    logging.getLogger("asyncio").error(f"Task exception was never retrieved {SECRET}")
    logging.getLogger("neo4j").debug("MATCH (n) RETURN n %s", SECRET)
    try:
        raise ValueError(SECRET)
    except ValueError as fault:
        structlog.get_logger().error("unforeseen", exc_info=fault)
        logging.getLogger("uvicorn.error").exception("Exception in %s", SECRET)
    assert SECRET not in stream.getvalue()
    assert "MATCH" not in stream.getvalue()
    lines = _lines(stream)
    assert [line.get("error") for line in lines] == [None, "ValueError", "ValueError"]
    assert "test_logs.py" in str(lines[1]["went_through"])


@pytest.mark.parametrize("brought", [None, "", "short", "a" * 65, "line\nbreak-in-it", "Bearer eyJ", "ünïcödé-id"])
def test_an_id_that_is_not_well_formed_is_replaced(brought: str | None) -> None:
    assert request_id(brought) != brought
    assert len(request_id(brought)) == 32
