from __future__ import annotations

import pytest

from syndicate.delivery.model import Stop
from syndicate.delivery.pausing import Pause

PAUSED = Stop(reason="sending is paused")


def test_there_is_no_pause_before_the_first_stop() -> None:
    assert Pause().reason(0.0) is None


def test_a_pause_ends_after_its_time_and_gives_the_same_stop_until_then() -> None:
    pause = Pause()
    pause.begin(PAUSED, 100.0)
    assert pause.reason(100.0) == PAUSED
    assert pause.reason(159.9) == PAUSED
    assert pause.reason(160.0) is None


def test_each_pause_is_twice_as_long_up_to_a_quarter_of_an_hour() -> None:
    pause, now, found = Pause(), 0.0, []
    for _ in range(7):
        pause.begin(PAUSED, now)
        length = next(minutes for minutes in range(1, 99) if pause.reason(now + minutes * 60) is None)
        found.append(length)
        now += length * 60
    assert found == [1, 2, 4, 8, 15, 15, 15]


@pytest.mark.parametrize("stops", [1, 5, 2000])
def test_a_mail_that_was_taken_ends_the_pause_and_the_next_is_short_again(stops: int) -> None:
    pause = Pause()
    for _ in range(stops):
        pause.begin(PAUSED, 0.0)
    pause.end()
    assert pause.reason(0.0) is None
    pause.begin(PAUSED, 0.0)
    assert pause.reason(60.0) is None


def test_a_wait_that_the_carrier_asks_for_is_taken() -> None:
    pause = Pause()
    pause.begin(Stop(reason="the quota", wait_seconds=3600.0), 0.0)
    assert pause.reason(3599.0) is not None
    assert pause.reason(3600.0) is None
