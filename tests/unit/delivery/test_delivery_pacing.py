from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from syndicate.delivery.pacing import FASTER, SLOWER, Pace


def _send(pace: Pace, now: float, count: int) -> list[float]:
    """The instants at which that many sends start, each as early as the pace allows."""
    starts = []
    for _ in range(count):
        while wait := pace.wait_needed(now):
            now += wait
        pace.take(now)
        starts.append(now)
    return starts


def test_the_first_send_starts_at_once() -> None:
    assert Pace(0.5, now=100.0).wait_needed(100.0) == 0


@given(rate=st.floats(0.1, 500), count=st.integers(2, 200))
def test_over_time_the_rate_is_used_and_not_passed(rate: float, count: int) -> None:
    starts = _send(Pace(rate, now=0.0), 0.0, count)
    assert starts[-1] * rate >= count - 1 - 1e-6
    assert starts[-1] * rate <= count


@given(rate=st.floats(1, 100), pause=st.floats(0, 100), count=st.integers(2, 120))
def test_after_a_pause_no_second_has_more_than_a_tenth_above_the_rate(rate: float, pause: float, count: int) -> None:
    pace = Pace(rate, now=0.0)
    starts = _send(pace, pause, count)
    for first in starts:
        within = [start for start in starts if first <= start < first + 1.0 - 1e-6]
        assert len(within) <= rate + max(1.0, rate / 10) + 1


def test_a_throttled_answer_slows_down_once_a_second_and_the_rate_comes_back() -> None:
    pace = Pace(100.0, now=0.0)
    pace.slow_down(0.0)
    pace.slow_down(0.5)
    assert pace.rate < 100.0 * SLOWER + 100.0 * FASTER
    pace.slow_down(1.1)
    assert pace.rate < 60.0
    pace.wait_needed(1.1 + 1 / FASTER)
    assert pace.rate == 100.0


def test_a_throttled_answer_takes_the_burst_away() -> None:
    pace = Pace(100.0, now=0.0)
    pace.wait_needed(10.0)
    pace.slow_down(10.0)
    assert pace.wait_needed(10.0) > 0


def test_a_clock_that_stands_still_or_goes_back_gives_nothing_away() -> None:
    pace = Pace(1.0, now=10.0)
    pace.take(10.0)
    assert pace.wait_needed(9.0) == 1.0
