"""The guide for partners as a shell would run it, block by block, and what it says is printed."""

import os
import re
import subprocess
import sys
from pathlib import Path

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "partner.md").read_text()
PROGRAM = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)[0]
STEPS = re.findall(r"```sh\n(.*?)```(?:\n```output\n(.*?)```)?", TEXT, re.DOTALL)
END = "-- end of a block --"


def prepared(folder: Path) -> None:
    """What a partner has before the first command: the program."""
    (folder / "partner.py").write_text(PROGRAM)


def run(folder: Path, script: str, **names: str) -> str:
    """What a script prints in that folder; it must end well."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = os.environ | names | {"PATH": path, "no_proxy": "127.0.0.1"}
    done = subprocess.run(
        ["sh", "-e"], input=script, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=200
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def followed(folder: Path, **names: str) -> list[tuple[str, str, list[str]]]:
    """All of it in one shell: each block, what it printed, and the lines that the guide says it prints."""
    printed = run(folder, "".join(f"{block}\necho; echo '{END}'\n" for block, _ in STEPS), **names).split(END)
    return [(block, output, said.splitlines()) for (block, said), output in zip(STEPS, printed, strict=False)]
