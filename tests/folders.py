"""Which process of a run gets which file. Each stays in its folder: it has that folder's service, demo, browser and plans already."""

from collections.abc import Collection
from pathlib import Path, PurePosixPath

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

ROOT = Path(__file__).parent
LONGEST = ("browser/explorer", "properties", "cli", "faults", "access_policies", "docs", "e2e/browser", "e2e", "keycloak", "setup")
"""Begun first, since a run ends with what was begun last: those that took a minute and more, by how long they took."""


class ByFolder(LoadFileScheduling):
    """Files go to whoever is in their folder."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        """Assign what is next for this process."""
        held = {each: folder(next(reversed(files))) for each, files in self.assigned_work.items() if files}
        own = held.pop(node, None)
        self.workqueue.move_to_end(next_file(self.workqueue, own, held.values()), last=False)
        super()._assign_work_unit(node)


def next_file(waiting: Collection[str], own: str | None, others: Collection[str]) -> str:
    """The next file for whoever is in the folder `own`: there, else in one that nobody is in, else beside others."""

    def urgency(file: str) -> tuple[bool, bool, int]:
        place = folder(file)
        return place != own, place in others, LONGEST.index(place) if place in LONGEST else len(LONGEST)

    return min(waiting, key=urgency)


def folder(file: str) -> str:
    """The folder of a file of the tests, below `tests`."""
    return PurePosixPath(file).parent.as_posix().removeprefix("tests/")
