"""The service in figures, for Prometheus. Labels come from closed lists; none holds content, a user, an id or a query."""

from dataclasses import dataclass

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from access_policies.errors import AuditUnavailable
from graph_model.errors import StoreError

_log = structlog.get_logger()
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one application, in a registry of its own."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    in_flight: Gauge
    store_failures: Counter
    audit_failures: Counter
    unforeseen: Counter

    def failed(self, fault: Exception) -> None:
        """Count what a failure was of, and log its kind."""
        if isinstance(fault, StoreError):
            self.store_failures.labels(type(fault).__name__).inc()
            _log.warning("store failed", kind=type(fault).__name__)
        elif isinstance(fault, AuditUnavailable):
            self.audit_failures.inc()
            _log.error("audit failed")

    def text(self) -> bytes:
        """What `/metrics` answers."""
        return generate_latest(self.registry)


def new_figures() -> Figures:
    """Figures that stand at nothing."""
    registry = CollectorRegistry()
    return Figures(
        registry,
        Counter("kring_requests", "Requests answered, by route and outcome.", ("route", "outcome"), registry=registry),
        Histogram("kring_request_seconds", "Time to answer.", ("route",), registry=registry, buckets=SECONDS),
        Gauge("kring_requests_in_flight", "Requests being worked on.", registry=registry),
        Counter("kring_store_failures", "Answers that the database failed.", ("kind",), registry=registry),
        Counter("kring_audit_failures", "Answers that could not be put on record.", registry=registry),
        Counter("kring_unforeseen_errors", "Errors that no part of Kring knows: each is a fault to mend.", registry=registry),
    )
