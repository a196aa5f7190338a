"""The epoch at the end of what was decided under it: a commit takes effect bit by bit (docs/decisions/0164)."""

from graph_model.cypher import control
from graph_model.cypher.statement_text import ControlStatement
from graph_model.store import Work


class EpochMoved(Exception):
    """The policies changed while something was decided under them: nothing was written, and it is decided anew."""


async def require_policies(work: Work, expected: int) -> None:
    """Raise EpochMoved when the policies changed more often than that by now."""
    await _require(work, control.READ_EPOCH, "policies", expected)


async def require_policies_to_the_end(work: Work, expected: int) -> None:
    """As `require_policies`, and nobody changes them before this transaction has taken effect. The last that one does."""
    await _require(work, control.READ_EPOCH_AT_GATE, "policies", expected)


async def require_epoch(work: Work, expected: int) -> None:
    """As `require_policies`, with the whole epoch of a desk."""
    await _require(work, control.READ_EPOCH, "value", expected)


async def require_epoch_to_the_end(work: Work, expected: int) -> None:
    """As `require_epoch`, and nobody moves it before this transaction has taken effect. The last that one does."""
    await _require(work, control.READ_EPOCH_AT_GATE, "value", expected)


async def _require(work: Work, statement: ControlStatement, of: str, expected: int) -> None:
    if (await work.run(statement, {}))[0][of] != expected:
        raise EpochMoved
