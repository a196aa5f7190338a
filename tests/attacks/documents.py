"""Adversarial documents by class of attack: drawn from a random source, so as many as one likes. Nothing in here judges."""

import json
import random
from collections.abc import Callable
from typing import Any

from graph_model.ontology import ONTOLOGY
from tests.attacks.floods import FLOODS
from tests.properties.operations import documents

Attack = tuple[str, dict[str, Any]]
TYPES = tuple(ONTOLOGY.types)
WORDS = (
    "displayName",
    "relatedTo",
    "persons",
    "SAME_AS",
    "planDetail",
    "paths",
    "RecordType",
    "secretSafehouse",
    "__schema",
    "__type",
)
NUMBERS = (
    "0",
    "-0",
    "-1",
    "101",
    "2147483647",
    "2147483648",
    "-2147483649",
    "1e999",
    "1.0",
    "0x10",
    "9" * 400,
    "00",
    "1e-400",
    "NaN",
)
TEXTS = ("\u202e", "\ud800", "\x00", "\ufeff", "\U0001f600" * 50, "a\u0301" * 500, "\\ud800", "\\u{110000}", "\\", "' OR 1=1 //", "${jndi:x}", "%s%n", "\r\n\r\nGET / HTTP/1.1")  # fmt: skip
_VALID = documents(20_260_316, 40)
_GOOD = {"id": "x", "first": 1, "few": 1, "word": "x", "flag": True, "asOf": "2026-01-01T00:00:00Z"}
_TOKENS = (
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "$",
    "...",
    "on",
    "@",
    "!",
    ":",
    "=",
    '"',
    '"""',
    "#",
    "null",
    "true",
    "fragment",
    "query",
    "&",
    "|",
)


def _mutated(rng: random.Random) -> Attack:
    """A good document with tokens lost, doubled, exchanged or made up, and its variables mostly as they should be."""
    document = rng.choice(_VALID)
    parts = document.text.replace("{", " { ").replace("}", " } ").replace("(", " ( ").replace(")", " ) ").split()
    for _ in range(rng.choice((0, 1, 1, 2, 5))):
        place = rng.randrange(len(parts))
        made = ("", parts[place] * 2, rng.choice(parts), rng.choice(_TOKENS), rng.choice(WORDS), rng.choice(NUMBERS))
        parts[place] = rng.choice(made)
    values = {name: _GOOD.get(kind.partition(" ")[0]) for name, kind in document.wants}
    wrong = {name: rng.choice(("x", 1, None, True, [], {})) for name in values if rng.random() < 0.05}
    return " ".join(parts), values | wrong


def _cut(rng: random.Random) -> Attack:
    text = rng.choice(_VALID).text
    return text[rng.randrange(len(text)) :] if rng.random() < 0.5 else text[: rng.randrange(len(text))] + text, {}


def _numbers(rng: random.Random) -> Attack:
    first, hops = rng.choice(NUMBERS), rng.choice(NUMBERS)
    return (
        f"{{ persons(first: {first}) {{ edges {{ cursor }} }} paths(from: 1, to: 2, maxHops: {hops}, longer: {first}) {{ hops }} }}",
        {},
    )


def _texts(rng: random.Random) -> Attack:
    text = "".join(rng.choice(TEXTS) for _ in range(rng.randint(1, 4)))
    place = rng.choice(
        (
            '{ search(text: "%s", first: 1) { edges { cursor } } }',
            "{ node(id: %s) { id } }",
            "query %s { __typename }",
            "{ a%s: __typename }",
        )
    )
    document = place % text if rng.random() < 0.6 else "query($t: String!) { search(text: $t, first: 1) { totalCount } }"
    return document, {"t": text}


def _words(rng: random.Random) -> Attack:
    """Names that nearly exist, as a guesser would try them."""
    word = list(rng.choice((*WORDS, *TYPES)))
    word[rng.randrange(len(word))] = rng.choice("abcxyz_")
    name = "".join(word)
    forms = (
        f"{{ {name} }}", f"{{ {name}(first: 1) {{ edges {{ cursor }} }} }}", f"{{ node(id: 1) {{ ... on {name} {{ id }} }} }}",
        f"{{ persons({name}: 1) {{ edges {{ cursor }} }} }}", f"{{ persons(first: 1, where: {{{name}: {{eq: 1}}}}) {{ totalCount }} }}",
        f"{{ search(text: \"a\", first: 1, types: [{name}]) {{ totalCount }} }}", f"query($v: {name}) {{ __typename }}",
        f"{{ __typename @{name} }}", f"{{ persons(first: 1, orderBy: [{{field: {name}}}]) {{ totalCount }} }}",
        f"{{ paths(from: 1, to: 2, maxHops: 2, over: [{name}]) {{ hops }} }}", f"{{ persons(first: 1) {{ counts(by: {name}) {{ value }} }} }}",
    )  # fmt: skip
    return rng.choice(forms), {}


def _introspection(rng: random.Random) -> Attack:
    deep = "name " + "".join(f"fields {{ name type {{ {'ofType { ' * rng.randint(0, 8)}" for _ in range(rng.randint(0, 4)))
    inner = deep + "name " + " }" * (deep.count("{"))
    forms = (f"{{ __schema {{ types {{ {inner} }} }} }}", '{ __type(name: "Person") { name } }', "{ node(id: 1) { __schema { queryType { name } } } }", "{ _service { sdl } }", "{ _entities(representations: []) { id } }")  # fmt: skip
    return rng.choice(forms), {}


