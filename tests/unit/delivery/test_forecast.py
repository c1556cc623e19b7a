"""The end is told before the start: by rate, daily quota and warm-up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.delivery.pace.forecast import Hurdles, SendingPace, allowed_today, forecast, spoken_rate, trial_size

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TODAY = NOON.date()


def ends_after(mails: int, pace: SendingPace) -> timedelta:
    expected = forecast(mails, pace, NOON)
    assert expected is not None
    return expected.ends_at - NOON


def test_without_a_limit_it_is_recipients_by_rate() -> None:
    assert ends_after(48_000, SendingPace(rate=14)) == timedelta(seconds=48_000 / 14)


def test_what_a_quota_leaves_goes_today_and_the_rest_a_day_later() -> None:
    pace = SendingPace(rate=10, daily_quota=1_000, sent_24h=400)
    assert ends_after(600, pace) == timedelta(seconds=60)
    assert ends_after(700, pace) == timedelta(days=1, seconds=10)
    assert ends_after(1_700, pace) == timedelta(days=2, seconds=10)


def test_a_warm_up_goes_by_dates() -> None:
    pace = SendingPace(rate=10, warm_up=(500, 1_000, 2_000))
    midnight = timedelta(hours=12)
    assert ends_after(500, pace) == timedelta(seconds=50)
    assert ends_after(600, pace) == midnight + timedelta(seconds=10)
    assert ends_after(3_500, pace) == midnight + timedelta(days=1, seconds=200)
    assert ends_after(3_600, pace) == midnight + timedelta(days=2, seconds=10)


def test_the_reason_for_waiting_is_told() -> None:
    told = forecast(600, SendingPace(rate=10, warm_up=(500,)), NOON)
    assert told is not None
    assert told.line(NOON) == (
        "600 readers at 10 a second: 12 h 0 min, the last has it on 2026-11-29 00:00 UTC, "
        "for the warm-up allows no more on one day"
    )


@pytest.mark.parametrize("pace", [SendingPace(rate=None), SendingPace(rate=0), SendingPace(rate=1, daily_quota=0)])
def test_what_cannot_be_known_is_not_told(pace: SendingPace) -> None:
    assert forecast(10, pace, NOON) is None


@given(
    mails=st.integers(0, 30_000),
    rate=st.floats(0.5, 500),
    quota=st.one_of(st.none(), st.integers(100, 50_000)),
    used=st.integers(0, 1_000),
    warm_up=st.lists(st.integers(1, 3_000), max_size=5),
    day_count=st.integers(0, 500),
)
def test_it_is_what_a_carrier_that_obeys_does_second_by_second(
    mails: int, rate: float, quota: int | None, used: int, warm_up: list[int], day_count: int
) -> None:
    """Never earlier than the rate allows, later with more mails, and never more on a date than the warm-up says."""
    pace = SendingPace(
        rate=rate, daily_quota=quota, sent_24h=used, warm_up=tuple(warm_up), began_on=TODAY, day_count=day_count
    )
    ends, less = forecast(mails, pace, NOON), forecast(mails // 2, pace, NOON)
    assert ends is not None
    assert less is not None
    assert ends.ends_at >= less.ends_at
    assert ends.ends_at - NOON >= timedelta(seconds=mails / rate) - timedelta(milliseconds=50)
    days = (ends.ends_at.date() - TODAY).days
    if days < len(warm_up):
        assert mails <= max(0, warm_up[0] - day_count) + sum(warm_up[1 : days + 1])


@pytest.mark.parametrize(
    ("began_on", "today", "count", "allowed"),
    [
        (None, TODAY, 0, 500),
        (TODAY, TODAY, 120, 380),
        (TODAY, TODAY, 900, 0),
        (TODAY, TODAY + timedelta(days=1), 0, 1_000),
        (TODAY, TODAY + timedelta(days=2), 7, None),
        (TODAY, TODAY - timedelta(days=3), 0, 500),
    ],
)
def test_a_warm_up_counts_the_days_since_the_first_mail(
    began_on: date | None, today: date, count: int, allowed: int | None
) -> None:
    assert allowed_today((500, 1_000), began_on, today, count) == allowed


@pytest.mark.parametrize(
    ("mails", "share", "most", "size"),
    [(10_000, 0.0, 500, 0), (10_000, 0.02, 500, 200), (1_000_000, 0.02, 500, 500), (10, 0.02, 500, 1), (1, 0.5, 5, 0)],
)
def test_a_trial_is_a_share_of_the_mails_and_leaves_somebody_to_wait(
    mails: int, share: float, most: int, size: int
) -> None:
    assert trial_size(mails, share, most) == size


@given(st.integers(0, 100_000), st.floats(0, 0.5), st.integers(1, 1_000))
def test_a_trial_is_never_everybody(mails: int, share: float, most: int) -> None:
    assert 0 <= trial_size(mails, share, most) < max(1, mails)


def test_mails_of_others_and_a_late_start_are_hurdles() -> None:
    hurdles = Hurdles(ahead=100, starts_at=NOON + timedelta(hours=13), reasons=("a first", "a second"))
    pace = SendingPace(rate=10, warm_up=(500, 1_000), began_on=TODAY, day_count=500)
    expected = forecast(20, pace, NOON, hurdles)
    assert expected is not None
    assert (expected.mails, expected.ends_at) == (20, NOON + timedelta(hours=13, seconds=12))
    assert expected.line(NOON).endswith("for a first and a second")


@pytest.mark.parametrize(("rate", "words"), [(14.0, "14"), (13.3, "13.3"), (0.05, "0.05"), (1_234.56, "1,234.6")])
def test_a_rate_reads_the_same_everywhere(rate: float, words: str) -> None:
    assert spoken_rate(rate) == words


def test_a_single_reader_is_one() -> None:
    expected = forecast(1, SendingPace(rate=2), NOON)
    assert expected is not None
    assert expected.line(NOON).startswith("1 reader at 2 a second: ")
