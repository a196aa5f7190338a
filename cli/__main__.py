"""`python -m cli`: what `./kring` runs."""

import sys


def main() -> int:
    """Run the command line; the exit code. Imports stand inside, so that Ctrl-C ends those in one line too."""
    try:
        from cli.failure import EXPECTED, exit_code, raise_on_signals

        raise_on_signals()
    except KeyboardInterrupt:
        return 130
    try:
        from cli import app

        app(prog_name="kring")
    except EXPECTED as fault:
        return exit_code(fault)
    return 0


if __name__ == "__main__":
    sys.exit(main())
