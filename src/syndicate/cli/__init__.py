"""The commands: the only place that prints and sets exit codes."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    import gc
    import sys

    from syndicate.cli.root import run

    code = run(sys.argv[1:])
    gc.freeze()  # else Python looks at its end through all that was imported for cycles: a quarter of a short command
    sys.exit(code)
