"""The local environment: made from a lock (hashes, wheels only), by one at a time, done again when it was cut off.

Only the standard library here: this file runs before anything is installed, and then hands over to the command line.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
RUN, DEVELOP = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
DEVELOPMENT = ("test", "check", "bench", "prove")
"""Commands that need the development lock, which holds all of the other."""
NEEDED_DISK = 1 << 30
MISPLACING = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME", "PYTHONPATH")
"""Variables that would let pip put packages elsewhere; its mirrors, proxies and certificates are the user's own."""


class NotMade(Exception):
    """The environment cannot be made. The message is one line for a person."""


class Environment:
    """The environment of one home."""

    def __init__(self, home: Path) -> None:
        self.home, self.folder = home, home / "env"
        self.python = self.folder / "bin" / "python"

    def is_running_this(self) -> bool:
        """True when this very process runs in it."""
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def holds(self, lock: Path) -> bool:
        """True when all that a lock pins was installed, whole; the marker is written last."""
        return any(self._marker(wanted).exists() for wanted in {lock, DEVELOP})

    def _marker(self, lock: Path) -> Path:
        return self.folder / f"installed.{lock.name}.{sha256(lock.read_bytes()).hexdigest()}"

    def make(self, lock: Path) -> None:
        """Install what a lock pins, unless another start does so meanwhile. Raises NotMade."""
        try:
            self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._turn() as turn:
                if not (os.access(self.python, os.X_OK) and self.holds(lock)):
                    self._install(lock, turn)
        except OSError as fault:
            raise NotMade(f"the folder {self.home} cannot be used ({fault.strerror}): set KRING_HOME to another") from None

    @contextmanager
    def _turn(self) -> Iterator[int]:
        """Be the only one that installs; the lock passes on to pip, so that one left alone by a kill is waited for too."""
        with (self.home / "env.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("another start is installing: waiting for it ...")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield lock.fileno()

    def _install(self, lock: Path, turn: int) -> None:
        if (free := shutil.disk_usage(self.home).free) < NEEDED_DISK:
            raise NotMade(f"too little disk: {free >> 20} MiB free, {NEEDED_DISK >> 20} MiB needed")
        whole = self.folder / "made"
        if not os.access(self.python, os.X_OK) or not (whole.exists() or list(self.folder.glob("installed.*"))):
            self._run([sys.executable, "-m", "venv", "--clear", str(self.folder)], turn, "Python's venv module is needed")
            whole.touch()
        say(f"installing what {lock.name} pins ...")
        pip = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-cache-dir"]
        pip += ["--only-binary", ":all:", "--require-hashes", "-r", str(lock)]
        self._run(pip, turn, "see above, then run the same command again")
        self._marker(lock).touch()

    def _run(self, command: list[str], turn: int, advice: str) -> None:
        temporary = self.home / "tmp"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name not in MISPLACING}
        # pip asks `rustc` for its version, and rustup's answers by writing a file into the user's home.
        kept |= {"TMPDIR": str(temporary), "RUSTUP_HOME": str(temporary)}
        done = subprocess.run(command, env=kept, pass_fds=[turn], stdout=sys.stderr, check=False)  # noqa: S603  # our own commands
        shutil.rmtree(temporary, ignore_errors=True)
        if done.returncode:
            raise NotMade(f"the environment could not be made: {advice}")


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(f"kring: {text}", file=sys.stderr, flush=True)


def main(arguments: list[str]) -> None:
    """Run a command in the environment; make that first where it is not there."""
    environment = Environment(Path(os.environ.get("KRING_HOME", ROOT / ".kring")).absolute())
    lock = DEVELOP if arguments and arguments[0] in DEVELOPMENT else RUN
    if not (environment.is_running_this() and environment.holds(lock)):
        environment.make(lock)
        again = [str(environment.python), "-P", __file__, *arguments]
        os.execv(again[0], again)  # noqa: S606  # our own command
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ.setdefault("MPLCONFIGDIR", str(environment.home / "matplotlib"))  # else it writes into the user's home
    sys.path.insert(0, str(ROOT))
    from cli.__main__ import main as run

    sys.exit(run())


def _end(number: int, _: object) -> NoReturn:
    """A plain kill ends what this process runs, as Ctrl-C does."""
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    try:
        main(sys.argv[1:])
    except NotMade as fault:
        say(str(fault))
        sys.exit(3)
    except KeyboardInterrupt:
        say("interrupted; the same command goes on from here")
        sys.exit(130)
