"""How spans reach a collector of the operator's: OTLP over HTTP, from a bounded queue, by a thread of its own.

A collector that is slow or gone loses spans, and changes no answer.
"""

from pathlib import Path

import requests
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

from api.observability.short_calls import ShortCalls
from api.observability.traces import Traces

WAITING, AT_ONCE = 2_048, 512
"""Spans that may wait to be sent, and that are sent at once; when more wait, the oldest are lost."""
EVERY = 2_000
"""Milliseconds between two times of sending."""
SECONDS = 1.0
"""So long one sending may take, all tries together; at the end what waits is sent once more."""


def sending_to(address: str, ca_file: Path | None = None, every: int = EVERY) -> Traces:
    """Traces that are sent to an address: straight, led nowhere else, and with no login of the machine's. Raises OSError."""
    session = requests.Session()
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, ShortCalls(SECONDS))
    if ca_file is not None:
        ca_file.read_bytes()
    certificates = str(ca_file) if ca_file else None
    exporter = OTLPSpanExporter(address, certificate_file=certificates, timeout=SECONDS, session=session)
    provider = TracerProvider(sampler=ALWAYS_ON, resource=Resource({"service.name": "kring"}), shutdown_on_exit=False)
    provider.add_span_processor(
        BatchSpanProcessor(exporter, max_queue_size=WAITING, schedule_delay_millis=every, max_export_batch_size=AT_ONCE)
    )
    return Traces(provider.get_tracer("kring"), provider.shutdown)
