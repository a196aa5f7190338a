"""The explorer's copy of the ontology is the model's: no type, property or relationship more or less."""

import importlib.util

from tests.browser.explorer.build import ROOT


def test_the_explorers_ontology_is_the_models() -> None:
    script = ROOT / "scripts" / "write_ontology.py"
    spec = importlib.util.spec_from_file_location("write_ontology", script)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.TARGET.read_text(encoding="utf-8") == module.text(), f"run {script.name}"
