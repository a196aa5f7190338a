"""Random GraphQL operations over the whole schema: every root field, nested relationships, aliases, fragments, directives,
variables, pages of 1 to 7. A document is drawn once and asked in many worlds, since a database plans each new text anew.
"""

import random
import re
from dataclasses import dataclass
from typing import Any

from tests.oracle.decision import Raw
from tests.oracle.table import KINDS, LINK_KINDS, LINKS, PLURALS, TYPES, Link
from tests.properties.filter_maker import FilterMaker
from tests.properties.strategies import AS_OF, VALID, WORDS

META = ("id", "originator", "sourceSystem", "externalId", "recordedAt", "validFrom", "validTo")
MARKING = ("originator", "system", "scheme", "level", "compartments", "regime", "handling", "match", "__typename")
COMMON = ("persons", "persons", "actors", "reports", "threats")
LONGEST, MOST_PAGES = 2_500, 8
"""What keeps a document inside the limits, which have their own tests."""
BAD_IDS = ("", "0" * 32, "x", "' OR 1=1 //", "\u202e", "z" * 300, "-1", "A" * 32)


ROOT_LISTS = frozenset({*PLURALS, "search"})


@dataclass(frozen=True)
class Document:
    """A text and what its variables stand for: `name -> kind` (`id`, `first`, `few`, `word`, `flag`, or `after` and its field)."""

    text: str
    wants: tuple[tuple[str, str], ...]


