"""Traces for operators: one trace a request, a span for each part that worked on it. Off unless somebody says where they go.

What is told stands in closed lists: parts, routes, methods, statuses, codes. Never content, a query, an id, or who asked.
"""

import time
from collections.abc import Callable
from contextvars import Token
from dataclasses import dataclass

from opentelemetry import context
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, Tracer, format_trace_id, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.requests import Request
from starlette.types import Scope
from structlog.contextvars import bind_contextvars, unbind_contextvars

from graph_model.tracing import TRACER, untraced

TRACED = "kring.traced"
"""Where in a request's scope its trace is."""
METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS"})
_PROPAGATOR = TraceContextTextMapPropagator()


class Traced:
    """The span of one request. It begins when it is known who asks, or at its end; parts that worked before are in no span."""

    def __init__(self, tracer: Tracer, scope: Scope) -> None:
        self._tracer, self._scope, self._started = tracer, scope, time.time_ns()
        untraced()  # what a server starts from within another request has that one's context
        unbind_contextvars("trace_id")
        self._span: Span | None = None
        self._tokens: tuple[Token[Context], Token[Tracer | None]] | None = None

    def begin(self, is_known: bool) -> None:
        """Begin, once. Only of somebody known a trace is continued: others could write into traces that are not theirs."""
        if self._span is not None:
            return
        parent = _continued(self._scope) if is_known else Context()
        span = self._tracer.start_span("request", parent, SpanKind.SERVER, start_time=self._started, record_exception=False)
        self._span = span
        self._tokens = context.attach(set_span_in_context(span)), TRACER.set(self._tracer)
        bind_contextvars(trace_id=format_trace_id(span.get_span_context().trace_id))

    def end(self, route: str, status: int, code: str) -> None:
        """End it, with what became of the request."""
        self.begin(is_known=False)
        assert self._span is not None
        assert self._tokens is not None
        method = self._scope["method"] if self._scope["method"] in METHODS else "other"
        told = {"http.route": route, "http.request.method": method, "http.response.status_code": status}
        self._span.set_attributes(told | ({"kring.code": code} if code else {}))
        self._span.end()
        context.detach(self._tokens[0])
        TRACER.reset(self._tokens[1])
        unbind_contextvars("trace_id")


@dataclass(frozen=True, slots=True)
class Traces:
    """Who makes spans, nobody where traces are off; `end` sends what waits, for seconds at most, and nothing after it."""

    tracer: Tracer | None = None
    end: Callable[[], None] = lambda: None

    def request(self, scope: Scope) -> Traced | None:
        """The trace of a request that comes in; none where traces are off."""
        if self.tracer is None:
            return None
        found = scope[TRACED] = Traced(self.tracer, scope)
        return found


OFF = Traces()


def caller_is_known(request: Request) -> None:
    """Begin the trace of a request whose caller has just been verified."""
    found = request.scope.get(TRACED)
    if isinstance(found, Traced):
        found.begin(is_known=True)


def _continued(scope: Scope) -> Context:
    """The trace that a caller is in, by `traceparent` alone: one that is there twice, or is malformed, counts as not there."""
    found = [value for name, value in scope["headers"] if name == b"traceparent"]
    if len(found) != 1:
        return Context()
    return _PROPAGATOR.extract({"traceparent": found[0].decode("latin-1")}, Context())
