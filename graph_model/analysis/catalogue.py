"""Every kind of analysis: its name, its question, its method in words that can stand in a report, and which parameters it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph_model.analysis.finding import Finding, Terms
from graph_model.analysis.network import Network
from graph_model.analysis.persons import actors_across_cases, events_ahead, open_threats, substitute_targets
from graph_model.analysis.signals import (
    independent_sources,
    items_near_the_protected,
    orphan_reports,
    recurring_items,
    shaken_assessments,
)
from graph_model.analysis.similarity import similar, suggested
from graph_model.analysis.structure import bridges, brokers, communities, connected, core
from graph_model.analysis.times import time_patterns, timeline
from graph_model.analysis.words import Pair

MOST_DAYS, MOST_HOPS = 365, 3
"""The bounds of parameters; the least are 1 day and 0 hops."""
WHOLE = None
"""What is found depends on all that hangs together with it."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A kind of analysis.

    It is about a record: never, if one is named, or always. `days` and `hops` are what holds when nothing is said; None: no such
    parameter. `reach`: what is found depends on records and relationships that many hops from the records it names.
    """

    find: Callable[[Network, Terms], list[Finding]]
    question: Pair
    method: Pair
    about: str = "NEVER"
    days: int | None = None
    hops: int | None = None
    reach: int | None = 0

    def terms(self, about: str | None, days: int | None, hops: int | None) -> Terms | None:
        """The parameters, complete; None when they are not those that it takes, or outside their bounds."""
        if self.about != "MAYBE" and (self.about == "ALWAYS") is not (about is not None):
            return None
        if (days is not None and self.days is None) or (hops is not None and self.hops is None):
            return None
        within = days if days is not None else self.days or 0
        steps = hops if hops is not None else self.hops or 0
        if not (0 if self.days is None else 1) <= within <= MOST_DAYS or not 0 <= steps <= MOST_HOPS:
            return None
        return Terms(about or "", within, steps)


_STRUCTURE = {
    "CONNECTED": Analysis(
        connected,
        ("Who has the most connections?", "Wie heeft de meeste verbindingen?"),
        ("Distinct neighbours are counted; the score is their number.", "Verschillende buren zijn geteld; de score is hun aantal."),
        reach=1,
    ),
    "BROKERS": Analysis(
        brokers,
        ("Who stands between others?", "Wie staat tussen anderen in?"),
        (
            "Betweenness centrality, from 0 to 1: the share of shortest paths between others that run over a record. In a network"
            " of more than 300 records it is estimated from 200 of them, the same ones each time.",
            "Betweenness, van 0 tot 1: het deel van de kortste paden tussen anderen dat over een record loopt. In een netwerk van"
            " meer dan 300 records is het geschat vanuit 200 ervan, telkens dezelfde.",
        ),
        reach=WHOLE,
    ),
    "COMMUNITIES": Analysis(
        communities,
        ("Which groups are there?", "Welke groepen zijn er?"),
        (
            "Groups with more relationships inside than to others (Louvain, modularity, fixed seed); the score is their size.",
            "Groepen met meer relaties onderling dan met anderen (Louvain, modulariteit, vast begin); de score is hun grootte.",
        ),
        reach=WHOLE,
    ),
    "CORE": Analysis(
        core,
        ("What is the densest part?", "Wat is het dichtste deel?"),
        (
            "A score of k says that a record is in a part where everybody has at least k neighbours (k-core).",
            "Een score k zegt dat een record in een deel zit waar iedereen ten minste k buren heeft (k-core).",
        ),
        reach=WHOLE,
    ),
    "BRIDGES": Analysis(
        bridges,
        ("Which single connections hold parts together?", "Welke enkele verbindingen houden delen bijeen?"),
        (
            "Connections without which a part falls apart; the score is the number of records in the smaller part.",
            "Verbindingen zonder welke een deel uiteenvalt; de score is het aantal records in het kleinste deel.",
        ),
        reach=WHOLE,
    ),
    "SIMILAR": Analysis(
        similar,
        ("Who is like this one?", "Wie lijkt hierop?"),
        (
            "Records of the same type that share neighbours: shared neighbours over all neighbours (Jaccard).",
            "Records van hetzelfde type die buren delen: gedeelde buren gedeeld door alle buren (Jaccard).",
        ),
        about="ALWAYS",
        reach=2,
    ),
    "SUGGESTED_LINKS": Analysis(
        suggested,
        ("Which connections may be missing?", "Welke verbindingen ontbreken misschien?"),
        (
            "Pairs without a connection that share neighbours, of which the rare ones count for more (Adamic and Adar).",
            "Paren zonder verbinding die buren delen, waarvan zeldzame zwaarder tellen (Adamic en Adar).",
        ),
        reach=2,
    ),
}
_SIGNALS = {
    "RECURRING_ITEMS": Analysis(
        recurring_items,
        ("Which items recur?", "Welke kenmerken keren terug?"),
        (
            "Items that two or more reports mention; the score is the number of reports.",
            "Kenmerken die twee of meer meldingen noemen; de score is het aantal meldingen.",
        ),
    ),
    "ITEMS_NEAR_PROTECTED": Analysis(
        items_near_the_protected,
        ("Which items recur near protected persons?", "Welke kenmerken keren terug bij beveiligde personen?"),
        (
            "Items in two or more reports, received within the given days of each other, that also name a place of somebody whom"
            " a measure protects; the score is the number of reports.",
            "Kenmerken in twee of meer meldingen, ontvangen binnen het gegeven aantal dagen van elkaar, die ook een locatie"
            " noemen van iemand die een maatregel beschermt; de score is het aantal meldingen.",
        ),
        days=30,
    ),
    "ORPHAN_REPORTS": Analysis(
        orphan_reports,
        ("Which reports has nobody used?", "Welke meldingen heeft niemand gebruikt?"),
        (
            "Reports, all or those about one record, on which no assessment is based.",
            "Meldingen, alle of die over een record, waarop geen inschatting of analyse is gebaseerd.",
        ),
        about="MAYBE",
    ),
    "SHAKEN_ASSESSMENTS": Analysis(
        shaken_assessments,
        ("Which assessments rest on what no longer holds?", "Welke inschattingen rusten op wat niet meer geldt?"),
        (
            "Issued assessments that rest, directly or through others, on reports that were corrected after it, are contradicted,"
            " or are past their validity; of withdrawn reports notices tell. The score is the number of such reports.",
            "Uitgebrachte inschattingen die, direct of via andere, rusten op meldingen die daarna zijn gecorrigeerd, worden"
            " weersproken of niet meer geldig zijn; van ingetrokken meldingen vertellen berichten. De score is het aantal van"
            " zulke meldingen.",
        ),
    ),
    "INDEPENDENT_SOURCES": Analysis(
        independent_sources,
        ("How many independent sources say so?", "Hoeveel onafhankelijke bronnen zeggen dit?"),
        (
            "Sources of the reports about a record, without identities. Reports that share a source or are the same report, and"
            " sources joined by them, count as one. The score is the number of reports.",
            "Bronnen van de meldingen over een record, zonder identiteiten. Meldingen die een bron delen of dezelfde melding"
            " zijn, en bronnen die zij verbinden, tellen als een. De score is het aantal meldingen.",
        ),
        about="ALWAYS",
    ),
    "TIME_PATTERNS": Analysis(
        time_patterns,
        ("When is more reported than usual?", "Wanneer wordt er meer gemeld dan gewoonlijk?"),
        (
            "Reports by the week in which they were received, all or those about one record. A week stands out two standard"
            " deviations above the mean of all weeks from the first to the last. The score is the number of reports.",
            "Meldingen per week van ontvangst, alle of die over een record. Een week valt op vanaf twee standaardafwijkingen"
            " boven het gemiddelde van alle weken van de eerste tot de laatste. De score is het aantal meldingen.",
        ),
        about="MAYBE",
    ),
}
_PERSONS = {
    "ACTORS_ACROSS_CASES": Analysis(
        actors_across_cases,
        ("Which actors are behind threats in several cases?", "Welke dreigers zitten achter dreigingen in meer casussen?"),
        (
            "Actors who pose threats in two or more cases; the score is the number of cases.",
            "Dreigers die dreigingen vormen in twee of meer casussen; de score is het aantal casussen.",
        ),
    ),
    "OPEN_THREATS": Analysis(
        open_threats,
        ("Which threats are open on this person and the circle?", "Welke dreigingen staan open op deze persoon en de kring?"),
        (
            "Threats of status OPEN on the person or on anybody related to them within the given hops, each with its newest"
            " assessment, the nearest first; the score is the distance in hops.",
            "Dreigingen met status OPEN op de persoon of op wie binnen het gegeven aantal stappen verwant is, elk met de nieuwste"
            " inschatting, de dichtstbijzijnde eerst; de score is de afstand in stappen.",
        ),
        about="ALWAYS",
        hops=2,
    ),
    "TIMELINE": Analysis(
        timeline,
        ("What happened around this person, and when?", "Wat gebeurde er rond deze persoon, en wanneer?"),
        (
            "Reports, assessments, decisions, measures and events around a person and the threats against them, the newest first."
            " The score of a measure is the days between promised and active, or until today.",
            "Meldingen, inschattingen, besluiten, maatregelen en momenten rond een persoon en de dreigingen daartegen, de"
            " nieuwste eerst. De score van een maatregel is het aantal dagen tussen toegezegd en actief, of tot vandaag.",
        ),
        about="ALWAYS",
        reach=1,
    ),
    "EVENTS_AHEAD": Analysis(
        events_ahead,
        ("Which events come up that are not prepared?", "Welke momenten komen eraan die niet voorbereid zijn?"),
        (
            "Events within the given days, all or those in which a person's circle takes part, whose readiness is not met or that"
            " no threat estimate (DI) assesses, the nearest first; the score is the days until then.",
            "Momenten binnen het gegeven aantal dagen, alle of die waaraan de kring van een persoon deelneemt, die niet gereed"
            " zijn of waarover geen dreigingsinschatting (DI) is, de eerste vooraan; de score is het aantal dagen tot dan.",
        ),
        about="MAYBE",
        days=14,
        hops=1,
    ),
    "SUBSTITUTE_TARGETS": Analysis(
        substitute_targets,
        ("Who else could this threat turn to?", "Op wie kan deze dreiging zich anders richten?"),
        (
            "Persons related to the target of a threat, ordered by kind of kinship (partner, family, confidant, colleague,"
            " lawyer, other) and then by how few measures are active; the score is the number of active measures.",
            "Personen verwant aan het doelwit van een dreiging, op soort verwantschap (partner, familie, vertrouweling, collega,"
            " advocaat, overig) en dan op hoe weinig maatregelen actief zijn; de score is het aantal actieve maatregelen.",
        ),
        about="ALWAYS",
    ),
}
ANALYSES: Mapping[str, Analysis] = MappingProxyType(_STRUCTURE | _SIGNALS | _PERSONS)
"""Every kind of analysis, by name."""
