"""An operator's collector of spans: a real HTTP server on loopback that speaks OTLP and keeps what it is sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from google.protobuf.json_format import MessageToJson
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass
class Collector:
    """`bodies` as they came, and how many senders were answered. While it is not `free` nobody is.

    One that `drips` answers a byte at a time for a minute, until it `is_over` or its sender has left.
    """

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    answered: int = 0
    drips: bool = False
    is_left: threading.Event = field(default_factory=threading.Event)
    is_over: bool = False
    free: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def spans(self) -> list[Any]:
        """Every span in them."""
        sent = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        return [span for one in sent for resource in one.resource_spans for scope in resource.scope_spans for span in scope.spans]

    @property
    def text(self) -> str:
        """All that was sent, as text."""
        return "\n".join(MessageToJson(ExportTraceServiceRequest.FromString(body), ensure_ascii=False) for body in self.bodies)

    @property
    def resources(self) -> set[str]:
        """What is said of the service."""
        sent = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        return {part.key for one in sent for resource in one.resource_spans for part in resource.resource.attributes}

    def of(self, trace: str) -> list[Any]:
        """The spans of one trace."""
        return [span for span in self.spans if span.trace_id.hex() == trace]


@contextmanager
def collecting(drips: bool = False) -> Iterator[Collector]:
    """A collector that answers."""
    found = Collector(drips=drips)
    found.free.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.bodies.append(self.rfile.read(int(self.headers["content-length"])))
            found.free.wait(5)
            found.answered += 1
            if found.drips:
                self.drip()
                return
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def drip(self) -> None:
            try:
                for letter in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 600:
                    self.connection.sendall(bytes([letter]))
                    found.stopped.wait(0.1)
                found.is_over = True
            except OSError:
                found.is_left.set()

        def log_message(self, *_: Any) -> None:
            """Nothing is said."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.url = f"http://127.0.0.1:{server.server_address[1]}/v1/traces"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield found
    finally:
        found.free.set()
        found.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()
