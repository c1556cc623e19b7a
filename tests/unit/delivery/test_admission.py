"""Whether a machine's file and a database belong together, decided from what both say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.delivery.guard.admission import HostMark, begun, next_generation, refusal

HERE = "/srv/syndicate.db"


def mark(generation: int, intended: int | None = None, place: str = HERE) -> HostMark:
    return HostMark(host_id="h", generation=generation, intended=intended, place=place)


def test_a_fresh_installation_may_send() -> None:
    assert refusal(None, None, HERE, was_used=False) is None


def test_a_machine_without_a_file_may_not_once_mail_has_left() -> None:
    assert "knows nothing" in (refusal(None, None, HERE, was_used=True) or "")


@pytest.mark.parametrize(("generation", "is_refused"), [(4, True), (5, False), (6, False), (7, True)])
def test_a_start_that_was_cut_short_fits_whether_or_not_it_was_committed(generation: int, is_refused: bool) -> None:  # noqa: FBT001 - a case
    assert (refusal(mark(5, 6), generation, HERE, was_used=True) is not None) is is_refused


def test_a_first_start_that_was_cut_short_may_be_made_again() -> None:
    assert refusal(mark(0, 1), None, HERE, was_used=False) is None


def test_a_database_that_does_not_know_the_machine_is_not_its_own() -> None:
    assert "does not know" in (refusal(mark(3), None, HERE, was_used=True) or "")


def test_a_copy_beside_the_original_is_told_by_its_place() -> None:
    assert HERE in (refusal(mark(5), 5, "/srv/copy.db", was_used=True) or "")


@given(st.lists(st.sampled_from(["start", "cut before", "cut after"]), max_size=20), st.integers(0, 19))
def test_starts_cut_anywhere_never_part_the_two_and_every_older_copy_is_refused(starts: list[str], backup: int) -> None:
    """``cut before`` and ``cut after``: killed before or after the commit, the file not brought up to date."""
    ours, row = mark(0), 0
    rows = []
    for start in starts:
        rows.append(row)
        assert refusal(ours, row or None, HERE, was_used=row > 0) is None or row == 0
        intended = next_generation(row)
        ours = begun(ours, row or None)
        row = row if start == "cut before" else intended
        if start == "start":
            ours = mark(row)
    if row:
        assert refusal(ours, row, HERE, was_used=True) is None
    older = [generation for generation in rows[: backup + 1] if 0 < generation < min(row, ours.generation)]
    assert all(refusal(ours, generation, HERE, was_used=True) for generation in older)
