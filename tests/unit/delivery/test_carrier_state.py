from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf

import pytest

from syndicate.delivery.model import Accepted, Allowance, Answer, Refused, Stop, TryLater, Uncertain
from syndicate.delivery.pace import rates
from syndicate.delivery.pace.state import LONGEST_ASKED_FOR, LOST_LIMIT, TROUBLE_LIMIT, CarrierState

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FRESH = CarrierState(name="ses", max_rate=100.0, told_at=NOW)
PAUSED = Stop(reason="sending is paused")
THROTTLED = TryLater(reason="slow down", wait_seconds=1.0, counts=False)
LOST = Uncertain(reason="reset")
TAKEN = Accepted(message_id="1")


def heard(state: CarrierState, *answers: Answer, began: float = inf, at: float = 0.0) -> CarrierState:
    now = NOW + timedelta(seconds=at)
    return state.heard(answers, began=began, now=now, seconds=1000.0 + at, ceiling=None)


def test_a_pause_gives_the_same_reason_until_it_ends() -> None:
    state = heard(FRESH, PAUSED)
    found = state.pause(NOW + timedelta(seconds=59))
    assert (found and found.reason) == "sending is paused"
    assert state.pause(NOW + timedelta(seconds=60)) is None


def test_each_pause_is_twice_as_long_up_to_a_quarter_of_an_hour() -> None:
    state, now, lengths = FRESH, NOW, []
    for _ in range(7):
        state = state.left_alone(PAUSED, now)
        assert state.paused_until is not None
        lengths.append((state.paused_until - now).total_seconds() / 60)
        now = state.paused_until
    assert lengths == [1, 2, 4, 8, 15, 15, 15]


@pytest.mark.parametrize("answer", [TAKEN, Refused(code="no", reason="a virus")])
def test_a_carrier_that_does_its_work_again_is_trusted_again(answer: Answer) -> None:
    state = heard(heard(FRESH, PAUSED), answer)
    assert (state.pause(NOW), state.is_on_trial) == (None, False)
    again = heard(state, PAUSED)
    assert again.paused_until == NOW + timedelta(minutes=1)


def test_a_refusal_of_our_own_says_nothing_about_the_carrier() -> None:
    assert heard(heard(FRESH, PAUSED), Refused(code="x", reason="y", counts=False)).is_on_trial


def test_a_wait_that_the_carrier_asks_for_is_taken() -> None:
    assert heard(FRESH, Stop(reason="quota", wait_seconds=3600.0)).paused_until == NOW + timedelta(hours=1)


def test_a_pause_that_a_clock_wrote_which_was_ahead_ends_when_the_clock_is_back() -> None:
    stop = Stop(reason="suspended", wait_seconds=86_400.0)
    state = CarrierState(name="ses").left_alone(stop, NOW)
    assert state.pause(NOW) is not None
    assert state.pause(NOW + LONGEST_ASKED_FOR) is None
    assert state.pause(NOW - timedelta(hours=5)) is None


def test_lost_answers_in_a_row_pause_it_and_after_the_pause_one_more_does() -> None:
    state = FRESH
    for _ in range(LOST_LIMIT - 1):
        state = heard(state, LOST, LOST)
        assert state.pause(NOW) is None
    state = heard(state, LOST)
    assert state.pause(NOW) is not None
    later = 61.0
    assert heard(state, LOST, at=later).pause(NOW + timedelta(seconds=later + 60)) is not None


def test_lost_answers_beside_taken_mails_pause_nothing() -> None:
    state = FRESH
    for _ in range(20):
        state = heard(state, LOST, TAKEN)
    assert state.pauses == 0


def test_a_throttled_answer_cuts_the_rate_rests_and_lets_the_account_be_asked() -> None:
    state = heard(FRESH, THROTTLED)
    assert state.rate == pytest.approx(0.95 * 100 * 0.7)
    assert state.next_free >= 1001
    assert state.is_to_be_asked(NOW)


def test_several_calls_in_flight_that_meet_one_trouble_count_once() -> None:
    state = heard(FRESH, THROTTLED, began=999.0)
    for _ in range(20):
        state = heard(state, THROTTLED, began=999.5, at=0.1)
    assert state.troubles == 1
    assert state.rate == pytest.approx(66.5)


def test_trouble_that_does_not_end_pauses_it() -> None:
    state = FRESH
    for number in range(TROUBLE_LIMIT):
        state = heard(state, THROTTLED, at=number * 100.0, began=1000.0 + number * 100.0)
    assert state.pause(NOW + timedelta(seconds=501)) is not None


def test_throttled_entries_beside_taken_ones_slow_down_and_pause_nothing() -> None:
    state = FRESH
    for number in range(30):
        state = heard(state, TAKEN, THROTTLED, at=number * 100.0, began=1000.0 + number * 100.0)
    assert state.pauses == 0
    assert state.rate is not None


def test_what_the_account_allows_is_kept_and_what_stops_it_pauses() -> None:
    allowed = Allowance(max_rate=50.0, daily_quota=1000.0, sent_24h=400.0)
    state = FRESH.told(allowed, NOW)
    assert (state.max_rate, state.room(NOW, ())) == (50.0, 600.0)
    assert not state.is_to_be_asked(NOW + timedelta(seconds=29))
    assert state.is_to_be_asked(NOW + timedelta(seconds=30))
    assert state.is_to_be_asked(NOW - timedelta(seconds=1))
    stopped = FRESH.told(replace(allowed, stop=PAUSED), NOW)
    assert stopped.pause(NOW) is not None


def test_a_day_has_as_many_recipients_as_the_warm_up_says_and_then_any() -> None:
    warm_up = (500, 1000)
    state = FRESH.took(500, NOW, 1000.0, 10.0)
    assert (state.next_free, state.began_on) == (1000.0 - rates.LEEWAY + 50, "2026-11-22")
    assert FRESH.room(NOW, warm_up) == 500
    assert state.room(NOW, warm_up) == 0
    assert state.room(NOW + timedelta(days=1), warm_up) == 1000
    assert state.room(NOW + timedelta(days=2), warm_up) == inf


@pytest.mark.parametrize("away", [timedelta(days=1), timedelta(days=-1), timedelta(days=400)])
@pytest.mark.parametrize("meanwhile", [0, 10])
def test_a_clock_that_was_set_by_days_and_back_makes_no_room_in_a_warm_up(away: timedelta, meanwhile: int) -> None:
    warm_up = (500,) * 1_000
    state = FRESH.took(450, NOW, 1000.0, 10.0)
    if meanwhile:
        state = state.took(meanwhile, NOW + away, 1000.0, 10.0)
    assert state.room(NOW, warm_up) == 50 - meanwhile
    state = state.took(50 - meanwhile, NOW, 1000.0, 10.0)
    assert state.room(NOW, warm_up) == 0


def test_the_day_after_a_clock_was_set_back_is_a_day_of_its_own() -> None:
    state = FRESH.took(450, NOW, 1000.0, 10.0).took(10, NOW + timedelta(days=400), 1000.0, 10.0)
    state = state.took(40, NOW, 1000.0, 10.0)
    tomorrow = state.took(100, NOW + timedelta(days=1), 1000.0, 10.0)
    later = tomorrow.took(100, NOW + timedelta(days=2), 1000.0, 10.0)
    assert later.room(NOW + timedelta(days=2), (500,) * 500) == 400
    assert later.room(NOW + timedelta(days=3), (500,) * 500) == 500
