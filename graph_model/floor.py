"""A marking and its floor: what a record cites, or what it was marked with before. Values only (access-model.md 3; 7, W2).

Parts that a reader is told may be stricter than the floor, never less strict. Parts that no reader is told (who else may hold
it, in which collections it lies, for which purposes) are narrowed to the floor: to refuse by them would tell what they hold.
"""

from dataclasses import replace

from graph_model.marking import LEVELS, MATCHES, Marking

SAME = ("system", "scheme")


def lowered_part(wanted: Marking, floor: Marking) -> str | None:
    """The first told part in which `wanted` is less strict than the floor, or cannot be compared with it; None when none is."""
    for name in SAME:
        if getattr(wanted, name) != getattr(floor, name):
            return name
    if LEVELS.index(wanted.level) < LEVELS.index(floor.level):
        return "level"
    if not wanted.compartments >= floor.compartments:
        return "compartments"
    if floor.regime not in (wanted.regime, "OPEN"):
        return "regime"
    if not wanted.handling >= floor.handling:
        return "handling"
    return "match" if MATCHES.index(wanted.match) < MATCHES.index(floor.match) else None


def as_cited_by(author: str, cited: Marking) -> Marking:
    """The marking of what `author` says of a record: for those who may hold it, lowered with its originators' consent only."""
    if author == cited.originator:
        return cited
    audience = cited.audience - {author}
    return replace(cited, originator=author, releasable_to=audience, originators=cited.originators | {author})


def narrowed(wanted: Marking, floor: Marking) -> Marking:
    """`wanted` without what the floor does not give; whoever consents to a lowering of the floor consents to its too."""
    return replace(
        wanted,
        releasable_to=wanted.releasable_to & floor.audience,
        scopes=wanted.scopes & floor.scopes,
        purposes=wanted.purposes & floor.purposes,
        originators=wanted.originators | floor.originators,
    )
