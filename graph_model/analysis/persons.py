"""Analysts' questions of persons and their circle (domain.md 7.1): which threats are open, who else may be hit, what comes up."""

from graph_model.analysis.circle import Entities
from graph_model.analysis.finding import Finding, Terms, ranked
from graph_model.analysis.network import Network
from graph_model.analysis.words import Told

NEAREST = ("PARTNER", "FAMILY", "CONFIDANT", "COLLEAGUE", "LAWYER")
"""Kinds of kinship, those first over whom a threat shifts soonest; any other comes after."""


def actors_across_cases(network: Network, _: Terms) -> list[Finding]:
    """Actors behind threats in two or more cases (question 2)."""
    cases = network.ends("IN_CASE")
    found: list[Finding] = []
    for actor, threats in network.ends("POSES").items():
        touched = sorted({case for threat in threats for case in cases.get(threat, ())})
        if len(touched) > 1:
            records = (actor, *touched, *(threat for threat in threats if threat in cases))
            found.append(Finding(len(touched), records, Told("CASES", (len(touched),))))
    return ranked(found)


def open_threats(network: Network, terms: Terms) -> list[Finding]:
    """Open threats on somebody or on the circle, the nearest first, with the newest assessment of each (question 1)."""
    circle, assessed = Entities(network).circle(terms.about, terms.hops), network.starts("ASSESSES")
    found: dict[str, Finding] = {}
    threats = [(step.distance, threat, one, step) for one, step in circle.items() for threat in _threats_on(network, one)]
    for distance, threat, one, step in sorted(threats):
        if threat in found or network.fact(threat, "status") != "OPEN":
            continue
        newest = max(((day, id_) for id_ in assessed.get(threat, ()) if (day := network.day(id_, "issuedAt"))), default=None)
        told = Told("THREAT_ASSESSED", (distance, newest[0].isoformat())) if newest else Told("THREAT", (distance,))
        records = (threat, *([newest[1]] if newest else []), one, *step.records)
        found[threat] = Finding(distance, tuple(dict.fromkeys(records)), told)
    return list(found.values())


def substitute_targets(network: Network, terms: Terms) -> list[Finding]:
    """Persons around the targets of a threat, by kinship, and those first for whom less is active (question 10)."""
    entities, protecting = Entities(network), network.starts("PROTECTS")
    found: dict[str, tuple[int, Finding]] = {}
    for target in network.ends("TARGETS").get(terms.about, ()):
        for one, step in sorted(entities.circle(target, 1).items()):
            first = entities.of(one)[0]
            if step.distance == 0:
                continue
            measures = [measure for member in entities.of(one) for measure in protecting.get(member, ())]
            active = sorted({measure for measure in measures if network.fact(measure, "state") == "ACTIVE"})
            records = tuple(dict.fromkeys((one, terms.about, *step.records, *active)))
            told = Told("SUBSTITUTE", (step.kind or "?", len(active)))
            rank = NEAREST.index(step.kind) if step.kind in NEAREST else len(NEAREST)
            if first not in found or (rank, one) < (found[first][0], found[first][1].records[0]):
                found[first] = rank, Finding(len(active), records, told)
    by_rank = sorted(found.values(), key=lambda pair: (pair[0], pair[1].score, pair[1].records))
    return [finding for _, finding in by_rank]


def events_ahead(network: Network, terms: Terms) -> list[Finding]:
    """Events in some days that somebody's circle takes part in, or all of them, not ready or without a DI (question 9)."""
    taking = network.starts("TAKES_PART_IN")
    circle = Entities(network).circle(terms.about, terms.hops) if terms.about else {}
    estimated = network.starts("ASSESSES")
    found: list[tuple[int, Finding]] = []
    for event in network.of_type("Event"):
        who = [one for one in taking.get(event, ()) if one in circle]
        starts = network.day(event, "start")
        if starts is None or (terms.about and not who):
            continue
        ahead = (starts - network.today).days
        estimates = [id_ for id_ in estimated.get(event, ()) if network.fact(id_, "kind") == "DI"]
        key = _lacking(network.fact(event, "readiness") == "MET", bool(estimates))
        if 0 <= ahead <= terms.days and key:
            why = [id_ for one in who for id_ in (one, *circle[one].records)]
            records = tuple(dict.fromkeys((event, *why, *estimates)))
            found.append((ahead, Finding(ahead, records, Told(key, (starts.isoformat(), ahead)))))
    return [finding for _, finding in sorted(found, key=lambda pair: (pair[0], pair[1].records))]


def _lacking(is_ready: bool, is_estimated: bool) -> str:
    if is_ready:
        return "" if is_estimated else "NO_DI"
    return "NOT_READY" if is_estimated else "NEITHER"


def _threats_on(network: Network, person: str) -> list[str]:
    return [link.start for link in network.links if link.type == "TARGETS" and link.end == person]
