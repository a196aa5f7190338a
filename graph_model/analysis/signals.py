"""Analysts' questions of what was reported (domain.md 7.1): what recurs, what nobody used, what no longer holds, who says so."""

from collections.abc import Iterable, Iterator
from datetime import date

from graph_model.analysis.circle import Entities
from graph_model.analysis.finding import Finding, Terms, ranked
from graph_model.analysis.network import Network
from graph_model.analysis.words import Told


def recurring_items(network: Network, _: Terms) -> list[Finding]:
    """Items in two or more reports."""
    found = [Finding(len(by), (item, *by), Told("MENTIONED", (len(by),))) for item, by in _reports_of_items(network) if len(by) > 1]
    return ranked(found)


def items_near_the_protected(network: Network, terms: Terms) -> list[Finding]:
    """Items in two reports or more within some days that also name a place of a protected person (question 3)."""
    homes = _places_of_the_protected(network)
    mentions = network.ends("MENTIONS")
    found: list[Finding] = []
    for item, reports in _reports_of_items(network):
        near = {report: places for report in reports if (places := [place for place in mentions[report] if place in homes])}
        times = sorted((when, report) for report in near if (when := network.day(report, "receivedAt")))
        within = _most_within(times, terms.days)
        if len(within) > 1:
            places = sorted({place for report in within for place in near[report]})
            why = [id_ for place in places for id_ in (place, *homes[place])]
            told = Told("MENTIONED_NEAR", (len(within), terms.days))
            found.append(Finding(len(within), tuple(dict.fromkeys((item, *within, *why))), told))
    return ranked(found)


def orphan_reports(network: Network, terms: Terms) -> list[Finding]:
    """Reports, all or those that mention a record, without an assessment that is based on them (question 4)."""
    used = network.starts("BASED_ON")
    wanted = _reports_about(network, terms.about) if terms.about else network.of_type("Report")
    named = Entities(network).of(terms.about) if terms.about else ()
    return ranked([Finding(1, (report, *named), Told("ORPHAN")) for report in wanted if report not in used])


def shaken_assessments(network: Network, _: Terms) -> list[Finding]:
    """Issued assessments that rest, through others too, on reports that do not hold as they did (question 5)."""
    based, against = network.ends("BASED_ON"), network.starts("CONTRADICTS")
    found: list[Finding] = []
    for assessment in network.of_type("Assessment"):
        if network.day(assessment, "issuedAt") is None:
            continue
        rests = list(_rests(based, assessment))
        shaken = sorted(id_ for id_ in rests if _is_shaken(network, assessment, id_, against))
        if shaken:
            why = [id_ for report in shaken for id_ in (report, *against.get(report, ()))]
            records = tuple(dict.fromkeys((assessment, *why, *rests)))
            found.append(Finding(len(shaken), records, Told("SHAKEN", (len(shaken),))))
    return ranked(found)


def independent_sources(network: Network, terms: Terms) -> list[Finding]:
    """Sources of what is reported about a record, those that come from each other counted once (question 6)."""
    reports, sources = _reports_about(network, terms.about), network.ends("FROM")
    entities, based = Entities(network), network.ends("BASED_ON")
    named = [id_ for one in entities.of(terms.about) for id_ in (one, *_rests(based, one))]
    told_by = {report: set(entities.of(report)) | set(sources.get(report, ())) for report in reports}
    found: list[Finding] = []
    for members in _joined(told_by):
        seen = sorted(members & told_by.keys())
        from_ = sorted({source for report in seen for source in sources.get(report, ())})
        if from_:
            records = tuple(dict.fromkeys((*from_, *seen, *sorted(members), *named)))
            found.append(Finding(len(seen), records, Told("SOURCE", (len(seen),))))
    unsourced = tuple(report for report in reports if report not in sources)
    if unsourced:
        found.append(Finding(0, (*unsourced, *named), Told("UNSOURCED", (len(unsourced),))))
    return ranked(found)


def _reports_of_items(network: Network) -> Iterator[tuple[str, list[str]]]:
    for item, starts in network.starts("MENTIONS").items():
        if network.types.get(item) == "Item":
            yield item, [start for start in starts if network.types.get(start) == "Report"]


def _reports_about(network: Network, about: str) -> list[str]:
    """Reports that mention a record; the report itself; or what an assessment rests on."""
    entities, mentioned, based = Entities(network), network.starts("MENTIONS"), network.ends("BASED_ON")
    found: set[str] = set()
    for one in entities.of(about):
        found |= {one, *mentioned.get(one, ()), *_rests(based, one)}
    return sorted(id_ for id_ in found if network.types.get(id_) == "Report")


def _places_of_the_protected(network: Network) -> dict[str, tuple[str, ...]]:
    """Where a person that a measure protects is, with persons and measures: those are why."""
    entities, at = Entities(network), network.ends("AT")
    found: dict[str, tuple[str, ...]] = {}
    for person, measures in network.starts("PROTECTS").items():
        for one in entities.of(person):
            for place in at.get(one, ()):
                why = (*found.get(place, ()), *entities.of(person), *measures)
                found[place] = tuple(dict.fromkeys(why))
    return found


def _most_within(times: list[tuple[date, str]], days: int) -> list[str]:
    """The most reports of any stretch of so many days; the earliest stretch of several."""
    best: list[str] = []
    first = 0
    for last, (when, _) in enumerate(times):
        while (when - times[first][0]).days > days:
            first += 1
        if last + 1 - first > len(best):
            best = [report for _, report in times[first : last + 1]]
    return best


def _rests(based: dict[str, list[str]], start: str) -> Iterable[str]:
    """All that something is based on, through others too, in order."""
    seen: dict[str, None] = {}
    waiting = [start]
    while waiting:
        fresh = [id_ for id_ in based.get(waiting.pop(), ()) if id_ not in seen and id_ != start]
        seen |= dict.fromkeys(fresh)
        waiting += fresh
    return sorted(seen)


def _is_shaken(network: Network, assessment: str, report: str, against: dict[str, list[str]]) -> bool:
    if network.types.get(report) != "Report":
        return False
    until, changed, issued = (
        network.day(report, "validTo"),
        str(network.fact(report, "recordedAt") or ""),
        network.day(assessment, "issuedAt"),
    )
    is_over = until is not None and until < network.today
    is_newer = changed > str(network.fact(assessment, "recordedAt") or "") and bool(issued and changed[:10] > issued.isoformat())
    return is_over or is_newer or bool(against.get(report))


def _joined(sets: dict[str, set[str]]) -> list[set[str]]:
    """Sets that share a member become one."""
    joined: list[set[str]] = []
    for one in sets.values():
        whole, apart = set(one), []
        for other in joined:
            if other & whole:
                whole |= other
            else:
                apart.append(other)
        joined = [*apart, whole]
    return joined
