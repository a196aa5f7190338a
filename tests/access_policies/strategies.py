"""Random subjects, markings, grants and tables, small in their vocabulary so that they meet."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from access_policies.grants import ACTIONS, Grant, Step
from access_policies.register import PolicyTable
from access_policies.subject import Subject
from graph_model.marking import LEVELS, MATCHES, Marking
from graph_model.ontology import FIELD_CLASSES

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
ORGANISATIONS = ("POL", "AIVD", "NCTV")
PURPOSES = ("ASSESS", "DECIDE")
SCOPES = ("C1", "C2", "C3", "store:POL", "store:NCTV")
_HANDLING = ("NO_EXPORT", "NO_ONWARD", "ODD", "DESTROY_BY:2026-03-15", "DESTROY_BY:2026-03-16", "DESTROY_BY:x")
TABLE = PolicyTable(
    PURPOSES, ("PROTECTION",), ("WPG12",),
    {"WPG9": {"AUTHORITY": ["ASSESS"]}, "OPEN": {"AUTHORITY": ["ASSESS", "DECIDE"]}, "WPG12": {"AUTHORITY": ["ASSESS"]}},
    handling={"NO_EXPORT": ["export"], "NO_ONWARD": ["pass_on"], "DESTROY_BY": []},
)  # fmt: skip


def _some(values: tuple[str, ...], least: int = 0) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), min_size=least)


def _mostly(usual: object, other: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The usual value in three cases of four, so that one condition at a time decides."""
    return st.one_of(st.just(usual), st.just(usual), st.just(usual), other)


_NONE: frozenset[str] = frozenset()
MARKINGS = st.builds(
    Marking,
    originator=st.sampled_from(ORGANISATIONS),
    system=_mostly("PROTECTION", st.just("OTHER")),
    scheme=_mostly("VIRBI", st.just("NATO")),
    level=_mostly("DEP_V", st.sampled_from(LEVELS)),
    compartments=_mostly(_NONE, _some(("BAKEN", "GLAS"))),
    releasable_to=_mostly(frozenset(ORGANISATIONS), _some(ORGANISATIONS)),
    scopes=_some(("C1", "C2", "C3", "C4")),
    purposes=_mostly(frozenset(PURPOSES), _some(PURPOSES)),
    regime=_mostly("OPEN", st.sampled_from(("WPG9", "WPG12", "UNHEARD"))),
    handling=_mostly(_NONE, _some(_HANDLING)),
    match=st.sampled_from(MATCHES),
)
SUBJECTS = st.builds(
    Subject,
    key=st.just("u-one"),
    name=st.just("One"),
    organisation=st.sampled_from(("NCTV", "NCTV", "POL")),
    recipient=st.just("AUTHORITY"),
    teams=_mostly(frozenset({"DESK"}), st.just(_NONE)),
    roles=st.just(frozenset()),
    clearances=_mostly((("VIRBI", "STG_G"),), st.sampled_from(LEVELS).map(lambda level: (("VIRBI", level),))),
    cleared_until=_mostly(NOW + timedelta(days=9), st.just(NOW)),
    systems=st.just(frozenset({"PROTECTION"})),
    compartments=_some(("BAKEN", "GLAS")),
    conflicts=_mostly(_NONE, _some(("C3", "store:POL"))),
)
_HOURS = st.sampled_from((-30, -2, 0, 1, 30)).map(lambda hours: NOW + timedelta(hours=hours))


@st.composite
def grants(draw: st.DrawFn) -> Grant:
    """A grant that may or may not reach anything, in any state, sometimes breaking a law."""
    break_glass = draw(st.integers(0, 4)) == 0
    start = NOW - timedelta(hours=draw(_mostly(1, st.sampled_from((-2, 48)))))
    end = start + timedelta(hours=4 if break_glass else draw(_mostly(100, st.sampled_from((1, 9999)))))
    first = Step(NOW - timedelta(hours=60), draw(_mostly("ACTIVE", st.just("CONSENT_PENDING"))))
    later = draw(_mostly((), st.tuples(st.builds(Step, _HOURS, st.sampled_from(("ACTIVE", "REVOKED"))))))
    steps = (first, *later)
    return Grant(
        f"G-{draw(st.integers(0, 10**6))}", "POL", "u-pol", draw(_mostly("team:DESK", st.sampled_from(("user:u-one", "org:NCTV", "user:x")))),
        tuple(sorted(draw(_some(SCOPES, 1)))), tuple(sorted(draw(_some(ACTIONS, 1)) | {"see"})), tuple(sorted(draw(_some(FIELD_CLASSES)))),
        draw(_mostly("STG_G", st.sampled_from(LEVELS))), tuple(sorted(draw(_mostly(PURPOSES, _some(PURPOSES, 1))))), "WPG-15", "need", start, end,
        draw(_mostly(end, st.sampled_from((NOW, NOW + timedelta(minutes=5))))), (), steps, break_glass,
    )  # fmt: skip
