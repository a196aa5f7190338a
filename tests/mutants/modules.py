"""Which modules are the policy core, and which tests must notice a slip in each: fast ones, in memory."""

from dataclasses import dataclass

_CORE = ("tests/access_policies/test_decision.py", "tests/access_policies/test_visible.py")
_REFERENCE = "tests/properties/test_policy_faults.py::test_the_decision_is_the_references"
_TERMS = ("tests/access_policies/test_cedar_terms.py", "tests/access_policies/test_decision.py")
_VALUE = ("tests/access_policies/test_grant_value.py",)
_LIFE = ("tests/access_policies/test_grant_steps.py", "tests/access_policies/test_grant_life.py")
_GROUPS = "tests/access_policies/test_visible.py::test_groups_of_classes_are_decided_as_each_class_is"
_CLASSES = ("tests/access_policies/test_class_index.py", _GROUPS)
_OPENINGS = ("tests/access_policies/test_openings.py", _GROUPS)
_CHECKER = ("tests/graph_model/cypher/test_checker.py",)
_BUILDER = ("tests/graph_model/cypher/test_builder.py", *_CHECKER)


@dataclass(frozen=True)
class Module:
    """A file and its tests."""

    path: str
    tests: tuple[str, ...]


MODULES = (
    Module("graph_model/marking.py", ("tests/graph_model/test_marking.py",)),
    Module("access_policies/decision.py", (*_CORE, _REFERENCE)),
    Module("access_policies/entities.py", _TERMS),
    Module("access_policies/policy_texts.py", _TERMS),
    Module("access_policies/grants/grant.py", (*_VALUE, *_LIFE)),
    Module("access_policies/grants/laws.py", ("tests/access_policies/test_grant_laws.py",)),
    Module("access_policies/grants/life.py", _LIFE),
    Module("access_policies/grants/emergency.py", ("tests/access_policies/test_emergency_steps.py", *_LIFE)),
    Module("access_policies/grants/consent.py", ("tests/access_policies/test_consent.py",)),
    Module("access_policies/grants/stored.py", (*_VALUE, *_LIFE)),
    Module("access_policies/classes.py", _CLASSES),
    Module("access_policies/openings.py", _OPENINGS),
    Module("access_policies/visible.py", ("tests/access_policies/test_visible.py",)),
    Module("access_policies/told_markings.py", ("tests/access_policies/test_told_markings.py",)),
    Module("access_policies/reach.py", ("tests/access_policies/test_reach.py",)),
    Module("access_policies/guard/grant_rulings.py", ("tests/access_policies/test_grant_rulings.py",)),
    Module("access_policies/guard/directory_rulings.py", ("tests/access_policies/test_directory_rulings.py",)),
    Module("graph_model/floor.py", ("tests/graph_model/test_floor.py",)),
    Module("graph_model/cypher/predicate.py", _BUILDER),
    Module("graph_model/cypher/builder.py", _BUILDER),
    Module("graph_model/cypher/roots.py", _BUILDER),
    Module("graph_model/cypher/selection.py", _BUILDER),
    Module("graph_model/cypher/conditions.py", _BUILDER),
    Module("graph_model/cypher/keyset.py", _BUILDER),
    Module("graph_model/cypher/scribe.py", _BUILDER),
    Module("graph_model/cypher/timelines.py", _BUILDER),
    Module("graph_model/cypher/everything.py", _BUILDER),
    Module("graph_model/cypher/whole_view.py", _BUILDER),
    Module("graph_model/cypher/tokens.py", _CHECKER),
)
"""Those of which every mutant is noticed or argued for; the others wait to be taken up."""
