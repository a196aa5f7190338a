"""Logs: one JSON object a line on stderr, ours and those of libraries alike, without content.

An exception is logged as its type and the places it went through: its message may quote what must not be in a log. Of a library's
line only the template is kept, never what was filled in.
"""

import logging
import sys
import traceback
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

OURS = "kring"
LAST_PLACES = 25


def configure(stream: TextIO | None = None) -> None:
    """Send every log of this process to a stream, stderr unless another is given. Composition roots call it, once."""
    out = stream or sys.stderr
    structlog.configure(
        processors=[*_dated(), _without_messages, _rendered],
        logger_factory=structlog.WriteLoggerFactory(out),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_dated(), _of_a_library],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _without_messages, _rendered],
            use_get_message=False,
            pass_foreign_args=True,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


def _dated() -> list[Any]:
    """What every line has: the request it belongs to, how grave it is, and when."""
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")
    return [structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, stamp]


def _of_a_library(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A line that came by the standard library: its template, and where it was written."""
    record: logging.LogRecord = event["_record"]
    is_template = bool(event.pop("positional_args", ())) or record.name.startswith(OURS)
    event["event"] = str(record.msg) if is_template else "a library's message"
    event["logger"] = record.name
    event["place"] = f"{record.module}:{record.lineno}"
    return event


def _without_messages(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An exception as its type and places."""
    info = event.pop("exc_info", None)
    fault = info[1] if isinstance(info, tuple) else info
    if isinstance(fault, BaseException):
        frames = traceback.extract_tb(fault.__traceback__)
        places = (f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-LAST_PLACES:])
        event["error"] = type(fault).__name__
        event["went_through"] = list(places)
    event.pop("exception", None)
    event.pop("stack", None)
    return event


def _rendered(_: WrappedLogger, __: str, event: EventDict) -> str:
    return orjson.dumps(event, default=lambda value: type(value).__name__).decode()