class DocumentMaker:
    """Draws one document."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.wants: dict[str, str] = {}
        self.fragments: list[str] = []
        self.aliases = 0
        self.flag = ""

    def document(self) -> Document:
        """The document."""
        if self.rng.random() < 0.2:
            self.wants["asOf"] = "asOf"
        fields = [self._root() for _ in range(self.rng.choice((1, 1, 1, 1, 2)))]
        kinds = {
            "id": "ID!",
            "first": "Int!",
            "few": "Int!",
            "word": "String!",
            "flag": "Boolean!",
            "after": "String",
            "asOf": "String!",
        }
        declared = ", ".join(f"${name}: {kinds[kind.partition(' ')[0]]}" for name, kind in self.wants.items())
        text = f"query{f'({declared})' if declared else ''}{' @asOf(recorded: $asOf)' if 'asOf' in self.wants else ''} {{ {' '.join(fields)} }} {' '.join(self.fragments)}".strip()
        return Document(text, tuple(self.wants.items()))

    def _variable(self, kind: str) -> str:
        name = f"v{len(self.wants)}"
        self.wants[name] = kind
        return f"${name}"

    def _alias(self) -> str:
        self.aliases += 1
        return f"a{self.aliases}"

    def _root(self) -> str:
        name = self.rng.choice(
            ("node", "node", "nodes", "list", "list", "list", "entity", "neighbourhood", "paths", "search", "search")
        )
        alias = self._alias()
        match name:
            case "node":
                return f"{alias}: node(id: {self._variable('id')}) {{ {self._of_any()} }}"
            case "nodes":
                return (
                    f"{alias}: nodes(ids: [{', '.join(self._variable('id') for _ in range(3))}]) {{ {self._of_any(hops=False)} }}"
                )
            case "list":
                plural = self.rng.choice((*sorted(PLURALS), *COMMON * 5))
                kind = PLURALS[plural]
                order = self._order(kind)
                more = f"{self._where(kind, 0.5)}{self._valid()}{order and f', orderBy: [{order}]'}".removeprefix(", ")
                paging = self._paging(" ".join([plural, *_in_words(order)]), more)
                return f"{alias}: {plural}{paging} {{ {self._page(kind, None, 1)} }}"
            case "search":
                types = self._types(frozenset(TYPES), 0.3)
                paging = self._paging("search", f"text: {self._variable('word')}{types}{self._where('Record', 0.3)}{self._valid()}")
                return f"{alias}: search{paging} {{ {self._page('', None, 2)} }}"
            case "paths":
                ends = f"from: {self._variable('id')}, to: {self._variable('id')}, maxHops: {self.rng.choice((1, 3, 6, 8))}"
                ends += f", k: {self._variable('few')}" if self.rng.random() < 0.5 else ""
                ends += self._detours()
                return f"{alias}: paths({ends}) {{ hops __typename nodes {{ {self._of_any(hops=False)} }} }}"
        more = f", radius: {self.rng.randint(1, 3)}{self._types(frozenset(TYPES), 0.3)}" if name == "neighbourhood" else ""
        more += f", limit: {self._variable('few')}" if self.rng.random() < 0.4 else ""
        claims = (
            "claims { values record originator recordedAt validFrom reliability credibility }"
            if self.rng.random() < 0.5
            else "claims { values }"
        )
        told = f"properties {{ name isContested {claims} }} " if name == "entity" and self.rng.random() < 0.5 else ""
        return f"{alias}: {name}(id: {self._variable('id')}{more}) {{ {told}__typename isComplete records {{ {self._of_any(hops=False)} }} }}"

    def _paging(self, field: str, more: str = "", depth: int = 1) -> str:
        first = str(self.rng.randint(1, 7)) if self.rng.random() < 0.3 else self._variable("first" if depth == 1 else "few")
        count, cursor = ("last", "before") if self.rng.random() < 0.25 else ("first", "after")
        place = f", {cursor}: {self._variable(f'after {field}')}" if self.rng.random() < 0.5 else ""
        return f"({more}{', ' if more else ''}{count}: {first}{place})"

    def _detours(self) -> str:
        """What else may be asked of ways."""
        asked = [name for name in ("longer", "over", "avoid", "validFrom", "validTo") if self.rng.random() < 0.3]
        return "".join(f", {name}: {self._detour(name)}" for name in asked)

    def _detour(self, name: str) -> str:
        match name:
            case "longer":
                return str(self.rng.randint(1, 2))
            case "over":
                return f"[{', '.join(self.rng.sample(sorted(LINKS), 8))}]"
            case "avoid":
                return f"[{self._variable('id')}]"
        return f'"{self.rng.choice(VALID)}"'

    def _valid(self) -> str:
        return f', validAt: "{self.rng.choice(VALID)}"' if self.rng.random() < 0.15 else ""

    def _where(self, of: str, share: float) -> str:
        return f", where: {FilterMaker(self.rng, self._variable).filter(of)}" if self.rng.random() < share else ""

    def _order(self, kind: str) -> str:
        """One or two keys, in the words of `orderBy`."""
        if self.rng.random() < 0.6:
            return ""
        known = KINDS if kind in TYPES else LINK_KINDS
        names = [name for (of, name), value in known.items() if of == kind and value != "texts"] + ["recordedAt", "validFrom"]
        chosen = self.rng.sample(names, self.rng.randint(1, min(2, len(names))))
        return ", ".join(f"{{field: {name}, direction: {self.rng.choice(('ASC', 'DESC'))}}}" for name in chosen)

    def _types(self, among: frozenset[str], share: float) -> str:
        if self.rng.random() > share:
            return ""
        return f", types: [{', '.join(self.rng.sample(sorted(among), self.rng.randint(1, min(3, len(among)))))}]"

    def _of_any(self, hops: bool = True, among: frozenset[str] = frozenset(TYPES), depth: int = 1) -> str:
        """Fields of the interface, and of one or two of the types of record that may stand here."""
        parts = ["__typename", *self.rng.sample(META, 2), self._maybe(0.4, self._marking())]
        for kind in self.rng.sample(sorted(among), min(2, len(among))):
            inner = self._of(kind, depth if hops else 3)
            if self.rng.random() < 0.3:
                name = f"F{len(self.fragments)}"
                self.fragments.append(f"fragment {name} on {kind} {{ {inner} }}")
                parts.append(f"...{name}")
            else:
                parts.append(f"... on {kind}{self._directive()} {{ {inner} }}")
        return " ".join(parts)

    def _of(self, kind: str, depth: int) -> str:
        names = [name for name in TYPES[kind] if self.rng.random() < 0.5] or ["id"]
        parts = [self._maybe(0.1, f"{self._alias()}: ") + name for name in names]
        parts += [self._maybe(0.3, self._marking()), self._maybe(0.3, "__typename"), "id"]
        for _ in range(self.rng.choice(((0, 1, 1, 2), (0, 0, 1))[depth - 1]) if depth < 3 else 0):
            parts.append(self._hop(kind, depth))
        return " ".join(parts)

    def _hop(self, kind: str, depth: int) -> str:
        fields = [(link, True) for link in LINKS.values() if any(start == kind for start, _ in link.ends)]
        fields += [(link, False) for link in LINKS.values() if any(end == kind for _, end in link.ends)]
        link, forward = self.rng.choice(fields)
        far = link.far(forward)
        types = self._types(far, 0.2)
        name = link.forward if forward else link.backward
        below = self._page("", link, depth + 1)
        where = self._where(link.forward[0].upper() + link.forward[1:] + "Link", 0.15)
        order = self._order(link.name)
        more = types + where + self._valid() + (order and f", orderBy: [{order}]")
        paging = self._paging(" ".join([name, *_in_words(order)]), depth=depth + 1).removesuffix(")") + more + ")"
        return f"{self._alias()}: {name}{paging}{self._directive()} {{ {below} }}"

    def _page(self, kind: str, link: Link | None, depth: int) -> str:
        """A page; its records are of one type, or of any when `kind` is empty."""
        among = frozenset(TYPES) if link is None else link.far(True) | link.far(False)
        record = self._of(kind, depth) if kind else self._of_any(depth < 3, among, depth)
        edge = [self._maybe(0.5, "cursor"), self._maybe(0.2, "__typename"), f"node {{ {record} }}"]
        if link is not None:
            edge += [*self.rng.sample(META, 2), *link.classes, self._maybe(0.4, self._marking())]
        info = f"pageInfo {{ {' '.join(self.rng.sample(('hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'), 2))} }}"
        tallies = self._maybe(0.3, "totalCount")
        if link is None and self.rng.random() < 0.2:
            names = [name for name in TYPES[kind] if KINDS[kind, name] != "texts"] if kind else ["type", "originator"]
            tallies += f" counts(by: {self.rng.choice(names or ['originator'])}) {{ value count }}"
        return " ".join([f"edges {{ {' '.join(edge)} }}", info, tallies, self._maybe(0.2, "__typename")])

    def _marking(self) -> str:
        return f"marking {{ {' '.join(self.rng.sample(MARKING, 3))} }}"

    def _directive(self) -> str:
        """Now and then a directive; one flag a document, since each of its values makes another statement to plan."""
        if self.rng.random() < 0.85:
            return ""
        self.flag = self.flag or self._variable("flag")
        return f" @{self.rng.choice(('skip', 'include'))}(if: {self.flag})"

    def _maybe(self, share: float, text: str) -> str:
        return text if self.rng.random() < share else ""


def _in_words(order: str) -> list[str]:
    """An order as the name of its list has it: `displayName ASC`."""
    return [" ".join(pair) for pair in re.findall(r"field: (\w+), direction: (\w+)", order)]


def documents(seed: int, number: int) -> list[Document]:
    """A pool of documents; the same seed draws the same."""
    rng, drawn = random.Random(seed), []
    while len(drawn) < number:
        document = DocumentMaker(rng).document()
        if len(document.text) <= LONGEST and len(re.findall("first:|last:|totalCount|counts", document.text)) <= MOST_PAGES:
            drawn.append(document)
    return [*basics(), *drawn]


def basics() -> list[Document]:
    """Each form of answer once, with everything in it: what no luck of drawing may leave out."""
    page = "pageInfo { hasNextPage endCursor }"
    found = [
        Document(f"query($v0: Int!, $v1: String) {{ found: {plural}(first: $v0, after: $v1) {{ edges {{ cursor node {{ id __typename marking {{ {' '.join(MARKING)} withheld }} {' '.join(TYPES[kind])} }} }} {page} }} }}",
                 (("v0", "first"), ("v1", f"after {plural}")))
        for plural, kind in PLURALS.items() if kind in ("Person", "Actor", "Item", "Report", "Threat")
    ]  # fmt: skip
    whole = " ".join(f"... on {kind} {{ {' '.join(TYPES[kind])} }}" for kind in TYPES)
    link = LINKS["LINKED_TO"]
    edge = f"cursor {' '.join(META)} {' '.join(link.classes)} marking {{ {' '.join(MARKING)} withheld }} node {{ id __typename }}"
    hop = "linked: linkedTo(first: $v1, after: $v2) { edges { " + edge + " } " + page + " }"
    back = "back: linkedToOf(first: $v1) { edges { " + edge + " } }"
    kin = "kin: relatedTo(first: 3) { edges { kind node { id ... on Person { displayName kin: relatedTo(first: 2) { edges { kind node { id } } } } } } }"
    return [
        *found,
        Document(f"query($v0: ID!) {{ found: node(id: $v0) {{ {' '.join(META)} marking {{ {' '.join(MARKING)} withheld }} {whole} }} }}", (("v0", "id"),)),
        Document(f"query($v0: ID!, $v1: Int!, $v2: String) {{ found: node(id: $v0) {{ id ... on Person {{ {hop} {back} {kin} }} ... on Actor {{ {hop} {back} }} ... on Item {{ {back} }} }} }}",
                 (("v0", "id"), ("v1", "first"), ("v2", "after linkedTo"))),
        Document("query($v0: Int!) { found: actors(first: $v0) { edges { node { id poses(first: 5) { edges { confidence node { id } } } } } } }", (("v0", "first"),)),
        Document("query($v0: ID!) { found: entity(id: $v0) { records { id } properties { name isContested claims { values record originator reliability credibility } } } }", (("v0", "id"),)),
        *(Document(f"query($v0: ID!) {{ found: neighbourhood(id: $v0, radius: {radius}) {{ records {{ id __typename }} }} }}", (("v0", "id"),)) for radius in (1, 2, 3)),
        Document("query($v0: ID!, $v1: Int!) { found: neighbourhood(id: $v0, radius: 3, limit: $v1, types: [Person, Actor]) { isComplete records { id } } }", (("v0", "id"), ("v1", "few"))),
        *(Document(f"query($v0: ID!, $v1: ID!) {{ found: paths(from: $v0, to: $v1, maxHops: {hops}) {{ hops nodes {{ id }} }} }}", (("v0", "id"), ("v1", "id"))) for hops in (2, 8)),
        Document("query($v0: ID!, $v1: ID!) { found: paths(from: $v0, to: $v1, maxHops: 6, longer: 1, k: 20) { hops nodes { id } } }", (("v0", "id"), ("v1", "id"))),
        Document("query($v0: ID!, $v1: ID!, $v2: ID!) { found: paths(from: $v0, to: $v1, maxHops: 5, longer: 2, avoid: [$v2], over: [RELATED_TO, LINKED_TO, MENTIONS, USES, AT], validFrom: \"2026-02-01T00:00:00Z\", validTo: \"2026-03-01T00:00:00Z\") { hops nodes { id } } }",
                 (("v0", "id"), ("v1", "id"), ("v2", "id"))),
        Document("query($v0: ID!, $v1: ID!, $v2: ID!) { found: paths(from: $v0, to: $v1, maxHops: 8, avoid: [$v2], over: [RELATED_TO, LINKED_TO, MENTIONS, USES, AT, TARGETS, POSES], validTo: \"2026-02-01T00:00:00Z\") { hops nodes { id } } }",
                 (("v0", "id"), ("v1", "id"), ("v2", "id"))),
        Document("query($v0: Int!, $v1: Int!, $v2: String) { found: actors(first: $v0) { edges { node { id poses(first: $v1, after: $v2, orderBy: [{field: confidence}, {field: recordedAt, direction: DESC}]) { edges { cursor id node { id } } " + page + " } } } } }",
                 (("v0", "first"), ("v1", "few"), ("v2", "after poses confidence ASC recordedAt DESC"))),
        Document("query($v0: Int!) { found: persons(first: $v0, validAt: \"2026-02-15T00:00:00Z\") { totalCount edges { node { id relatedTo(first: 5, validAt: \"2026-02-15T00:00:00Z\") { totalCount edges { id node { id } } } } } } }", (("v0", "first"),)),
        Document(f"query($v0: String!, $v1: Int!, $v2: String) {{ found: search(text: $v0, first: $v1, after: $v2) {{ edges {{ cursor node {{ id __typename }} }} {page} }} }}",
                 (("v0", "word"), ("v1", "first"), ("v2", "after search"))),
        Document("query($v0: String!) { found: search(text: $v0, first: 100, types: [Person, Report]) { edges { node { id } } } }", (("v0", "word"),)),
        Document("query($v0: Int!) { found: persons(first: $v0) { edges { node { id } } } }", (("v0", "bad first"),)),
        *_sorted_and_filtered(),
    ]  # fmt: skip


def _sorted_and_filtered() -> list[Document]:
    """Filters of every kind, orders both ways, and what is counted."""
    whole = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
    name, after = "(first: $v0, after: $v1, orderBy: [{field: displayName, direction: DESC}])", "after persons displayName DESC"
    kin = "relatedTo: {%s: {kind: {isNull: false}, node: {person: {displayName: {startsWith: $v1}}}}}"
    return [
        Document("query($v0: ID!, $v1: ID!) { found: nodes(ids: [$v0, $v1, $v0]) { id __typename ... on Person { displayName } } }", (("v0", "id"), ("v1", "id"))),
        Document(f"query($v0: Int!, $asOf: String!) @asOf(recorded: $asOf) {{ found: persons(first: $v0) {{ edges {{ node {{ id displayName relatedTo(first: 5) {{ edges {{ node {{ id }} }} }} }} }} {whole} }} }}",
                 (("v0", "first"), ("asOf", "asOf"))),
        Document(f"query($v0: Int!, $v1: String) {{ found: persons{name} {{ edges {{ cursor node {{ id }} }} {whole} counts(by: publicFunction) {{ value count }} }} }}",
                 (("v0", "first"), ("v1", after))),
        Document(f"query($v0: Int!, $v1: String) {{ found: persons{name.replace('first', 'last').replace('after', 'before')} {{ edges {{ node {{ id }} }} {whole} }} }}",
                 (("v0", "first"), ("v1", after))),
        Document(f"query($v0: Int!, $v1: String) {{ found: actors(last: $v0, before: $v1) {{ edges {{ cursor node {{ id }} }} {whole} }} }}", (("v0", "first"), ("v1", "after actors"))),
        *(Document(f"query($v0: Int!, $v1: String!) {{ found: persons(first: $v0, where: {{{kin % quantifier}}}) {{ edges {{ node {{ id }} }} totalCount }} }}", (("v0", "first"), ("v1", "word")))
          for quantifier in ("some", "none", "every")),
        Document("query($v0: Int!, $v1: String!) { found: reports(first: $v0, where: {or: [{text: {contains: $v1}}, {text: {isNull: true}}, {mentions: {some: {node: {types: [Item]}}}}]}) { edges { node { id mentions(last: 2, where: {node: {not: {types: [Person]}}}) { totalCount edges { node { id } } } } } } }",
                 (("v0", "first"), ("v1", "word"))),
        Document("query($v0: Int!, $v1: String!) { found: persons(first: $v0, where: {not: {displayName: {contains: $v1}}}) { edges { node { id } } } }", (("v0", "first"), ("v1", "word"))),
        Document("query($v0: Int!) { found: actors(first: $v0, where: {poses: {some: {confidence: {isNull: false}}}}) { edges { node { id } } } }", (("v0", "first"),)),
        Document("query($v0: Int!) { found: actors(first: $v0, where: {not: {poses: {some: {confidence: {gte: 0.0}}}}}) { edges { node { id } } } }", (("v0", "first"),)),
        Document("query($v0: String!) { found: search(text: $v0, first: 5, where: {recordedAt: {gte: \"2026-02-01T00:00:00Z\"}}) { totalCount counts(by: type) { value count } edges { node { id } } } }", (("v0", "word"),)),
    ]  # fmt: skip


def variables(
    rng: random.Random, document: Document, world: Raw, visible: list[str], cursors: dict[str, list[str]]
) -> dict[str, Any]:
    """Values for a document: mostly records in the view, some that are hidden, some ids that nobody has.

    `visible` has a record as often as it has relationships, so that most questions are about something.
    """
    return {name: _value(rng, kind, world, visible, cursors) for name, kind in document.wants}


def _value(rng: random.Random, kind: str, world: Raw, visible: list[str], cursors: dict[str, list[str]]) -> Any:
    match kind.partition(" ")[0]:
        case "id":
            share = rng.random()
            if share < 0.9 and visible:
                return rng.choice(visible)
            return rng.choice(world["nodes"])["id"] if share < 0.96 else rng.choice(BAD_IDS)
        case "first":
            return rng.choice((1, 2, 3, 5, 7, 100))
        case "few":
            return rng.choice((1, 2, 3, 5, 7))
        case "bad":
            return rng.choice((0, 101, -1))
        case "flag":
            return rng.random() < 0.5
        case "asOf":
            return rng.choice(AS_OF).isoformat()
        case "word":
            return _text(rng, world)
    field = kind.partition(" ")[2]
    if field in ROOT_LISTS and cursors and rng.random() < 0.05:
        field = rng.choice(sorted(cursors))
    given = cursors.get(field, [])
    return rng.choice(given) if given and rng.random() < 0.25 else None


def _text(rng: random.Random, world: Raw) -> str:
    """Words that records hold, whole or begun; now and then a canary, or nothing at all."""
    if rng.random() < 0.07:
        return rng.choice(("", "!", "kq", "x*", '"', "zwaluw~", "zwaluw && merel", "+van", "(wit", "text:zwaluw"))
    word = rng.choice(WORDS)
    if rng.random() < 0.12:
        texts = [value for node in world["nodes"] for value in node["p"].values() if isinstance(value, str) and "_" not in value]
        word = rng.choice(texts or [word]).split()[-1]
    elif rng.random() < 0.6 and word.isascii():
        word = word[: rng.randint(1, 3)]
    return f"{rng.choice(WORDS)} {word}" if rng.random() < 0.1 else word
