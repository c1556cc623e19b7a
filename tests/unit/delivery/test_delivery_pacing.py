from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.delivery.pace.rates import (
    FASTER,
    LEEWAY,
    LONGEST_AHEAD,
    after,
    call_size,
    rate_now,
    target_rate,
    wait_needed,
)


def _send(rate: float, now: float, count: int, size: int = 1, next_free: float = 0.0) -> list[float]:
    """The instants at which that many calls start, each as early as the pace allows."""
    starts = []
    for _ in range(count):
        now += wait_needed(next_free, now, rate)
        next_free = after(next_free, now, size, rate)
        starts.append(now)
    return starts


def test_the_first_call_starts_at_once() -> None:
    assert wait_needed(0.0, 100.0, 0.5) == 0


@given(rate=st.floats(0.01, 500), count=st.integers(2, 200))
def test_over_time_the_rate_is_used_and_not_passed(rate: float, count: int) -> None:
    starts = _send(rate, 1000.0, count)
    took = starts[-1] - starts[0]
    assert (count - 1) / rate - LEEWAY - 0.001 * count <= took <= (count - 1) / rate + 0.001


@given(rate=st.floats(1, 500), size=st.integers(1, 50), pause=st.floats(0, 100))
def test_after_a_pause_no_five_seconds_have_more_than_a_tenth_above_the_rate(
    rate: float, size: int, pause: float
) -> None:
    size = min(size, int(rate))
    starts = _send(rate, 1000.0 + pause, 60, size, next_free=1000.0)
    for first in starts:
        within = [start for start in starts if first <= start < first + 5.0]
        # What a call may have above is one second's allowance: the last one is not over yet.
        assert (len(within) - 1) * size <= 5 * rate * 1.1


def test_a_clock_that_was_set_back_does_not_stop_the_mail() -> None:
    assert wait_needed(1000.0 + LONGEST_AHEAD + 1, 1000.0, None) == 0
    assert after(5000.0, 1000.0, 10, 10.0) == 1001.0


def test_one_recipient_at_a_slow_rate_is_waited_for_however_long() -> None:
    assert wait_needed(after(0.0, 1000.0, 1, 0.001), 1000.0, 0.001) == pytest.approx(1000 - LEEWAY)


def test_a_rate_that_was_cut_comes_back() -> None:
    assert rate_now(100.0, 70.0, 50.0, 50.0) == 70
    assert rate_now(100.0, 70.0, 50.0, 52.0) == pytest.approx(70 + 2 * FASTER * 100)
    assert rate_now(100.0, 70.0, 50.0, 1e6) == 100
    assert rate_now(100.0, 70.0, 50.0, 40.0) == 70
    assert rate_now(5.0, 70.0, 50.0, 50.0) == 5
    assert rate_now(5.0, None, None, 50.0) == 5


@pytest.mark.parametrize(
    ("max_rate", "ceiling", "target"),
    [(None, None, None), (14.0, None, 13.3), (14.0, 5.0, 5.0), (14.0, 100.0, 13.3), (None, 7.0, 7.0)],
)
def test_what_is_aimed_for_is_below_what_the_account_allows(
    max_rate: float | None, ceiling: float | None, target: float | None
) -> None:
    assert target_rate(max_rate, ceiling) == (None if target is None else pytest.approx(target))


@pytest.mark.parametrize(
    ("rate", "cycle", "most", "size"),
    [
        (None, 0.1, 50, 50),
        (13.3, 0.1, 50, 2),  # two are under way at a time: one call has them
        (475.0, 0.1, 50, 48),
        (475.0, 0.13, 50, 31),  # 62 in two calls
        (475.0, 5.0, 50, 50),
        (1.0, 10.0, 50, 1),  # never more than one second's allowance
        (0.2, 0.1, 50, 1),
        (100.0, 0.1, 1, 1),
    ],
)
def test_a_call_has_as_many_recipients_as_are_under_way(rate: float | None, cycle: float, most: int, size: int) -> None:
    assert call_size(rate, cycle, most) == size
