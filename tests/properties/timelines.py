"""Questions for timelines, drawn from a random source of their own: worlds and all other questions stay those of their seeds."""

import random

from tests.properties.operations import META, Document, DocumentMaker
from tests.properties.strategies import NOW, VALID

_ENTRY = "at what relationship statement record { id __typename }"
BEGINS = ("2026-01-01", "2026-02-01", VALID[1], "2026-03-01", "2026-02-01T14:00:00+02:00")
ENDS = ("2026-03-01", VALID[2], "2026-05-01", "2026-04-01T02:00:00+02:00", NOW.isoformat())
BAD = 'from: "2026-03-02", until: "2026-03-01"'


def timelines() -> list[Document]:
    """Each form once: the whole, narrowed in every way, as known, with a way on from each record, and one that is refused."""
    narrow = "types: [Person, Report, Threat], limit: $v1"
    on = "... on Person { displayName relatedTo(first: 2) { edges { id node { id } } } }"
    whole = f"at what relationship statement {' '.join(META[1:])} marking {{ level handling }} record {{ id {on} }}"
    return [
        Document(f"query($v0: ID!) {{ found: timeline(id: $v0) {{ isComplete entries {{ {_ENTRY} }} }} }}", (("v0", "id"),)),
        _bounded(f'from: "{BEGINS[1]}", until: "{ENDS[0]}", {narrow}', _ENTRY),
        _bounded(f'from: "{BEGINS[2]}", limit: $v1', _ENTRY),
        _bounded(f'until: "{VALID[2]}", types: [Case, Actor, Person], limit: $v1', "at what record { originator }"),
        Document(
            f"query($v0: ID!, $asOf: String!) @asOf(recorded: $asOf) {{ found: timeline(id: $v0) {{ entries {{ {whole} }} }} }}",
            (("v0", "id"), ("asOf", "asOf")),
        ),
        Document(f"query($v0: ID!) {{ found: timeline(id: $v0, {BAD}) {{ entries {{ at }} }} }}", (("v0", "id"),)),
    ]


def drawn(seed: int, number: int) -> list[Document]:
    """Those, and some more by luck; the same seed draws the same."""
    maker = TimelineMaker(random.Random(f"timelines {seed}"))
    return [*timelines(), *(maker.timeline() for _ in range(number))]


class TimelineMaker(DocumentMaker):
    """Draws timelines."""

    def timeline(self) -> Document:
        """A document of one timeline."""
        self.wants, self.fragments, self.aliases, self.flag = {"v0": "id"}, [], 0, ""
        asked = self._types(frozenset(("Person", "Actor", "Report", "Threat", "Case", "Item")), 0.3)
        asked += self._maybe(0.4, f', from: "{self.rng.choice(BEGINS[:3])}"')
        asked += self._maybe(0.4, f', until: "{self.rng.choice(ENDS)}"')
        asked += self._maybe(0.3, f", limit: {self.rng.choice((1, 2, 5, 9))}")
        told = ["at", "what", *self.rng.sample(("relationship", "statement", *META[1:]), 3), self._maybe(0.4, self._marking())]
        entry = " ".join([*told, f"record {{ {self._of_any(hops=False)} }}" if self.rng.random() < 0.8 else ""])
        flag = f", {self.flag}: Boolean!" if self.flag else ""
        text = f"query($v0: ID!{flag}) {{ found: timeline(id: $v0{asked}) {{ isComplete entries {{ {entry} }} }} }} {' '.join(self.fragments)}"
        return Document(text.strip(), tuple(self.wants.items()))


def _bounded(asked: str, entry: str) -> Document:
    text = f"query($v0: ID!, $v1: Int!) {{ found: timeline(id: $v0, {asked}) {{ isComplete entries {{ {entry} }} }} }}"
    return Document(text, (("v0", "id"), ("v1", "few")))
