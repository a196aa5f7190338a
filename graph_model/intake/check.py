"""Does a contribution fit the ontology? Judged whole before anything is sent; places are positions in the batch."""

from collections.abc import Iterable, Sequence

from graph_model.errors import ModelError
from graph_model.instant import parse
from graph_model.intake.contribution import Contribution, OfferedLink, OfferedNode, Own
from graph_model.ontology import ONTOLOGY
from graph_model.ontology.conformity import is_text, require_conformity

LONGEST_NAME = 1_000
"""Characters of an external id or source system: an index takes no more than some thousand bytes."""


def require_lawful(contribution: Contribution) -> None:
    """Raise ModelError with the place of the first fault."""
    _require_name("source system", contribution.source_system)
    for place, node in enumerate(contribution.nodes):
        _require_node(f"nodes[{place}]", node)
    for place, link in enumerate(contribution.links):
        _require_link(f"links[{place}]", link)
    _require_once("nodes", [node.external_id for node in contribution.nodes])
    _require_once("links", [link.external_id for link in contribution.links])
    for name in contribution.asserted_types:
        if name not in ONTOLOGY.relationships:
            raise ModelError(f"unknown relationship type {name!r}")


def require_ends(place: int, link: OfferedLink, start_type: str, end_type: str) -> None:
    """Raise ModelError when a relationship of this type joins no two such records."""
    if (start_type, end_type) not in ONTOLOGY.relationships[link.type].ends:
        raise ModelError(f"links[{place}]: {link.type} does not go from {start_type} to {end_type}")


def require_instants(place: str, instants: Iterable[str | None]) -> None:
    """Raise ModelError with the place for a text that is no instant."""
    for instant in instants:
        if instant is not None:
            try:
                parse(instant)
            except ModelError as fault:
                raise ModelError(f"{place}: {fault}") from None


def _require_node(place: str, node: OfferedNode) -> None:
    if node.type not in ONTOLOGY.types:
        raise ModelError(f"{place}: unknown type {node.type!r}")
    _require_name(f"{place}: external id", node.external_id)
    require_instants(place, (node.valid_from, node.valid_to))
    require_conformity(place, node.properties, ONTOLOGY.types[node.type].properties)


def _require_link(place: str, link: OfferedLink) -> None:
    if link.type not in ONTOLOGY.relationships:
        raise ModelError(f"{place}: unknown relationship type {link.type!r}")
    ends = [end.external_id if isinstance(end, Own) else end.id for end in (link.start, link.end)]
    for name in (link.external_id, *ends):
        _require_name(f"{place}: id", name)
    if link.asserted_by is not None and not link.external_id.startswith(f"{link.asserted_by}#"):
        raise ModelError(f"{place}: the external id of what a record asserts begins with that of the record")
    require_conformity(place, link.properties, ONTOLOGY.relationships[link.type].properties)


def _require_name(place: str, name: str) -> None:
    if not is_text(name) or not 0 < len(name) <= LONGEST_NAME:
        raise ModelError(f"{place}: missing, longer than {LONGEST_NAME} characters, or no text")


def _require_once(place: str, names: Sequence[str]) -> None:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            raise ModelError(f"{place}[{number}]: its external id is there twice in one contribution")
        seen.add(name)
