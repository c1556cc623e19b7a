"""From which revision on an article is right."""

from __future__ import annotations

import pytest

from syndicate.digests.corrections.noting import revision_put_right
from syndicate.errors import BadDataError


@pytest.mark.parametrize(("present", "mailed"), [(2, {1}), (3, {1, 3}), (1, set())])
def test_it_is_the_present_one_where_an_earlier_one_was_mailed_or_none(present: int, mailed: set[int]) -> None:
    assert revision_put_right(present, mailed, is_wrong_still=False) == present


def test_without_a_change_since_it_was_mailed_there_is_nothing_to_put_right() -> None:
    with pytest.raises(BadDataError, match="has not changed since it was mailed"):
        revision_put_right(2, {2}, is_wrong_still=False)


def test_what_is_wrong_still_is_right_from_the_next_on() -> None:
    assert revision_put_right(2, {2}, is_wrong_still=True) == 3
