"""The pages' documents fit the schema and its limits; their words are whole in both languages; templates hold no script and no words."""

import json
import re
from pathlib import Path
from typing import cast

import pytest
from graphql import OperationType

from access_policies.grants import ACTIONS
from access_policies.grants.life import TRANSITIONS
from access_policies.guard import Guard
from access_policies.refusals import CODES
from access_policies.roles import ROLES
from api.graphql.answering import GraphQL
from api.graphql.executed import QUERY
from api.graphql.mutations import MUTATION
from api.pages.drawings import DRAWINGS
from api.pages.errands import documents
from api.pages.rendering import FOLDER, SCRIPTED
from api.pages.steps import ACTIONS as WAYS
from api.pages.steps import FIELDS, STEPS
from api.pages.words import CATALOGUES, Words
from graph_model.cypher.builder import build
from graph_model.cypher.checker import check
from graph_model.marking import LEVELS
from graph_model.ontology import FIELD_CLASSES, ONTOLOGY
from tests.api.rooms import planned

ROOM = GraphQL(cast(Guard, None), b"k" * 32, mutation=MUTATION, query=QUERY)
PAGES = {path.name: path.read_text() for path in FOLDER.glob("*.html")}
CODE = "".join(path.read_text() for path in FOLDER.parent.glob("*.py"))
FAMILIES = re.compile(
    r"(action|field|state|purpose|level|role|notice|correction|marking|measure|decision|report|weighing|ground|question|kind|outcome|month)\."
)


@pytest.mark.parametrize("name", documents())
def test_a_document_of_the_pages_can_be_asked_by_any_partner(name: str) -> None:
    operation = ROOM.operation_of(documents()[name], None)
    if not operation.is_read:
        operation.require_unmixed()
    else:
        check(build(planned(ROOM, documents()[name], {"id": "x"}).query, as_known=True))


def test_every_step_has_its_mutation_and_every_document_is_run_by_a_page() -> None:
    for step in STEPS:
        operation = ROOM.operation_of(documents()[step], None)
        assert operation.node.operation is OperationType.MUTATION
        named = {variable.variable.name.value for variable in operation.node.variable_definitions or ()}
        assert named == {"id", *([FIELDS[step]] if step in FIELDS else [])}
    assert {action for actions in WAYS.values() for action in actions} == set(TRANSITIONS) - {"request", "break_glass"}
    run = set(re.findall(r'\.run(?:_once)?\("(\w+)"', CODE))
    assert run | set(STEPS) == set(documents())


def test_both_languages_have_the_same_words_with_the_same_parts() -> None:
    english, dutch = CATALOGUES["en"], CATALOGUES["nl"]
    assert list(english) == list(dutch)
    for key, words in english.items():
        assert words.strip()
        assert dutch[key].strip()
        assert sorted(re.findall(r"{\w*}", words)) == sorted(re.findall(r"{\w*}", dutch[key])), key


def test_what_a_template_says_is_in_the_catalogue_and_nothing_else_is() -> None:
    used = {key for text in PAGES.values() for key in re.findall(r'\bt\("([\w.]+)"(?! ~)', text)}
    used |= {
        key
        for text in PAGES.values()
        for pair in re.findall(r'\bt\("([\w.]+)" if [^)]*? else "([\w.]+)"\s*[,)]', text)
        for key in pair
    }
    begun = {key for text in PAGES.values() for key in re.findall(r'"([\w.]+\.)" ~', text)} | {"step.", "menu."}
    assert used - set(CATALOGUES["en"]) - begun == set()
    unused = [
        key
        for key in CATALOGUES["en"]
        if key not in used and not FAMILIES.match(key) and not any(key.startswith(part) for part in begun)
    ]
    assert unused == []


def test_every_code_that_is_fixed_has_words() -> None:
    words = CATALOGUES["nl"]
    states = {to for ways in TRANSITIONS.values() for to in ways.values()} | {"EXPIRED"}
    expected = [f"state.{state}" for state in states] + [f"role.{role}" for role in ROLES] + [f"level.{level}" for level in LEVELS]
    expected += [f"action.{one}" for one in ACTIONS] + [f"field.{one}" for one in FIELD_CLASSES]
    assert [key for key in expected if key not in words] == []
    assert not any(key in CODES for key in words)


def test_no_template_holds_script_style_or_a_sentence_of_its_own() -> None:
    for name, text in PAGES.items():
        text = text.replace('<script src="/pages/proof.js" defer></script>', "") if name == SCRIPTED else text
        assert not re.search(r"<script|<style|\son\w+=|\sstyle=|javascript:|\|\s*safe", text), name
        shown = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>|&\w+;", " ", text, flags=re.DOTALL)
        assert re.findall(r"[A-Za-z]{3,}", shown) in ([], ["Kring"], ["Kring"] * 2), name


@pytest.mark.parametrize(
    "instant, english, dutch",
    [
        ("2026-03-16T09:05:00.000Z", "16 March 2026, 09:05 UTC", "16 maart 2026, 09:05 UTC"),
        ("2026-05-01", "1 May 2026", "1 mei 2026"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_an_instant_is_said_in_the_readers_language(instant: str | None, english: str, dutch: str) -> None:
    assert (Words("en").when(instant), Words("nl").when(instant)) == (english, dutch)


def test_a_type_is_drawn_as_in_the_explorer() -> None:
    explorer = (FOLDER.parents[2] / "web" / "explorer" / "src" / "graph" / "icons.ts").read_text()
    assert DRAWINGS.keys() == ONTOLOGY.types.keys()
    assert all(f'{kind}: "{drawn}"' in explorer for kind, drawn in DRAWINGS.items())


def test_catalogues_name_a_key_once() -> None:
    for path in (FOLDER.parent / "languages").glob("*.json"):
        pairs = json.loads(path.read_text(), object_pairs_hook=list)
        assert len({key for key, _ in pairs}) == len(pairs), Path(path).name
