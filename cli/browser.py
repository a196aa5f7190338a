"""A Chromium for browser tests: the machine's own, else Debian's package where we may install it, else one from npm."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import typer

from cli.npm import installed, node
from graph_model.local.errors import SetupError

FROM_NPM = Path(__file__).resolve().parents[1] / "tests" / "npm" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome")
WITHOUT = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades",
    "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip
"""Features that are off. The first two are pages of an address bar that nobody sees: each window loads them beside ours, and takes
three times as long. The others are those that Playwright turns off: of two such lists a browser takes the last."""
QUIET = (
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", f"--disable-features={','.join(WITHOUT)}",
)  # fmt: skip
"""No sandbox: tests run as root in containers, and show nothing but our own pages. The rest keeps it from calling home."""
PACKED = ("--single-process", "--no-zygote", "--disable-gpu")


@dataclass(frozen=True, slots=True)
class Browser:
    """A program and how it must be started."""

    program: str
    arguments: tuple[str, ...]


def chromium(home: Path) -> Browser:
    """A Chromium that can be started. Raises SetupError when there is none and none can be had."""
    own = os.environ.get("KRING_CHROMIUM") or next((found for name in NAMES if (found := shutil.which(name))), None)
    if own is None and os.geteuid() == 0 and shutil.which("apt-get"):
        own = _from_debian()
    return Browser(own, QUIET) if own else _from_npm(home)


def _from_debian() -> str | None:
    typer.echo("kring: installing Debian's chromium for the browser tests ...", err=True)
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)  # noqa: S603  # constants above
    return shutil.which("chromium")


def _from_npm(home: Path) -> Browser:
    modules = installed(FROM_NPM, home)
    # The package brings the system libraries that it needs for one kind of machine, and unpacks them only when told it is one.
    environment = os.environ | {"TMPDIR": str(modules.parent), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
    command = [node(), str(FROM_NPM / "where.mjs"), str(modules)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # our own script
    if done.returncode != 0 or not Path(done.stdout.strip()).exists():
        raise SetupError("there is no Chromium for the browser tests: install one, or name it in KRING_CHROMIUM")
    return Browser(done.stdout.strip(), QUIET + PACKED)
