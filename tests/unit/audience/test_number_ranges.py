"""Numbers in few words come back as they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from syndicate.audience.number_ranges import in_ranges, numbers_of


def test_numbers_that_follow_one_another_are_a_range() -> None:
    assert in_ranges([9, 4, 3, 5, 3]) == "3-5 9"


@given(st.sets(st.integers(min_value=1, max_value=60)))
def test_whatever_was_written_is_read_again(numbers: set[int]) -> None:
    assert numbers_of(in_ranges(numbers)) == numbers
