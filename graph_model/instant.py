"""Instants as text: UTC with milliseconds, so that their order as text is their order in time (baseline.md 5)."""

from datetime import UTC, datetime

from graph_model.errors import ModelError


def to_text(moment: datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.mmmZ`. Raises ModelError for an instant without a time zone."""
    if moment.tzinfo is None:
        raise ModelError("instant: a time zone is missing")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(text: str) -> datetime:
    """The instant an ISO 8601 text with a zone names. Raises ModelError for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ModelError("instant: not an ISO 8601 date and time") from None
    if moment.tzinfo is None:
        raise ModelError("instant: a time zone is missing")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ModelError("instant: outside the years 1 to 9999") from None
