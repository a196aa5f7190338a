"""The one builder of reads: query value -> constant Cypher text (performance.md 3). Pure; knows no caller and no value.

The epoch is matched after every sub-query has been gathered: an answer whose epoch is still the one it was decided under
cannot hold anything written after a later change of policy (access-model.md 5; leaks.md L35).
"""

from functools import lru_cache

from graph_model.cypher.roots import RootWriter
from graph_model.cypher.scribe import Scribe, listed
from graph_model.ontology import FIELD_CLASSES
from graph_model.query import (
    ConstantColumn,
    Entity,
    Neighbourhood,
    NodeById,
    Paths,
    ReadQuery,
    RecordsById,
    RecordsOfType,
    RootField,
    Search,
    Timeline,
)


@lru_cache(maxsize=1_000)
def build(query: ReadQuery, as_known: bool, by_class: bool = False) -> str:
    """The statement for a query: one record of `epoch` and `data`, a list with one value a root field that is not constant.

    `by_class` is for callers who see few classes, now. Raises ModelError when a name in the query cannot be a name.
    """
    writer = RootWriter(Scribe(as_known, by_class))
    written = [_root(writer, field) for field in query.fields if not isinstance(field, ConstantColumn)]
    tail = f"MATCH (epoch:PolicyEpoch)\nRETURN epoch.value AS epoch, {listed(name for _, name in written)} AS data"
    return "\n".join(["CYPHER 5", *(text for text, _ in written), tail])


def _root(writer: RootWriter, field: RootField) -> tuple[str, str]:
    match field:
        case NodeById():
            return writer.node(field)
        case RecordsById():
            return writer.records_by_id(field)
        case RecordsOfType():
            return writer.records(field)
        case Entity():
            return writer.entity(field)
        case Neighbourhood():
            return writer.neighbourhood(field)
        case Timeline():
            return writer.timeline(field)
        case Paths():
            return writer.paths(field)
        case Search():
            return writer.search(field)
        case ConstantColumn():
            raise AssertionError("a constant is no part of the text")


@lru_cache(maxsize=1_000)
def required(text: str) -> frozenset[str]:
    """Names of the masks, of `asKnown` and of `classes` that the text of a read refers to."""
    return frozenset(name for name in ("see", *FIELD_CLASSES, "asKnown", "classes") if f"${name}" in text)
