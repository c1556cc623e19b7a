from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from syndicate.links.tokens import Purpose, Tokens

OLD, NEW = "o" * 32, "n" * 32
DAY = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_token_for_one_purpose_is_none_for_another(purpose: Purpose) -> None:
    lasting, fresh = Tokens(purpose, [NEW]).sign("s1"), Tokens(purpose, [NEW]).sign("s1", DAY)
    for other in Purpose:
        tokens = Tokens(other, [NEW])
        assert (tokens.read(lasting) == "s1") is (other is purpose)
        assert (tokens.read_fresh(fresh, EVENING, WEEK) == "s1") is (other is purpose)


def test_a_token_that_may_expire_is_none_that_never_does_and_the_other_way_round() -> None:
    tokens = Tokens(Purpose.PREFERENCES, [NEW])
    assert tokens.read(tokens.sign("s1", DAY)) is None
    assert tokens.read_fresh(tokens.sign("s1"), EVENING, WEEK) is None


def test_a_token_is_good_for_its_days_and_not_for_one_more() -> None:
    tokens = Tokens(Purpose.CONFIRM, [NEW])
    token = tokens.sign("j1", DAY)
    assert tokens.read_fresh(token, EVENING + WEEK, WEEK) == "j1"
    assert tokens.read_fresh(token, EVENING + WEEK + timedelta(minutes=1), WEEK) is None


def test_a_token_for_a_holder_is_nobody_else_s_by_every_key_of_the_ring() -> None:
    token = Tokens(Purpose.PREFERENCES, [OLD]).sign_for("ada@reader.example", "s1", DAY)
    tokens = Tokens(Purpose.PREFERENCES, [OLD, NEW])
    held = tokens.read_held(token, EVENING + WEEK, WEEK)
    assert held is not None
    assert held.about == "s1"
    assert [held.is_of(who) for who in ("ada@reader.example", "ada@new.example", "")] == [True, False, False]
    assert tokens.read_held(token, EVENING + WEEK + timedelta(minutes=1), WEEK) is None
    assert tokens.read_fresh(token, EVENING, WEEK) is None
    assert tokens.read_held(tokens.sign("s1", DAY), EVENING, WEEK) is None


def test_who_has_a_clock_behind_still_takes_a_token_of_today() -> None:
    tokens = Tokens(Purpose.CONFIRM, [NEW])
    assert tokens.read_fresh(tokens.sign("j1", DAY), EVENING - timedelta(days=2), WEEK) == "j1"


def test_a_key_can_be_changed_without_breaking_links() -> None:
    token = Tokens(Purpose.UNSUBSCRIBE, [OLD]).sign("s1")
    assert Tokens(Purpose.UNSUBSCRIBE, [OLD, NEW]).read(token) == "s1"
    assert Tokens(Purpose.UNSUBSCRIBE, [NEW]).read(token) is None
    assert Tokens(Purpose.UNSUBSCRIBE, [NEW]).read(Tokens(Purpose.UNSUBSCRIBE, [OLD, NEW]).sign("s1")) == "s1"


@given(st.text(max_size=80))
def test_no_other_string_is_a_token(token: str) -> None:
    tokens = Tokens(Purpose.PREFERENCES, [NEW])
    assert tokens.read(token) is None
    assert tokens.read_fresh(token, EVENING, WEEK) is None


@given(st.text(max_size=40), st.dates())
def test_the_same_is_signed_alike_whenever_it_is_done(about: str, since: date) -> None:
    first, second = (Tokens(Purpose.PREFERENCES, [OLD, NEW]).sign(about, since) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "said", ["s1", ["s1"], ["s1", "2026"], [3, 739_948], ["s1", 739_948, 1], {"s1": 739_948}, None]
)
def test_a_signed_word_that_says_something_else_is_read_as_nothing(said: object) -> None:
    token = str(URLSafeSerializer([NEW], salt=Purpose.PREFERENCES).dumps(said))
    assert Tokens(Purpose.PREFERENCES, [NEW]).read_fresh(token, EVENING, WEEK) is None
