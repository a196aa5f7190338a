"""How a command ends when it cannot go on: one clear message, one exit code. The only place that turns errors into either."""

import signal
import sys
from types import FrameType
from typing import NoReturn

from access_policies.errors import PolicyError
from graph_model.errors import GraphError
from graph_model.local.errors import SetupError

CODES = {"wrong answer": 1, "wrong use": 2, "cannot go on": 3, "ended by a signal": 128}


class Ended(SystemExit):
    """A signal asks this process to end. Raised once: what cleans up after it is not disturbed by another."""

    def __init__(self, number: int) -> None:
        super().__init__(CODES["ended by a signal"] + number)
        self.signal = signal.Signals(number).name


EXPECTED = (SetupError, GraphError, PolicyError, Ended)
"""What a command may raise: each has a message for a person, and none holds content."""


def raise_on_signals() -> None:
    """Let Ctrl-C, a closed terminal and a plain kill all arrive as Ended."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _end)


def _end(number: int, _: FrameType | None) -> NoReturn:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    raise Ended(number)


def exit_code(fault: BaseException) -> int:
    """Say what happened in one line on stderr; the exit code."""
    if isinstance(fault, Ended):
        print(f"kring: ended by {fault.signal}", file=sys.stderr)
        return int(str(fault.code))
    print(f"kring: {fault}", file=sys.stderr)
    return CODES["cannot go on"]
