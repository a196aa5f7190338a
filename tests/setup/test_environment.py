"""The environment from nothing: from the lock, in one folder, by one at a time, and again when it was cut off."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.environment import DEVELOP, RUN, Environment

ROOT = Path(__file__).resolve().parents[2]
DEAD = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}
"""No network: every address leads to a port where nobody listens."""
STAGES = (
    ("env/bin/python", signal.SIGINT),
    ("env/bin/pip*", signal.SIGTERM),
    ("env/made", signal.SIGINT),
    ("env/lib/*/site-packages/idna*", signal.SIGINT),
    ("env/lib/*/site-packages/typing_extensions*", signal.SIGKILL),
)
"""What is there as soon as an installation has come so far, and how it ends there: in half an environment, in one with pip, as pip begins,
in mid-work of pip. Ctrl-C ends what was begun with it; what a kill leaves behind goes on, and the next start waits for that."""


def _entry(name: str) -> str:
    """One package of the lock, with its hashes."""
    found = re.search(rf"^{name}==.*?(?=^\S)", (ROOT / "requirements.lock").read_text(), re.MULTILINE | re.DOTALL)
    assert found
    return found[0]


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock of two small packages out of ours."""
    path = tmp_path / "requirements.lock"
    path.write_text(_entry("idna") + _entry("typing-extensions"))
    return path


def _make(home: Path, lock: Path, **more: str) -> "subprocess.Popen[str]":
    script = "import sys; from pathlib import Path; from cli.environment import Environment; Environment(Path(sys.argv[1])).make(Path(sys.argv[2]))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | more
    return subprocess.Popen(
        [sys.executable, "-c", script, str(home), str(lock)], env=environment, stderr=subprocess.PIPE, text=True
    )


def _works(home: Path, lock: Path) -> bool:
    environment = Environment(home)
    script = "import idna, typing_extensions, sys; sys.exit(not sys.prefix.startswith(sys.argv[1]))"
    return (
        environment.holds(lock) and subprocess.run([environment.python, "-I", "-c", script, str(home)], check=False).returncode == 0
    )


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.timeout(900)
def test_a_fresh_copy_makes_its_environment_in_one_folder_and_needs_no_network_again(tmp_path: Path) -> None:
    tree = tmp_path / "a folder with spaces" / "kring"
    shutil.copytree(
        ROOT,
        tree,
        ignore=shutil.ignore_patterns(".git", ".kring", "__pycache__", ".*_cache", ".hypothesis", "node_modules", "tests"),
    )
    home, user, temporary = tmp_path / "the home", tmp_path / "user", tmp_path / "tmp"
    for folder in (user, temporary):
        folder.mkdir()
    before = _files(tree)
    for folder in (tree, *(path for path in tree.rglob("*") if path.is_dir())):
        folder.chmod(0o555)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KRING_", "PYTHON", "XDG_"))}
    watched = kept | {"HOME": str(user), "TMPDIR": str(temporary), "KRING_HOME": str(home)}
    try:
        first = subprocess.run([tree / "kring", "version"], env=watched, cwd=user, capture_output=True, text=True, check=False)
        assert first.returncode == 0, first.stderr
        second = subprocess.run(
            [tree / "kring", "version"], env=watched | DEAD, cwd="/", capture_output=True, text=True, check=False
        )
        assert (second.returncode, second.stdout, second.stderr) == (0, first.stdout, "")
    finally:
        for folder in (tree, *(path for path in tree.rglob("*") if path.is_dir())):
            folder.chmod(0o755)
    assert _files(tree) == before
    assert _files(user) == _files(temporary) == set()
    assert {path.name for path in home.iterdir()} == {"env", "env.lock"}


@pytest.mark.timeout(600)
def test_an_installation_that_is_cut_off_is_done_again(tmp_path: Path, lock: Path) -> None:
    home = tmp_path / "home"
    for stage, how in STAGES:
        making = _make(home, lock)
        while not list(home.glob(stage)):
            assert making.poll() is None, f"it came to its end without {stage}"
            time.sleep(0.01)
        making.send_signal(how)
        making.communicate(timeout=60)
    said = (making := _make(home, lock)).communicate(timeout=200)[1]
    assert making.returncode == 0, said
    assert _works(home, lock)


