from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.slow_page import HEAD, KEPT, PAGE, line_of, with_line

REPORT = '<testsuites><testsuite tests="9" errors="1" failures="2" skipped="1" time="601.5"/></testsuites>'


def test_a_run_of_the_sweeps_is_a_line_and_the_newest_comes_first(tmp_path: Path) -> None:
    (tmp_path / "slow.xml").write_text(REPORT)
    line = line_of(tmp_path / "slow.xml", "abc1234", datetime(2026, 11, 28, tzinfo=UTC))
    assert line == "| 2026-11-28 | abc1234 | 5 | 3 | 1 | 10 |"
    page = ""
    for number in range(KEPT + 2):
        page = with_line(page, line.replace("abc1234", f"c{number}"))
    rows = [row for row in page.splitlines() if row.startswith("| 2026")]
    assert [row.split(" | ")[1] for row in rows] == [f"c{number}" for number in range(KEPT + 1, 1, -1)]


def test_the_page_in_the_documents_is_one_of_these() -> None:
    assert PAGE.read_text(encoding="utf-8").startswith(HEAD)
