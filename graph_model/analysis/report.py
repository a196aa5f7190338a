"""An analysis in words that can stand in a report: the question, the method, its parameters, what was looked at, what was found."""

from collections.abc import Sequence

from graph_model.analysis.catalogue import ANALYSES
from graph_model.analysis.finding import Finding, Terms
from graph_model.analysis.network import Network
from graph_model.analysis.words import REPORT, Language, spoken


def report(kind: str, terms: Terms, network: Network, findings: Sequence[Finding], language: Language) -> list[str]:
    """Its paragraphs. Records are named by whoever reads them back: here is nothing but numbers."""
    analysis = ANALYSES[kind]
    when = network.now[:16].replace("T", " ") + " UTC"
    said = [
        spoken(analysis.question, language),
        spoken(analysis.method, language),
        _line("TERMS", language, parameters(kind, terms, language)),
        _line("EXTENT", language, when, len(network.types), len(network.links)),
    ]
    if not network.is_complete:
        said.append(_line("CUT", language))
    said.append(_line("FOUND", language, len(findings)) if findings else _line("NOTHING", language))
    return said


def parameters(kind: str, terms: Terms, language: Language) -> str:
    """The parameters that a kind was given."""
    analysis = ANALYSES[kind]
    given = [_line("ABOUT", language, terms.about)] if terms.about else []
    given += [_line("DAYS", language, terms.days)] if analysis.days is not None else []
    given += [_line("HOPS", language, terms.hops)] if analysis.hops is not None else []
    return ", ".join(given) or _line("NONE", language)


def _line(key: str, language: Language, *values: str | int) -> str:
    return spoken(REPORT[key], language).format(*values)
