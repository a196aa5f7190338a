"""An analysis in words that can stand in a report: the question, the method, its parameters, what was looked at, what was found."""

from graph_model.analysis.catalogue import ANALYSES
from graph_model.analysis.finding import Terms
from graph_model.analysis.network import Extent
from graph_model.analysis.words import REPORT, Language, spoken


def report(kind: str, terms: Terms, extent: Extent, found: int, language: Language) -> list[str]:
    """Its paragraphs. Records are named by whoever reads them back: here is nothing but numbers."""
    analysis = ANALYSES[kind]
    when = extent.now[:16].replace("T", " ") + " UTC"
    said = [
        spoken(analysis.question, language),
        spoken(analysis.method, language),
        _line("TERMS", language, parameters(kind, terms, language)),
        _line("EXTENT_THEN" if extent.is_past else "EXTENT", language, when, extent.records, extent.relationships),
    ]
    if not extent.is_complete:
        said.append(_line("CUT", language))
    said.append(_line("FOUND", language, found) if found else _line("NOTHING", language))
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
