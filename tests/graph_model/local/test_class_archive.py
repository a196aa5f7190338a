"""The archive of Neo4j's classes: used where it is whole and of these jars, a loss of time and nothing else where not."""

import time
from pathlib import Path

import pytest

from graph_model.local.class_archive import ClassArchive
from graph_model.local.errors import SetupError
from graph_model.local.server import LocalNeo4j
from tests.wipe import probe

ONLY_WITH_ONE = "-Xshare:on"
"""A JVM that is told so does not start without an archive that it can use."""


@pytest.fixture
def linked(jars: Path, tmp_path: Path) -> Path:
    """A folder with the run's jars and no archive yet."""
    folder = tmp_path / "jars"
    folder.mkdir()
    for jar in jars.glob("*.jar"):
        (folder / jar.name).symlink_to(jar)
    return folder


def test_servers_of_this_run_use_the_archive(jars: Path, tmp_path: Path) -> None:
    while not ClassArchive(jars).flags:  # it is made beside the first tests; the test's own time limit ends this
        time.sleep(0.1)
    server = LocalNeo4j(tmp_path / "home", jars, probe, flags=(ONLY_WITH_ONE,))
    server.start()
    assert server.stop() is True


def test_one_that_is_no_archive_is_passed_over(linked: Path, tmp_path: Path) -> None:
    ClassArchive(linked).file.write_bytes(b"not an archive")
    assert ClassArchive(linked).flags
    server = LocalNeo4j(tmp_path / "home", linked, probe)
    server.make_ready()
    server.administer("--version")


def test_other_jars_have_another_one(linked: Path) -> None:
    archive = ClassArchive(linked)
    archive.file.write_bytes(b"of these")
    next(linked.glob("*.jar")).unlink()
    assert archive.flags == ()


def test_a_list_that_no_archive_can_be_made_of_leaves_none(linked: Path, tmp_path: Path) -> None:
    classes = tmp_path / "classes.txt"
    classes.write_text("@no-such-word\n")
    archive = ClassArchive(linked)
    with pytest.raises(SetupError, match="archive of Neo4j's classes"):
        archive.make(classes)
    assert list(linked.glob("classes-*")) == []
