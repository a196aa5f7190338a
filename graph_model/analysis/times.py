"""Analysts' questions of time (domain.md 7.1, question 8): what happened around somebody, and when more is reported than usual."""

from collections.abc import Iterator
from datetime import date, timedelta
from math import sqrt

from graph_model.analysis.circle import Entities
from graph_model.analysis.finding import Finding, Terms
from graph_model.analysis.network import Network
from graph_model.analysis.words import Told

FAR = 2.0
"""Standard deviations above the mean from which a week stands out."""
_Dated = tuple[date, str, Finding]


def timeline(network: Network, terms: Terms) -> list[Finding]:
    """Reports, assessments, decisions, measures and events around somebody, the newest first; the score is a gap in days."""
    told = _Told(network, terms.about)
    dated = [*told.reports(), *told.assessments(), *told.decisions(), *told.measures(), *told.events()]
    return [finding for _, _, finding in sorted(dated, key=lambda one: (one[0], one[1]), reverse=True)]


class _Told:
    """What is told around one entity and the threats against it."""

    def __init__(self, network: Network, about: str) -> None:
        self._network, self._who = network, Entities(network).of(about)
        targeting = network.starts("TARGETS")
        self._threats = sorted({threat for one in self._who for threat in targeting.get(one, ())})
        self._assessed = self._starts("ASSESSES", (*self._who, *self._threats))
        self._protecting = self._starts("PROTECTS", self._who)

    def reports(self) -> Iterator[_Dated]:
        """When each was received."""
        for report in self._starts("MENTIONS", (*self._who, *self._threats)):
            yield from self._dated(report, "receivedAt", "REPORT")

    def assessments(self) -> Iterator[_Dated]:
        """When each was issued, with its two qualifications where they are read; they are never multiplied."""
        for one in self._assessed:
            levels = (self._network.fact(one, "severity"), self._network.fact(one, "likelihood"))
            known = tuple(level for level in levels if level is not None)
            key = "ASSESSMENT_LEVELS" if len(known) == len(levels) else "ASSESSMENT"
            yield from self._dated(one, "issuedAt", key, known if key == "ASSESSMENT_LEVELS" else ())

    def decisions(self) -> Iterator[_Dated]:
        """When each was taken, with the level that it set."""
        found = {
            *self._starts("RESTS_ON", self._assessed),
            *self._starts("INFORMS", self._who),
            *self._starts("ORDERS", self._protecting),
        }
        for one in sorted(found):
            level = self._network.fact(one, "levelSet")
            yield from self._dated(
                one, "decidedAt", "DECISION" if level is None else "DECISION_LEVEL", () if level is None else (level,)
            )

    def measures(self) -> Iterator[_Dated]:
        """When each was promised, and how long it took or takes."""
        for one in self._protecting:
            promised, active = self._network.day(one, "promisedAt"), self._network.day(one, "activeAt")
            if promised:
                gap = ((active or self._network.today) - promised).days
                yield from self._dated(one, "promisedAt", "ACTIVE" if active else "PROMISED", (gap,), gap)

    def events(self) -> Iterator[_Dated]:
        """When each begins."""
        taken = self._network.ends("TAKES_PART_IN")
        for one in sorted({event for who in self._who for event in taken.get(who, ())}):
            yield from self._dated(one, "start", "MOMENT")

    def _starts(self, link_type: str, ends: tuple[str, ...] | list[str]) -> list[str]:
        starts = self._network.starts(link_type)
        return sorted({start for end in ends for start in starts.get(end, ())})

    def _dated(self, id_: str, name: str, key: str, values: tuple[str | int | float, ...] = (), score: int = 0) -> Iterator[_Dated]:
        when = self._network.day(id_, name)
        if when:
            over = () if score or key == "MOMENT" else (*self._threats, *self._assessed, *self._protecting)
            records = tuple(dict.fromkeys((id_, *self._who, *over)))
            yield when, id_, Finding(score, records, Told(key, (when.isoformat(), *values)))


def time_patterns(network: Network, terms: Terms) -> list[Finding]:
    """Weeks in which reports came in, all or those about a record, and those that stand out; the fullest first."""
    wanted = _about(network, terms.about) if terms.about else network.of_type("Report")
    weeks: dict[date, list[str]] = {}
    for report in wanted:
        if when := network.day(report, "receivedAt"):
            weeks.setdefault(when - timedelta(days=when.weekday()), []).append(report)
    if not weeks:
        return []
    span = (max(weeks) - min(weeks)).days // 7 + 1
    mean = sum(map(len, weeks.values())) / span
    spread = sqrt(max(0.0, sum(len(reports) ** 2 for reports in weeks.values()) / span - mean**2))
    fullest = sorted(weeks.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    named = Entities(network).of(terms.about) if terms.about else ()
    return [_week(monday, (*reports, *named), len(reports), mean, mean + FAR * spread) for monday, reports in fullest]


def _week(monday: date, records: tuple[str, ...], count: int, mean: float, high: float) -> Finding:
    year, week, _ = monday.isocalendar()
    name = f"{year}-W{week:02}"
    told = Told("BURST", (name, count, f"{mean:.1f}")) if count > high else Told("WEEK", (name, count))
    return Finding(count, records, told)


def _about(network: Network, about: str) -> list[str]:
    mentioned = network.starts("MENTIONS")
    return sorted({report for one in Entities(network).of(about) for report in mentioned.get(one, ())})
