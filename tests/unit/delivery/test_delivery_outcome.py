from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.delivery.model import Accepted, Answer, DeliveryState, Refused, Stop, TryLater, Uncertain
from syndicate.delivery.outcome import LONGEST_WAIT, LONGEST_WORDS, SHORTEST_WAIT, back_off, decide, in_words, settle

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

texts = st.text(max_size=20)
answers: st.SearchStrategy[Answer] = st.one_of(
    st.builds(Accepted, message_id=st.text(min_size=1, max_size=20)),
    st.builds(Refused, code=texts, reason=texts),
    st.builds(TryLater, reason=texts, wait_seconds=st.none() | st.floats(0, 3600), counts=st.booleans()),
    st.builds(Stop, reason=texts, hint=texts),
    st.builds(Uncertain, reason=texts),
)


def test_an_accepted_mail_is_submitted_under_the_carriers_name_for_it() -> None:
    found = decide(Accepted(message_id="0102-abc"), attempts=1, now=NOON, max_attempts=5)
    assert (found.state, found.message_id) == (DeliveryState.SUBMITTED, "0102-abc")


@given(answers)
def test_whatever_is_said_is_kept_in_one_line_that_can_be_written_anywhere(answer: Answer) -> None:
    said = in_words(answer)
    assert type(said) is type(answer)
    for name in ("message_id", "code", "reason", "hint"):
        words = getattr(said, name, "")
        assert words.encode().decode() == words
        assert not set(words) & {"\0", "\r", "\n", "\x1b"}
        assert len(words) <= LONGEST_WORDS


def test_words_without_end_are_cut_and_plain_ones_are_kept() -> None:
    assert in_words(Accepted(message_id="0102-abc")) == Accepted(message_id="0102-abc")
    assert in_words(Uncertain(reason="\ud800\0gone")) == Uncertain(reason="gone")
    long = in_words(Refused(code="X", reason="m" * 10_000_000))
    assert isinstance(long, Refused)
    assert len(long.reason) == LONGEST_WORDS


def test_a_refusal_keeps_its_code_and_its_reason() -> None:
    found = decide(Refused(code="MessageRejected", reason="a virus"), attempts=1, now=NOON, max_attempts=5)
    assert (found.state, found.reason) == (DeliveryState.REFUSED, "MessageRejected: a virus")


def test_a_try_that_counts_waits_longer_each_time_and_is_given_up_in_the_end() -> None:
    waits = []
    for attempts in range(1, 5):
        found = decide(TryLater(reason="busy"), attempts=attempts, now=NOON, max_attempts=5)
        assert found.state is DeliveryState.PENDING
        assert found.not_before is not None
        waits.append((found.not_before - NOON).total_seconds())
    last = decide(TryLater(reason="busy"), attempts=5, now=NOON, max_attempts=5)
    assert waits == [1, 2, 4, 8]
    assert last.state is DeliveryState.REFUSED
    assert last.reason == "gave-up: 5 tries, the last one: busy"


def test_the_wait_that_a_carrier_asks_for_is_kept() -> None:
    found = decide(TryLater(reason="busy", wait_seconds=7), attempts=1, now=NOON, max_attempts=5)
    assert found.not_before == NOON + timedelta(seconds=7)


def test_a_throttled_delivery_is_never_given_up() -> None:
    throttled = TryLater(reason="slow down", wait_seconds=1, counts=False)
    found = decide(throttled, attempts=5, now=NOON, max_attempts=5)
    assert (found.state, found.attempts) == (DeliveryState.PENDING, 4)


def test_a_stop_gives_the_try_back() -> None:
    found = decide(Stop(reason="the account is paused"), attempts=3, now=NOON, max_attempts=5)
    assert (found.state, found.attempts, found.not_before) == (DeliveryState.PENDING, 2, None)


def test_an_interrupted_claim_that_the_carrier_cannot_look_up_is_uncertain() -> None:
    found = settle(None, attempts=1, now=NOON, max_attempts=5)
    assert found.state is DeliveryState.UNCERTAIN
    assert found.reason


def test_an_interrupted_claim_that_the_carrier_knows_is_sorted_like_an_answer() -> None:
    assert settle(Accepted(message_id="x"), attempts=1, now=NOON, max_attempts=5).state is DeliveryState.SUBMITTED


@pytest.mark.parametrize(("failures", "seconds"), [(0, 1), (1, 1), (2, 2), (6, 32), (7, 60), (10_000, 60)])
def test_the_back_off_doubles_from_one_second_to_a_minute(failures: int, seconds: float) -> None:
    assert back_off(failures) == seconds


@given(answer=answers, attempts=st.integers(1, 50), max_attempts=st.integers(1, 20))
def test_only_a_mail_that_is_certainly_not_accepted_goes_back_to_pending(
    answer: Answer, attempts: int, max_attempts: int
) -> None:
    found = decide(answer, attempts=attempts, now=NOON, max_attempts=max_attempts)
    if found.state is DeliveryState.PENDING:
        assert isinstance(answer, TryLater | Stop)
    if isinstance(answer, Accepted | Uncertain | Refused):
        assert (
            found.state
            is {
                Accepted: DeliveryState.SUBMITTED,
                Uncertain: DeliveryState.UNCERTAIN,
                Refused: DeliveryState.REFUSED,
            }[type(answer)]
        )
    assert found.state not in {DeliveryState.CLAIMED, DeliveryState.EXCLUDED}


@given(answer=answers, attempts=st.integers(1, 50), max_attempts=st.integers(1, 20))
def test_every_outcome_can_be_stored_and_explained(answer: Answer, attempts: int, max_attempts: int) -> None:
    found = decide(answer, attempts=attempts, now=NOON, max_attempts=max_attempts)
    assert 0 <= found.attempts <= attempts
    assert (found.message_id is not None) == (found.state is DeliveryState.SUBMITTED)
    assert (found.reason is None) == (found.state is DeliveryState.SUBMITTED)
    assert found.not_before is None or found.not_before >= NOON


def test_no_carriers_wish_makes_a_delivery_wait_for_longer_than_a_minute() -> None:
    found = decide(TryLater(reason="busy", wait_seconds=9_000.0), attempts=1, now=NOON, max_attempts=5)
    assert found.not_before == NOON + timedelta(seconds=LONGEST_WAIT)


@given(max_attempts=st.integers(1, 30))
def test_a_delivery_that_always_fails_for_its_own_sake_ends_after_just_so_many_tries(max_attempts: int) -> None:
    now, attempts, state = NOON, 0, DeliveryState.PENDING
    while state is DeliveryState.PENDING:
        attempts += 1
        found = decide(TryLater(reason="busy"), attempts=attempts, now=now, max_attempts=max_attempts)
        if found.not_before:
            assert SHORTEST_WAIT <= (found.not_before - now).total_seconds() <= LONGEST_WAIT
            now = found.not_before
        attempts, state = found.attempts, found.state
    assert (attempts, state) == (max_attempts, DeliveryState.REFUSED)
