"""Analyses of one's own view: the network is read like everything else, and worked on in a process that can be ended.

What is found is a function of the view (leaks.md L11). Which records it names is on record when the answer leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from anyio import to_process

from access_policies.errors import PolicyError
from access_policies.guard.asked import Asked
from access_policies.guard.reading import Reading
from access_policies.guard.recorder import Recorder
from graph_model.analysis import Finding, Network, Terms
from graph_model.analysis.catalogue import find
from graph_model.errors import StoreError


@dataclass(frozen=True, slots=True)
class Analysed:
    """What was found, the best first, in which network, and the policy class of each statement of that."""

    findings: tuple[Finding, ...]
    network: Network
    classes: Mapping[str, int]


class Analyses:
    """The way of the guard for analyses."""

    def __init__(self, reading: Reading, recorder: Recorder) -> None:
        self._reading, self._recorder = reading, recorder

    async def analyse(self, asked: Asked, kind: str, terms: Terms) -> Analysed:
        """All findings of an analysis in the caller's view. A record that is not seen has nothing around it.

        When the caller leaves or the time is over, the process that works on it is ended. Raises PolicyError or StoreError.
        """
        try:
            standing, network, classes = await self._reading.network(asked)
        except (PolicyError, StoreError) as fault:
            await self._recorder.note(asked, None, f"analysis {kind}", type(fault).__name__, b"")
            raise
        await self._recorder.note(asked, standing, f"analysis {kind}", "released", terms.about.encode("utf-8", "surrogatepass"))
        findings = await to_process.run_sync(find, kind, network, terms, cancellable=True)
        return Analysed(tuple(findings), network, classes)
