"""Dates as stretches of time: a day is as long as it is, an instant has no length."""

from datetime import UTC, datetime, timedelta

_LONG_AGO, _FAR_AHEAD = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def stretch(text: str) -> tuple[datetime, datetime]:
    """When a day or instant begins, and when it is over. Raises ValueError for what is neither."""
    moment = datetime.fromisoformat(text)
    if len(text) == len("2026-03-16"):
        begin = moment.replace(tzinfo=UTC)
        return begin, begin + timedelta(days=1)
    if moment.tzinfo is None:
        raise ValueError("without a zone")
    return moment, moment


def place_in_time(text: str) -> tuple[datetime, bool]:
    """What dates are sorted by: a day comes before the instants in it."""
    begin, end = stretch(text)
    return begin, begin == end


class Window:
    """From a day or instant until just before another. Raises ValueError for what is no time, and where nothing can be in it."""

    def __init__(self, begin: str | None, end: str | None) -> None:
        self.begin = _LONG_AGO if begin is None else stretch(begin)[0]
        self.end = _FAR_AHEAD if end is None else stretch(end)[0]
        if self.begin >= self.end:
            raise ValueError("it is over before it begins")

    def holds(self, text: str) -> bool:
        """Whether some of a day, or the instant, is in it."""
        begin, end = stretch(text)
        is_over = end <= self.begin if begin < end else end < self.begin
        return not is_over and begin < self.end
