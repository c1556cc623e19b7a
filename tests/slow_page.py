"""Writes down when the long sweeps were last run, on what, and what came of them: ``docs/slow-tests.md``.

Called by ``make slow`` with the JUnit report of the run.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

PAGE = Path(__file__).parents[1] / "docs" / "slow-tests.md"
#: What stands above the lines.
HEAD = """# The long sweeps

What takes minutes is too long for every change: kills at nearly any write, thousands of histories, whole corpora, a
listener under attack for a minute. `make slow` runs them and writes its result here; run it before a release, and after
a change to what they try.

| date | commit | passed | failed | skipped | minutes |
|---|---|---|---|---|---|
"""
#: So many runs are kept, the newest first.
KEPT = 10


def line_of(report: Path, commit: str, at: datetime) -> str:
    """The page's line for a run."""
    suite = etree.parse(report).getroot().find("testsuite")
    if suite is None:
        message = f"{report} holds no test suite"
        raise ValueError(message)
    total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    minutes = float(suite.get("time", 0)) / 60
    return f"| {at:%Y-%m-%d} | {commit} | {total - failed - skipped} | {failed} | {skipped} | {minutes:.0f} |"


def with_line(page: str, line: str) -> str:
    """The page with that line before the earlier ones."""
    earlier = [row for row in page.removeprefix(HEAD).splitlines() if row.startswith("|")]
    return HEAD + "\n".join([line, *earlier[: KEPT - 1]]) + "\n"


def main(report: str) -> None:
    """Note the run whose report lies there."""
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    line = line_of(Path(report), found.stdout.strip() or "unknown", datetime.now(UTC))
    PAGE.write_text(with_line(PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEAD, line), encoding="utf-8")
    sys.stdout.write(f"noted in {PAGE.name}: {line}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
