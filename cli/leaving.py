"""What somebody may export, asked of the API as every partner asks: `@forExport`, in documents made from the ontology.

Nothing is decided here. Every answer is kept as it came, with its receipt: the file is made of the answers and of nothing else.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph_model.leaving import Leaving
from graph_model.local.errors import SetupError
from graph_model.ontology import ONTOLOGY, RelationshipType

AT_ONCE, HOPS, PAGE, MOST = 25, 2, 25, 1000
"""Records and kinds of relationship in one document; relationships on a page; records in one export."""
_STATEMENT = """id originator recordedAt marking { originator system scheme level compartments regime handling match }"""
_RECORD = f"{_STATEMENT} sourceSystem externalId validFrom validTo"


class Answered(NamedTuple):
    """Body and receipt of an answer, the digest of the rights it was made under, and until when what it holds may be kept."""

    body: str
    receipt: str
    rights: str
    until: str = ""


Ask = Callable[[str, dict[str, Any]], Answered]


class Kept(NamedTuple):
    """One answer as it came, with the document that asked for it and its receipt."""

    document: str
    body: str
    receipt: str


class NothingLeaves(SetupError):
    """There is nothing of it that may be exported; no file was written."""

    def __init__(self) -> None:
        super().__init__("nothing of this may be exported by you for this purpose; no file was written")


class Changed(SetupError):
    """The rights or the graph changed while it was asked; no file was written."""

    def __init__(self) -> None:
        super().__init__("your rights, or what you asked for, changed meanwhile; no file was written. Ask again")


class TooMuch(SetupError):
    """More than one export takes; no file was written."""

    def __init__(self) -> None:
        super().__init__(f"that is more than {MOST:,} records; no file was written. Export a smaller part")


@dataclass
class Exchange:
    """The answers so far; `until` is the earliest instant until which one of them may be kept, empty while none says."""

    ask: Ask
    answers: list[Kept] = field(default_factory=list)
    rights: str = ""
    until: str = ""

    def found(self, document: str, **variables: Any) -> Any:
        """The data of an answer. Raises Changed, or SetupError with the API's own words."""
        body, receipt, rights, until = self.ask(document, variables)
        answer = json.loads(body)
        if "errors" in answer:
            raise SetupError(str(answer["errors"][0]["message"]))
        self.rights = self.rights or rights
        if rights != self.rights:
            raise Changed
        self.until = min(filter(None, (self.until, until)), default="")
        self.answers.append(Kept(document, body, receipt))
        return answer["data"]


def collect(exchange: Exchange, ids: Iterable[str], radius: int) -> None:
    """Ask for records, for what is within a radius of each, and for the relationships that leave them.

    Raises NothingLeaves, Changed, TooMuch or SetupError.
    """
    types = _types(exchange, list(dict.fromkeys(ids)), radius)
    if not types:
        raise NothingLeaves
    if len(types) > MOST:
        raise TooMuch
    for name in ONTOLOGY.types:
        own = sorted(id_ for id_, type_ in types.items() if type_ == name)
        for start in range(0, len(own), AT_ONCE):
            _ask_records(exchange, name, own[start : start + AT_ONCE])


def _types(exchange: Exchange, ids: list[str], radius: int) -> dict[str, str]:
    """The type of every record that is wanted and may leave, by its id."""
    found: list[Any] = []
    for start in range(0, len(ids), 100):
        document = "query Named($ids: [ID!]!) @forExport { named: nodes(ids: $ids) { __typename id } }"
        found += exchange.found(document, ids=ids[start : start + 100])["named"]
    for id_ in ids if radius else ():
        document = f"""query Around($id: ID!) @forExport {{
            around: neighbourhood(id: $id, radius: {radius}, limit: {MOST}) {{ records {{ __typename id }} isComplete }} }}"""
        if around := exchange.found(document, id=id_)["around"]:
            if not around["isComplete"]:
                raise TooMuch
            found += around["records"]
    return {one["id"]: one["__typename"] for one in found if one}


def _ask_records(exchange: Exchange, type_: str, ids: list[str]) -> None:
    for document in documents(type_):
        records = exchange.found(document, ids=ids)["records"]
        if None in records:
            raise Changed
        for record in records:
            _ask_further(exchange, type_, record)


def _ask_further(exchange: Exchange, type_: str, record: dict[str, Any]) -> None:
    """The pages after the first of each kind of relationship."""
    for link in ONTOLOGY.from_start(type_):
        page = record.get(link.forward_name)
        while page and page["pageInfo"]["hasNextPage"]:
            hop = _hop(link, ", after: $after")
            document = f"query Further($id: ID!, $after: String) @forExport {{ record: node(id: $id) {{ {_record(type_, hop)} }} }}"
            again = exchange.found(document, id=record["id"], after=page["pageInfo"]["endCursor"])["record"]
            if again is None:
                raise Changed
            page = again[link.forward_name]


def documents(type_: str) -> Iterator[str]:
    """The documents that ask for records of a type and the relationships that leave them, a few kinds in each."""
    links = ONTOLOGY.from_start(type_)
    for start in range(0, max(len(links), 1), HOPS):
        hops = " ".join(_hop(link) for link in links[start : start + HOPS])
        yield f"query Leaving{type_}($ids: [ID!]!) @forExport {{ records: nodes(ids: $ids) {{ {_record(type_, hops)} }} }}"


def _record(type_: str, hops: str) -> str:
    own = " ".join(one.name for one in ONTOLOGY.types[type_].properties)
    return f"__typename {_RECORD} ... on {type_} {{ {own} {hops} }}"


def _hop(link: RelationshipType, after: str = "") -> str:
    own = " ".join(one.name for one in link.properties)
    edges = f"edges {{ {_STATEMENT} {own} node {{ id }} }}"
    return f"{link.forward_name}(first: {PAGE}{after}) {{ {edges} pageInfo {{ hasNextPage endCursor }} }}"


def statements(bodies: Iterable[str]) -> list[Leaving]:
    """The statements in answers, each once. What else stands in the answers is left."""
    found: dict[str, Leaving] = {}
    for body in bodies:
        data = json.loads(body)["data"]
        for record in data.get("records", [data.get("record")]):
            if record:
                found |= {one.id: one for one in _statements_of(record)}
    return list(found.values())


def _statements_of(record: dict[str, Any]) -> Iterator[Leaving]:
    type_ = ONTOLOGY.types[record["__typename"]]
    yield _leaving(type_.name, record, [one.name for one in type_.properties])
    for link in ONTOLOGY.from_start(type_.name):
        for edge in (record.get(link.forward_name) or {"edges": ()})["edges"]:
            ends = {"start": record["id"], "end": edge["node"]["id"]}
            yield _leaving(link.name, edge, [one.name for one in link.properties], **ends)


def _leaving(type_: str, raw: dict[str, Any], names: list[str], start: str = "", end: str = "") -> Leaving:
    return Leaving(
        id=raw["id"],
        type=type_,
        originator=raw["originator"],
        recorded_at=raw["recordedAt"],
        marking=raw["marking"],
        properties={name: raw[name] for name in names if raw[name] is not None},
        valid_from=raw.get("validFrom"),
        valid_to=raw.get("validTo"),
        source_system=raw.get("sourceSystem"),
        external_id=raw.get("externalId"),
        start=start,
        end=end,
    )
