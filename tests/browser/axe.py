"""axe, for whatever page: its script, which comes by the debugger since the page's own policy lets no other script in, and its faults."""

from pathlib import Path

from cli.npm import installed
from tests.conftest import KRING_HOME

AXE = Path(__file__).parents[1] / "npm" / "axe"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FAULTS = """async ([where, tags]) => {
  const {violations} = await axe.run(where ?? document, {runOnly: tags, resultTypes: ['violations']});
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target} ${node.failureSummary}`));
}"""
"""Each fault as a short line, in all of the document or in a part of it. Only they leave the page: all that is in order takes five times as long to tell as to find."""


def script() -> str:
    """What puts `axe` into a page, and has no value of its own."""
    return (installed(AXE, KRING_HOME) / "axe-core" / "axe.min.js").read_text() + "; undefined"
