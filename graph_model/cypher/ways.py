"""Ways between two records: lists of the records they pass. Every condition stands inside the search, so a hidden shortcut, or
one over what is to be left aside, cannot hide a visible way.
"""

from graph_model.cypher.conditions import valid
from graph_model.cypher.scribe import Scribe, checked, parameter
from graph_model.ontology import ONTOLOGY
from graph_model.query import Paths

_KINDS = "|".join(checked(rel.name) for rel in ONTOLOGY.relationships.values() if rel.in_paths)


class WayWriter:
    """Writes the search for ways with one scribe."""

    def __init__(self, scribe: Scribe) -> None:
        self._scribe = scribe

    def ways(self, field: Paths, start: str, end: str) -> tuple[str, str]:
        """(sub-query, name of a way) between two records in scope; a row for each way, the shortest first, then by their ids."""
        chain = self._scribe.fresh("c")
        apart = f"{start}.id <> {end}.id"
        search = self._longer(field, start, end, chain, apart) if field.longer else self._shortest(field, start, end, chain, apart)
        alone = " AND ".join([f"{start}.id = {end}.id", *self._of_record(field, start)])
        lines = [
            f"CALL ({start}, {end}) {{",
            *search,
            f"RETURN {chain}",
            "UNION",
            f"WITH {start}, {end} WHERE {alone}",
            f"RETURN [{start}] AS {chain}",
            "}",
        ]
        return "\n".join(lines), chain

    def _shortest(self, field: Paths, start: str, end: str, chain: str, apart: str) -> list[str]:
        sees = self._scribe.predicate.sees
        of_links = [sees("r"), *self._of_link(field, "r")]
        of_records = [sees("x"), *self._of_record(field, "x")]
        each = [f"all(r IN relationships(q) WHERE {part})" for part in of_links]
        each += [f"all(x IN nodes(q) WHERE {part})" for part in of_records]
        return [
            f"WITH {start}, {end} WHERE {apart}",
            f"MATCH q = allShortestPaths(({start})-[:{_KINDS}*..{int(field.max_hops)}]-({end}))",
            f"WHERE {' AND '.join(each)}",
            f"WITH DISTINCT nodes(q) AS {chain} ORDER BY [x IN {chain} | x.id] LIMIT {parameter(field.limit)}",
        ]

    def _longer(self, field: Paths, start: str, end: str, chain: str, apart: str) -> list[str]:
        """Walks of the next lengths too, of which those are ways that pass no record twice.

        A group is all walks of one length, so what is found does not depend on which of them the database meets first.
        """
        rel, far, every = (self._scribe.fresh(kind) for kind in ("r", "n", "l"))
        sees = self._scribe.predicate.sees
        of_link = " AND ".join([sees(rel), *self._of_link(field, rel)])
        of_far = " AND ".join([sees(far), *self._of_record(field, far)])
        step = f"(()-[{rel}:{_KINDS} WHERE {of_link}]-({far} WHERE {of_far})){{1,{int(field.max_hops)}}}"
        once = f"all(x IN {chain} WHERE single(y IN {chain} WHERE y.id = x.id))"
        return [
            f"WITH {start}, {end} WHERE {' AND '.join([apart, *self._of_record(field, start)])}",
            f"MATCH SHORTEST {int(field.longer) + 1} GROUPS ({start}) {step} ({end})",
            f"WITH DISTINCT [{start}] + {far} AS {chain}",
            f"WITH {chain} WHERE {once}",
            f"WITH collect({chain}) AS {every}, min(size({chain})) AS least",
            f"UNWIND {every} AS {chain}",
            f"WITH {chain} WHERE size({chain}) <= least + {int(field.longer)}",
            f"WITH {chain} ORDER BY size({chain}), [x IN {chain} | x.id] LIMIT {parameter(field.limit)}",
        ]

    def _of_link(self, field: Paths, variable: str) -> list[str]:
        kinds = [f"type({variable}) IN {parameter(field.over)}"] if field.over else []
        return [*kinds, *([valid(field.valid, variable)] if field.valid else [])]

    def _of_record(self, field: Paths, variable: str) -> list[str]:
        avoided = [f"(NOT {variable}.id IN {parameter(field.avoid)})"] if field.avoid else []
        return [*avoided, *([valid(field.valid, variable)] if field.valid else [])]
