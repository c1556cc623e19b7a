"""The commands: the only place that prints and sets exit codes."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    import sys

    from syndicate.cli.root import run

    sys.exit(run(sys.argv[1:]))
