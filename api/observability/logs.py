"""Logs: one JSON object a line on stderr, ours and those of libraries alike, without content.

An exception is logged as its type and the places it went through: its message may quote what must not be in a log. Of a library's
line only the template is kept, never what was filled in.
"""

import logging
import sys
import traceback
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

OURS = ("kring",)
LAST_PLACES = 25
SHARED: tuple[Any, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
)


def configure(stream: TextIO = sys.stderr) -> None:
    """Send every log of this process to a stream. Composition roots call it, once."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*SHARED, _of_a_library],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_messages,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _of_a_library(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A line that did not come from structlog: its template and where it was written."""
    record: logging.LogRecord = event["_record"]
    if not record.name.startswith(OURS):
        event["event"] = str(record.msg) if record.args else "a library's message"
    event["logger"] = record.name
    event["place"] = f"{record.module}:{record.lineno}"
    return event


def _without_messages(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An exception as its type and places."""
    info = event.pop("exc_info", None)
    fault = info[1] if isinstance(info, tuple) else info
    if isinstance(fault, BaseException):
        frames = traceback.extract_tb(fault.__traceback__)
        event["error"] = type(fault).__name__
        event["went_through"] = [
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-LAST_PLACES:]
        ]
    event.pop("exception", None)
    event.pop("stack", None)
    return event
