"""The last step of a restore, cut off at every call that touches the disk: one store or the other, and never served unseen."""

import subprocess
import sys
from pathlib import Path

import pytest

from cli.restored import BESIDE, CURRENT, NOTE, REPLACED, Restored, finish, refuse_waiting
from graph_model.local.errors import SetupError

CUT = """
import os, signal, sys
from pathlib import Path
from cli.restored import finish
left = int(sys.argv[2])
def count(event, arguments):
    global left
    if event in ("os.rename", "os.remove", "os.rmdir", "shutil.rmtree") or event == "open" and ".new" in str(arguments[0]):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
finish(Path(sys.argv[1]))
"""
CHANGE = {"log": "demo", "index": 3}


def _home(home: Path, noted: Restored) -> Path:
    for name in (CURRENT, BESIDE, REPLACED):
        (home / name).mkdir(parents=True)
        (home / name / "data").write_text(name)
    noted.note(home)
    return home


def _store(home: Path, name: str = CURRENT) -> str:
    return (home / name / "data").read_text()


@pytest.mark.parametrize("changes", [(), (CHANGE,)], ids=["nothing after it", "a change after it"])
@pytest.mark.parametrize("keeps", [True, False])
def test_a_last_step_that_is_cut_off_anywhere_is_finished(tmp_path: Path, keeps: bool, changes: tuple[dict[str, object]]) -> None:
    code = -9
    cuts = 0
    while code:
        home = _home(tmp_path / str(cuts), Restored("5e", changes, (), keeps=keeps))
        code = subprocess.run([sys.executable, "-c", CUT, str(home), str(cuts)], check=False).returncode
        if changes:
            with pytest.raises(SetupError, match=r"older than the record \(1 changes, 0 doubts\)"):
                refuse_waiting(home)
        waits = finish(home)
        assert (waits.changes if waits else ()) == changes
        assert _store(home) == BESIDE
        assert _store(home, REPLACED) == (CURRENT if keeps else REPLACED)
        assert not (home / BESIDE).exists()
        assert (home / NOTE).exists() == bool(changes)
        cuts += 1
    assert cuts > 5


def test_a_store_that_is_half_loaded_while_an_earlier_restore_waits_is_put_in_no_place(tmp_path: Path) -> None:
    home = _home(tmp_path / "home", Restored("5e", (CHANGE,), ()))
    finish(home)
    (home / BESIDE).mkdir()  # the next restore begins to load, and is killed
    waits = finish(home)
    assert waits
    assert waits.is_in_place
    assert _store(home) == BESIDE


def test_a_note_that_cannot_be_read_lets_nothing_be_served(tmp_path: Path) -> None:
    (tmp_path / NOTE).write_text('{"backup": "5e"')
    for look in (finish, refuse_waiting):
        with pytest.raises(SetupError, match="cannot be read, so nothing is served"):
            look(tmp_path)
