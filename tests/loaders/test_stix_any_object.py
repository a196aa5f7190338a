"""Whatever a sound object holds, what is made of it is lawful: no object can stop a load halfway."""

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.errors import ModelError
from graph_model.intake.check import require_ends, require_lawful
from graph_model.intake.contribution import Contribution, Own
from loaders.pipeline.notes import Notes, Place
from loaders.pipeline.spool import Spool
from loaders.stix.format import LARGEST, StixFormat
from loaders.stix.judge import INSTANTS, faults
from loaders.stix.mapping import mapping
from tests.loaders.test_stix_objects import AMBER, DATES, MARKING, NUMBER, RED, STRICT

TYPES = sorted([*mapping().types, "relationship", "x-somebody"])
NAMES = (
    "name", "description", "aliases", "value", "path", "key", "subject", "identity_class", "resource_level", "latitude", "longitude",
    "object_refs", "created_by_ref", "sighting_of_ref", "x_somebody_ref", "x_somebody_refs", "revoked", "labels", "definition",
    "object_marking_refs", "granular_markings", "extensions", "published", "abstract", "content", "x_mitre_contents", "relationship_type",
    "source_ref", "target_ref", "definition_type", "confidence",
)  # fmt: skip
IDS = st.sampled_from(TYPES).map(lambda kind: f"{kind}--{NUMBER}")
REFS = st.one_of(IDS, st.sampled_from([AMBER, RED, STRICT]), st.text(max_size=5), st.lists(IDS, max_size=3))
SELECTED = st.fixed_dictionaries(
    {"marking_ref": st.sampled_from([AMBER, STRICT, RED]), "selectors": st.lists(st.sampled_from(NAMES), max_size=3)}
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
DATED = st.sampled_from([DATES["created"], "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2026-03-02T09:00:00+14:00"])
VALUES = st.one_of(JSON, REFS, DATED, st.lists(SELECTED, max_size=2))


@st.composite
def objects(draw: st.DrawFn) -> dict[str, Any]:
    """An object with everything that it must have, and anything besides."""
    kind = draw(st.sampled_from(TYPES))
    there = draw(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8))
    there |= draw(st.dictionaries(st.sampled_from(INSTANTS), DATED, max_size=3))
    ends = {"relationship_type": "uses", "source_ref": f"tool--{NUMBER}", "target_ref": f"tool--{NUMBER}"}
    return {
        **(ends if kind == "relationship" else {}),
        **DATES,
        **there,
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{NUMBER}",
    }


@settings(max_examples=200, deadline=None)
@given(raw=objects())
def test_a_sound_object_makes_lawful_statements(raw: dict[str, Any]) -> None:
    if list(faults(raw, mapping())):
        return
    format_ = StixFormat(MARKING)
    with Spool() as spool, Notes(None) as notes:
        format_._keep(raw, Place("f", 0, raw["id"]), spool, notes)
        for spooled in spool.objects():
            nodes, (links, asserters) = format_.records(spooled, notes), format_.links(spooled, notes)
            require_lawful(Contribution("stix", tuple(nodes), tuple(links), tuple(asserters), format_.asserted_types))
            for place, link in enumerate(links):
                require_ends(place, link, *(_type_of(end) for end in (link.start, link.end)))


def _type_of(end: Any) -> str:
    """What the object of an id became; a person or an organisation may both be meant, the first one is taken."""
    assert isinstance(end, Own)
    return mapping().of({"type": end.external_id.partition("--")[0]}).to.name


def test_the_largest_object_makes_lawful_statements_and_a_larger_one_is_rejected() -> None:
    for size, kept in ((LARGEST - 2_000, 1), (LARGEST + 1, 0)):
        raw = {
            "type": "note",
            "spec_version": "2.1",
            "id": f"note--{NUMBER}",
            **DATES,
            "content": "x" * (size // 2),
            "x_b": "\\" * (size // 4),
        }
        assert (len(orjson.dumps(raw)) > LARGEST) == (not kept)
        format_ = StixFormat(MARKING)
        with Spool() as spool, Notes(None) as notes:
            format_._keep(raw, Place("f", 0, raw["id"]), spool, notes)
            assert len(spool) == kept
            for spooled in spool.objects():
                require_lawful(Contribution("stix", tuple(format_.records(spooled, notes))))


def test_the_check_is_one_that_can_fail() -> None:
    with pytest.raises(ModelError):
        require_lawful(Contribution(""))