def _cursors(rng: random.Random) -> Attack:
    seal = "".join(rng.choice("0123456789abcdef") for _ in range(16))
    given = rng.choice(
        (seal, "." * 5, f"{seal}.{'A' * 8_001}", f"{seal}.eyJ4Ijox", f"{seal}.{seal}", "é.é", "", f"{seal}.W251bGxd")
    )
    order = rng.choice(("", ", orderBy: [{field: displayName}]"))
    return f"query($c: String) {{ persons(first: 1, after: $c{order}) {{ edges {{ cursor }} }} }}", {"c": given}


def _switches(rng: random.Random) -> Attack:
    """As many switches as there may be, each with a variable of its own: as many plans as there are combinations."""
    count = rng.randint(1, 60)
    declared = " ".join(f"$s{n}: Boolean!" for n in range(count))
    fields = " ".join(
        f"{rng.choice(('id', 'originator', 'recordedAt'))} @{rng.choice(('include', 'skip'))}(if: $s{n})" for n in range(count)
    )
    return f"query({declared}) {{ node(id: 1) {{ {fields} }} }}", {f"s{n}": rng.random() < 0.5 for n in range(count)}


def _variables(rng: random.Random) -> Attack:
    """Small documents whose variables are large, deep or of the wrong kind."""
    depth, width = rng.randint(1, 30), rng.choice((1, 100, 101, 3_000))
    nested: Any = {"displayName": {"eq": "x"}}
    for _ in range(depth):
        nested = rng.choice(({"not": nested}, {"and": [nested]}, {"or": [nested, nested]} if depth < 8 else {"not": nested}))
    wide = {"or": [{"displayName": {"contains": "x"}}] * width}
    given = rng.choice(
        (nested, wide, wide, {"displayName": {"in": ["x"] * width}}, [[[nested]]], {"and": wide}, 7, "x" * 60_000, {"x" * 9: None})
    )
    return "query($w: PersonFilter) { persons(first: 1, where: $w) { totalCount } }", {"w": given}


def _timelines(rng: random.Random) -> Attack:
    """Timelines by the dozen, of every type, in windows that are none, with every property and hop of what they lead to."""
    count = rng.choice((1, 10, 29, 60, 1_500))
    several = " ".join(f"a{n}: timeline(id: {n}, limit: 1000) {{ entries {{ at what record {{ id }} }} }}" for n in range(count))
    date = json.dumps(rng.choice((*TEXTS, *NUMBERS, "2026-02-30", "2026-01-01T00:00:00+99:00")))
    everything = " ".join(f"... on {name} {{ {' '.join(p.name for p in t.properties)} }}" for name, t in ONTOLOGY.types.items())
    hop = (
        "... on Person { "
        + " ".join(f"h{n}: linkedTo(first: 100) {{ edges {{ node {{ id }} }} }}" for n in range(min(count, 60)))
        + " }"
    )
    forms = (
        f"{{ {several} }}", f"{{ timeline(id: 1, limit: {rng.choice(NUMBERS)}) {{ isComplete }} }}",
        f"{{ timeline(id: 1, types: [{'Person ' * count}]) {{ entries {{ at }} }} }}",
        f"{{ timeline(id: 1, from: {date}, until: {date}) {{ entries {{ at }} }} }}",
        f"{{ timeline(id: 1) {{ entries {{ record {{ {everything} }} }} }} }}", f"{{ timeline(id: 1) {{ entries {{ record {{ {hop} }} }} }} }}",
        f"{{ timeline(id: 1) {{ {'entries { at what statement } ' * count} }} }}",
    )  # fmt: skip
    return rng.choice(forms), {}


CLASSES: dict[str, Callable[[random.Random], Attack]] = {
    **FLOODS, "mutated": _mutated, "cut": _cut, "numbers": _numbers, "texts": _texts, "words": _words, "introspection": _introspection,
    "cursors": _cursors, "switches": _switches, "variables": _variables,
}  # fmt: skip


APART: dict[str, Callable[[random.Random], Attack]] = {"timelines": _timelines}
"""Drawn from a source of their own, so that the attacks of the other classes stay those that they were."""


def attacks(seed: int, number: int) -> list[tuple[str, Attack]]:
    """(class, document with its variables), each class as often as every other; those apart come on top of the number."""
    rng, names = random.Random(seed), list(CLASSES)
    found = [(name, CLASSES[name](rng)) for name in (names[n % len(names)] for n in range(number))]
    for name, attack in APART.items():
        own = random.Random(f"{name} {seed}")
        found += [(name, attack(own)) for _ in range(number // len(names) + 1)]
    return found


def body(attack: Attack, rng: random.Random) -> bytes:
    """The attack as the body of a request; now and then one that is no single request, or says a thing twice."""
    document, variables = attack
    text = json.dumps({"query": document, "variables": variables})
    forms = (f"[{text}]", f"[{text},{text}]", text[:-1] + ', "query": "{ __typename }"}', '{"query": {"a": 1}}', text + text)
    return (rng.choice(forms) if rng.random() < 0.1 else text).encode("utf-8", "surrogatepass")
