"""Analysts' own questions of a network (domain.md 7.1): what recurs, what spans cases, what nobody looked at."""

from graph_model.analysis.finding import Finding, ranked
from graph_model.analysis.network import Network

SHOWN = 10


def recurring_items(network: Network, _: str) -> list[Finding]:
    """Items in two or more reports (domain.md 7.1, question 3)."""
    reports: dict[str, list[str]] = {}
    for start, ends in network.ends("MENTIONS").items():
        if network.types.get(start) == "Report":
            for end in ends:
                if network.types.get(end) == "Item":
                    reports.setdefault(end, []).append(start)
    found = [
        Finding(len(by), (item, *by[:SHOWN]), f"mentioned in {len(by)} reports") for item, by in reports.items() if len(by) > 1
    ]
    return ranked(found)


def actors_across_cases(network: Network, _: str) -> list[Finding]:
    """Actors behind threats in two or more cases (domain.md 7.1, question 2)."""
    cases = network.ends("IN_CASE")
    found: list[Finding] = []
    for actor, threats in network.ends("POSES").items():
        touched = sorted({case for threat in threats for case in cases.get(threat, ())})
        if len(touched) > 1:
            found.append(Finding(len(touched), (actor, *touched[:SHOWN]), f"poses threats in {len(touched)} cases"))
    return ranked(found)


def orphan_reports(network: Network, _: str) -> list[Finding]:
    """Reports without an assessment that is based on them (domain.md 7.1, question 4)."""
    used = {end for ends in network.ends("BASED_ON").values() for end in ends}
    reports = [id_ for id_, kind in network.types.items() if kind == "Report" and id_ not in used]
    return ranked([Finding(1, (report,), "no assessment is based on it") for report in reports])
