"""Every sentence of an analysis, in English and in Dutch. A finding holds a key and its values; here they become words."""

from typing import Literal, NamedTuple

Language = Literal["EN", "NL"]
Pair = tuple[str, str]
"""English, Dutch."""


class Told(NamedTuple):
    """Why something was found: the key of a sentence, and what stands in it."""

    key: str
    values: tuple[str | int | float, ...] = ()

    def text(self, language: Language = "EN") -> str:
        """The sentence."""
        return spoken(REASONS[self.key], language).format(*self.values)


def spoken(pair: Pair, language: Language) -> str:
    """One of the two."""
    return pair[language == "NL"]


REASONS: dict[str, Pair] = {
    "NEIGHBOURS": ("{} distinct neighbours", "{} verschillende buren"),
    "BETWEEN": ("on shortest paths between others", "op kortste paden tussen anderen"),
    "GROUP": ("a group of {}", "een groep van {}"),
    "CORE": (
        "in the part where everybody has {} neighbours or more",
        "in het deel waar iedereen {} of meer buren heeft",
    ),
    "BRIDGE": ("without it {} records are cut off from {}", "zonder deze zijn {} records gescheiden van {}"),
    "SHARED": ("{} shared neighbours", "{} gedeelde buren"),
    "MENTIONED": ("mentioned in {} reports", "genoemd in {} meldingen"),
    "MENTIONED_NEAR": (
        "mentioned in {} reports within {} days that also name a place of a protected person",
        "genoemd in {} meldingen binnen {} dagen die ook een locatie van een beveiligd persoon noemen",
    ),
    "CASES": ("poses threats in {} cases", "vormt dreigingen in {} casussen"),
    "ORPHAN": ("no assessment is based on it", "geen inschatting of analyse is erop gebaseerd"),
    "THREAT": ("open, {} steps away; not assessed", "open, op {} stappen; niet beoordeeld"),
    "THREAT_ASSESSED": ("open, {} steps away; last assessed {}", "open, op {} stappen; laatst beoordeeld {}"),
    "SHAKEN": (
        "rests on {} reports that were changed since, contradicted, or are no longer valid",
        "rust op {} meldingen die sindsdien gewijzigd, weersproken of niet meer geldig zijn",
    ),
    "SOURCE": ("an independent source, with {} reports", "een onafhankelijke bron, met {} meldingen"),
    "UNSOURCED": (
        "{} reports without a source in this view: they count for no source",
        "{} meldingen zonder bron in dit beeld: zij tellen niet als bron",
    ),
    "REPORT": ("{}: report received", "{}: melding ontvangen"),
    "ASSESSMENT": ("{}: assessment issued", "{}: inschatting of analyse uitgebracht"),
    "ASSESSMENT_LEVELS": (
        "{}: assessment issued, severity {} of 5, likelihood {} of 5",
        "{}: inschatting of analyse uitgebracht, ernst {} van 5, waarschijnlijkheid {} van 5",
    ),
    "DECISION": ("{}: decided", "{}: besloten"),
    "DECISION_LEVEL": ("{}: decided, level set to {}", "{}: besloten, niveau vastgesteld op {}"),
    "PROMISED": ("{}: measure promised; not active for {} days", "{}: maatregel toegezegd; {} dagen niet actief"),
    "ACTIVE": ("{}: measure promised; active after {} days", "{}: maatregel toegezegd; actief na {} dagen"),
    "MOMENT": ("{}: event", "{}: moment"),
    "NOT_READY": ("{}, in {} days; readiness not met", "{}, over {} dagen; niet gereed"),
    "NO_DI": (
        "{}, in {} days; ready, without a threat estimate (DI)",
        "{}, over {} dagen; gereed, zonder dreigingsinschatting (DI)",
    ),
    "NEITHER": (
        "{}, in {} days; readiness not met, without a threat estimate (DI)",
        "{}, over {} dagen; niet gereed, zonder dreigingsinschatting (DI)",
    ),
    "SUBSTITUTE": ("{} of the target; {} active measures", "{} van het doelwit; {} actieve maatregelen"),
    "WEEK": ("{}: {} reports", "{}: {} meldingen"),
    "BURST": (
        "{}: {} reports, far above the mean of {} a week",
        "{}: {} meldingen, ver boven het gemiddelde van {} per week",
    ),
}
"""By key."""

REPORT: dict[str, Pair] = {
    "ABOUT": ("about record {}", "over record {}"),
    "DAYS": ("within {} days", "binnen {} dagen"),
    "HOPS": ("up to {} steps of kinship", "tot {} stappen verwantschap"),
    "NONE": ("no parameters", "geen parameters"),
    "TERMS": ("Parameters: {}.", "Parameters: {}."),
    "EXTENT": (
        "Done on {} in the {} records and {} relationships that the analyst sees, and in nothing else.",
        "Uitgevoerd op {} in de {} records en {} relaties die de analist ziet, en in niets anders.",
    ),
    "EXTENT_THEN": (
        "As known on {}: done in the {} records and {} relationships that were recorded by then and not yet withdrawn, as far"
        " as the analyst may see them now, and in nothing else. Days are counted from that day.",
        "Zoals bekend op {}: uitgevoerd in de {} records en {} relaties die toen waren vastgelegd en nog niet ingetrokken, voor"
        " zover de analist ze nu mag zien, en in niets anders. Dagen zijn geteld vanaf die dag.",
    ),
    "CUT": (
        "The analyst's view is larger; its rest was not looked at.",
        "Het beeld van de analist is groter; de rest is niet bekeken.",
    ),
    "FOUND": ("Found: {}.", "Gevonden: {}."),
    "NOTHING": (
        "Nothing was found. That says nothing about what the analyst does not see.",
        "Er is niets gevonden. Dat zegt niets over wat de analist niet ziet.",
    ),
}
"""What is said around the findings."""
