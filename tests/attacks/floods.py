"""Documents that are too much of something, up to the limits and beyond them."""

import random
from collections.abc import Callable
from typing import Any

from graph_model.ontology import ONTOLOGY

Attack = tuple[str, dict[str, Any]]
_COSTLY = ('search(text: "a b c", first: 1) { totalCount }', "persons(first: 1) { totalCount }", "neighbourhood(id: 1, radius: 3) { records { id } }", "paths(from: 1, to: 2, maxHops: 8, longer: 2) { hops }", "entity(id: 1) { records { id } }")  # fmt: skip
_HOP = "linkedTo(first: 1) { edges { node { %s } } }"
_EVERYTHING = " ".join(f"... on {name} {{ {' '.join(p.name for p in t.properties)} }}" for name, t in ONTOLOGY.types.items())


def _aliases(rng: random.Random) -> Attack:
    count = rng.choice((10, 40, 60, 61, 1_500))
    return "{ " + " ".join(f"a{n}: {rng.choice(_COSTLY)}" for n in range(count)) + " }", {}


def _cycles(rng: random.Random) -> Attack:
    count = rng.randint(1, 14)
    parts = [
        f"fragment f{n} on Person {{ {_HOP % f'...f{rng.randrange(count)}'} ...f{rng.randrange(count)} }}" for n in range(count)
    ]
    return "{ node(id: 1) { ...f0 } } " + " ".join(parts), {}


def _doubling(rng: random.Random) -> Attack:
    """Fragments that open each other twice: small documents that would be large."""
    depth, width = rng.randint(2, 13), rng.randint(2, 4)
    kind, leaf = rng.choice((("Query", "__typename"), ("Person", "id displayName")))
    parts = [f"fragment f{n} on {kind} {{ {f'...f{n + 1} ' * width} }}" for n in range(depth)]
    start = "{ ...f0 }" if kind == "Query" else "{ node(id: 1) { ...f0 } }"
    return f"{start} {' '.join(parts)} fragment f{depth} on {kind} {{ {leaf} }}", {}


def _fan_out(rng: random.Random) -> Attack:
    """Hops within fragments within hops, each under names of its own."""
    width, depth = rng.randint(1, 5), rng.randint(1, 5)
    parts = []
    for level in range(depth):
        hops = " ".join(f"h{level}x{n}: {_HOP % f'...f{level + 1}'}" for n in range(width))
        parts.append(f"fragment f{level} on Person {{ {hops} }}")
    return "{ node(id: 1) { ...f0 } } " + " ".join(parts) + f" fragment f{depth} on Person {{ id }}", {}


def _deep(rng: random.Random) -> Attack:
    depth = rng.choice((5, 12, 13, 200, 5_000, 30_000))
    forms = (
        "{" * depth,
        "{ a " * depth,
        "{ node(id: " + "[" * depth,
        "{ persons(first: 1, where: " + "{not: " * depth,
        "query(" * depth,
        "{ ... " * min(depth, 40) + "id" + " }" * min(depth, 40),
    )
    closed = (
        "{ persons(first: 1, where: "
        + "{not: " * min(depth, 200)
        + "{minor: {eq: true}}"
        + "}" * min(depth, 200)
        + ") { totalCount } }"
    )
    return rng.choice((*forms, closed)), {}


def _directives(rng: random.Random) -> Attack:
    count = rng.choice((10, 60, 61, 3_000))
    forms = ("{ __typename " + "@skip(if: false) " * count + "}", "{ " + "__typename @include(if: true) " * count + "}", "query " + "@asOf(recorded: \"2026-01-01T00:00:00Z\") " * count + "{ __typename }", "{ __typename " + "@nothing " * count + "}")  # fmt: skip
    return rng.choice(forms), {}


def _lists(rng: random.Random) -> Attack:
    count = rng.choice((100, 101, 480, 990, 5_000))
    forms = (
        "{ nodes(ids: [" + "1 " * count + "]) { id } }", '{ search(text: "a", first: 1, types: [' + "Person " * count + "]) { totalCount } }",
        "{ persons(first: 1, where: {or: [" + "{minor: {eq: true}} " * (count // 5) + "]}) { totalCount } }",
        "{ paths(from: 1, to: 2, maxHops: 3, avoid: [" + "3 " * count + "]) { hops } }", '{ node(id: "' + "x" * count * 60 + '") { id } }',
        "query(" + " ".join(f"$v{n}: ID" for n in range(count // 4)) + ") { __typename }", "{ persons(first: 1, orderBy: [" + "{field: minor} " * (count // 20) + "]) { totalCount } }",
    )  # fmt: skip
    return rng.choice(forms), {}


def _repeated(rng: random.Random) -> Attack:
    """The same keys again and again, which a rule that compares in pairs takes long for."""
    count = rng.choice((50, 130, 200, 390, 790))
    kin = "relatedTo(first: 1, where: {kind: {in: [" + '"x" ' * rng.randint(1, 5) + "]}}) { edges { node { id } } } "
    forms = (
        "{ node(id: 1) { " + "id " * count + "} }", "{ node(id: 1) { ... on Person { " + kin * (count // 12) + "} } }",
        "{ node(id: 1) { id } " * 1 + "node(id: 1) { id } " * (count // 4) + "}",
        "{ node(id: 1) { " + " ".join(f"... on {rng.choice(list(ONTOLOGY.types))} {{ x: id {'id ' * 20} }}" for _ in range(29)) + " } }",
        "{ node(id: 1) { " + f"{_EVERYTHING} " + "} }",
    )  # fmt: skip
    return rng.choice(forms), {}


def _nested_types(rng: random.Random) -> Attack:
    """Every type told apart at every step: what is planned grows with types times hops."""
    inner = " ".join(f"... on {name} {{ id originator }}" for name in rng.sample(list(ONTOLOGY.types), rng.randint(5, 15)))
    hops = " ".join(f"k{n}: {_HOP % inner}" for n in range(rng.randint(1, 12)))
    return f"{{ node(id: 1) {{ ... on Person {{ {hops} }} }} }}", {}


def _many(rng: random.Random) -> Attack:
    count = rng.choice((2, 39, 40, 41, 900))
    forms = (" ".join(f"query q{n} {{ __typename }}" for n in range(count)), "{ __typename } " + " ".join(f"fragment f{n} on Person {{ id }}" for n in range(min(count, 29))), "type A { a: Int } " * count, "#" * count * 60 + "\n{ __typename }", "{ __typename }" + "," * count * 70, "mutation { a } " * count)  # fmt: skip
    return rng.choice(forms), {}


FLOODS: dict[str, Callable[[random.Random], Attack]] = {
    "aliases": _aliases, "cycles": _cycles, "doubling": _doubling, "fan out": _fan_out, "deep": _deep, "directives": _directives,
    "lists": _lists, "repeated": _repeated, "nested types": _nested_types, "many": _many,
}  # fmt: skip
