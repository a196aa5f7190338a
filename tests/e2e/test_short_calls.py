"""A call that is over has let go of its connection, and one whose answer has no end is cut."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

import pytest
import requests

from api.observability.short_calls import ShortCalls


@contextmanager
def answering(length: int, body: bytes) -> Iterator[tuple[str, Event]]:
    """A server that answers one call and would take more on the same connection, and whether its client has let go of it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        is_left = Event()

        def answer() -> None:
            connection, _ = server.accept()
            connection.settimeout(20)
            with connection, suppress(TimeoutError):
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (length, body))
                if not connection.recv(1):
                    is_left.set()

        thread = Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", is_left
        thread.join()


@contextmanager
def calling(seconds: float) -> Iterator[requests.Session]:
    """A session of calls that are cut after so many seconds."""
    with requests.Session() as session:
        session.trust_env = False
        session.mount("http://", ShortCalls(seconds))
        yield session


def test_a_call_that_is_over_keeps_its_connection_no_longer() -> None:
    with answering(2, b"ok") as (address, is_left), calling(600) as session:
        assert session.get(address).text == "ok"
        assert is_left.wait(10), "a connection stays open until it would have been cut"


def test_a_call_whose_answer_has_no_end_is_cut() -> None:
    with answering(1_000, b"o") as (address, is_left), calling(0.5) as session:
        with pytest.raises(requests.RequestException):
            session.get(address, timeout=60)
        assert is_left.wait(10)