def test_two_at_once_make_one_environment(tmp_path: Path, lock: Path) -> None:
    home = tmp_path / "home"
    both = [_make(home, lock), _make(home, lock)]
    said = [making.communicate(timeout=200)[1] for making in both]
    assert [making.returncode for making in both] == [0, 0], said
    assert sum("another start is installing" in text for text in said) == 1
    assert sum("installing what" in text for text in said) == 1
    assert _works(home, lock)


def test_a_package_with_another_hash_is_refused_and_nothing_is_called_done(tmp_path: Path, lock: Path) -> None:
    lock.write_text(re.sub(r"sha256:[0-9a-f]{4}", "sha256:0000", lock.read_text()))
    making = _make(tmp_path / "home", lock)
    said = making.communicate(timeout=200)[1]
    assert making.returncode == 1
    assert "NotMade: the environment could not be made" in said
    assert not Environment(tmp_path / "home").holds(lock)


def test_without_network_the_first_start_says_so_and_the_next_one_works(tmp_path: Path, lock: Path) -> None:
    making = _make(tmp_path / "home", lock, **DEAD, PIP_NO_INDEX="", PIP_FIND_LINKS="", PIP_RETRIES="0", PIP_CONFIG_FILE=os.devnull)
    assert "run the same command again" in making.communicate(timeout=200)[1]
    assert making.returncode == 1
    assert (again := _make(tmp_path / "home", lock)).communicate(timeout=200)[1] is not None
    assert again.returncode == 0
    assert _works(tmp_path / "home", lock)


def test_what_was_installed_to_develop_serves_to_run(tmp_path: Path) -> None:
    environment = Environment(tmp_path)
    environment.folder.mkdir()
    environment._marker(RUN).touch()
    assert environment.holds(RUN)
    assert not environment.holds(DEVELOP)
    environment._marker(RUN).unlink()
    environment._marker(DEVELOP).touch()
    assert environment.holds(RUN)
    assert environment.holds(DEVELOP)


def _bare(folder: Path, python: str) -> dict[str, str]:
    """A PATH with nothing on it but what the script needs and this `python3`."""
    folder.mkdir()
    for name in ("sh", "dirname"):
        (folder / name).symlink_to(str(shutil.which(name)))
    (folder / "python3").write_text(f"#!/bin/sh\n{python}\n")
    (folder / "python3").chmod(0o755)
    return {"PATH": str(folder), "KRING_HOME": str(folder / "home")}


def test_a_python_that_is_too_old_or_too_new_is_said(tmp_path: Path) -> None:
    for number, shown in enumerate(("3.9.18", "3.15.0")):
        old = f'case "$1" in -V) echo Python {shown} ;; *) exit 1 ;; esac'
        refused = subprocess.run(
            [ROOT / "kring", "version"], env=_bare(tmp_path / str(number), old), capture_output=True, text=True, check=False
        )
        said = f"kring: no Python 3.11 to 3.14 on the PATH (python3 is Python {shown}): install one and try again\n"
        assert (refused.returncode, refused.stderr) == (3, said)


def test_a_path_with_a_colon_is_refused(tmp_path: Path) -> None:
    refused = subprocess.run(
        [ROOT / "kring", "version"],
        env=os.environ | {"KRING_HOME": str(tmp_path / "a:b")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 3
    assert "a path with a colon in it will not do" in refused.stderr
    assert not (tmp_path / "a:b").exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = subprocess.run(
        [ROOT / "kring", "version"],
        env=os.environ | {"KRING_HOME": str(tmp_path / "file" / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 3
    assert refused.stderr.endswith("cannot be used (Not a directory): set KRING_HOME to another\n")


def test_only_commands_of_development_need_the_development_lock() -> None:
    script = (ROOT / "cli" / "development.py").read_text()
    from cli.environment import DEVELOPMENT

    assert {"test", "check"} <= set(DEVELOPMENT)
    assert set(re.findall(r"^def ([a-z]+)\(", script, re.MULTILINE)) == {"test", "check"}
