"""`python -m cli`: what `./kring` runs once its environment is there."""

import sys

from cli import app_of
from cli.failure import EXPECTED, exit_code, raise_on_signals


def main() -> int:
    """Run the command line; the exit code."""
    raise_on_signals()
    try:
        app_of(sys.argv[1:])(prog_name="kring")
    except EXPECTED as fault:
        return exit_code(fault)
    return 0


if __name__ == "__main__":
    sys.exit(main())
