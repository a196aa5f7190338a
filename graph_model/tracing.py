"""Spans: which part of Kring works on a request, and for how long. The names are a closed list, and nothing else is told of it.

Without a tracer in its context a span is nothing: whoever began a request says whether it is traced. No id, text or value is ever
an attribute here; of an error its type alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from opentelemetry.trace import Tracer

Part = Literal["plan", "decision", "store", "audit"]
TRACER: ContextVar[Tracer | None] = ContextVar("kring tracer", default=None)
"""The tracer of the request at hand."""


@contextmanager
def span(part: Part) -> Iterator[None]:
    """The work of one part, inside the span that is open."""
    tracer = TRACER.get()
    if tracer is None:
        yield
        return
    with tracer.start_as_current_span(part, record_exception=False, set_status_on_exception=False) as begun:
        try:
            yield
        except BaseException as fault:
            begun.set_attribute("error.type", type(fault).__name__)
            raise


def untraced() -> None:
    """From here on nothing is told of this request: what goes on for an hour has no end to be told."""
    TRACER.set(None)
