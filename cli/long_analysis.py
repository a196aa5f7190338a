"""An analysis that takes its time, as its user waits for it: begun, looked at every second, ended by Ctrl-C."""

import time
from typing import Any

import httpx

from cli.calling import send
from cli.progress import waiting
from graph_model.local.errors import SetupError

EVERY = 1.0
"""Seconds between two looks."""
START = """mutation($kind: AnalysisKind!, $about: ID, $days: Int, $hops: Int, $asOf: Instant) {
  found: startAnalysis(kind: $kind, about: $about, days: $days, hops: $hops, asOf: $asOf) { id state } }"""
STATE = "query($id: ID!) { found: analysisRun(id: $id) { state } }"
CANCEL = "mutation($id: ID!) { found: cancelAnalysis(id: $id) { state } }"
GOES_ON = frozenset({"READING", "WORKING"})
ENDINGS = {
    "CANCELLED": "it was ended",
    "RIGHTS_CHANGED": "your rights or your view changed meanwhile, so what was found was thrown away: begin anew",
    "TOO_MUCH_WORK": "it took more time or memory than one may",
}


def run_long(user: str, purpose: str, found: str, variables: dict[str, Any]) -> httpx.Response:
    """The answer of a run that is done, with this selection of what was found. Raises SetupError for one that ends otherwise."""
    begun = send(user, purpose, START, {name: variables.get(name) for name in ("kind", "about", "days", "hops", "asOf")})
    if "errors" in begun.json():
        return begun
    id_, state = begun.json()["data"]["found"]["id"], "READING"
    try:
        with waiting(f"analysing {variables['kind']} (Ctrl-C ends it)"):
            while state in GOES_ON:
                time.sleep(EVERY)
                state = _state(user, purpose, id_)
    except KeyboardInterrupt:
        send(user, purpose, CANCEL, {"id": id_})
        raise
    if state != "DONE":
        raise SetupError(f"the analysis gave no result: {ENDINGS.get(state, 'ask again')}")
    text = f"""query($id: ID!, $first: Int!, $language: Language!) {{
      analysisRun(id: $id) {{ result(first: $first, language: $language) {{ {found} }} }} }}"""
    return send(user, purpose, text, {"id": id_, "first": variables["first"], "language": variables["language"]})


def found_in(answer: dict[str, Any]) -> dict[str, Any]:
    """What was found, in the answer to a question or to a run. Raises SetupError when the run is there no more."""
    data = answer["data"]
    found: dict[str, Any] | None = data["analysis"] if "analysis" in data else (data["analysisRun"] or {}).get("result")
    if found is None:
        raise SetupError(f"the analysis gave no result: {ENDINGS['RIGHTS_CHANGED']}")
    return found


def _state(user: str, purpose: str, id_: str) -> str:
    answer = send(user, purpose, STATE, {"id": id_}).json()
    found = (answer.get("data") or {}).get("found")
    return str(found["state"]) if found else "RIGHTS_CHANGED"
