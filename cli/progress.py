"""Progress of long work on stderr: a bar with rate and estimate on a terminal, one plain line elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn


@contextmanager
def downloading(what: str) -> Iterator[Callable[[int, int], None]]:
    """Shows a download while it runs; what it gives is told (bytes there, bytes in all)."""
    console = Console(stderr=True)
    if not console.is_terminal:
        console.print(f"fetching {what} ...")
        yield lambda done, total: None
        return
    columns = (
        TextColumn("fetching {task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Says what is being waited for: a spinner on a terminal, one plain line elsewhere."""
    console = Console(stderr=True)
    if console.is_terminal:
        with console.status(f"{what} ..."):
            yield
    else:
        console.print(f"{what} ...")
        yield
