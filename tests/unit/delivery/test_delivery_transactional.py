"""Whether a mail to one person still leaves, and how it goes ahead of editions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.delivery.model import Stop
from syndicate.delivery.pace import rates
from syndicate.delivery.pace.state import CarrierState
from syndicate.delivery.transactional.model import (
    ANSWERED,
    BARRED,
    ENDED,
    FORGOTTEN,
    LATE,
    TOO_LATE,
    MailStanding,
    OpenMail,
    kept_back,
    overtaking_wait,
    why_not,
)
from syndicate.storage.states import JoinOutcome, SubscriptionState, TransactionalKind

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RATES = st.floats(0.05, 10_000)
ASKED, CONFIRMED = JoinOutcome.ASKED, SubscriptionState.CONFIRMED


def a_mail(kind: TransactionalKind) -> OpenMail:
    return OpenMail(
        key=1,
        id="m1",
        kind=kind,
        newsletter="morning",
        join_id="j1",
        subscription_id="s1",
        address="zoe@example.org",
        name=None,
        language=None,
        attempts=0,
        carrier=None,
        claimed_by=None,
        lease_until=None,
        created_at=NOON,
    )


@pytest.mark.parametrize(
    ("kind", "standing", "reason"),
    [
        (TransactionalKind.CONFIRM, MailStanding(outcome=ASKED), None),
        (TransactionalKind.CONFIRM, MailStanding(outcome=JoinOutcome.CONFIRMED), ANSWERED),
        (TransactionalKind.CONFIRM, MailStanding(), ANSWERED),
        (TransactionalKind.MOVE, MailStanding(outcome=ASKED, is_barred=True), BARRED),
        (TransactionalKind.KNOWN, MailStanding(subscription=SubscriptionState.PAUSED), None),
        (TransactionalKind.KNOWN, MailStanding(subscription=SubscriptionState.ENDED), ENDED),
        (TransactionalKind.WELCOME, MailStanding(subscription=CONFIRMED), None),
        (TransactionalKind.WELCOME, MailStanding(subscription=SubscriptionState.PAUSED), ENDED),
        (TransactionalKind.WELCOME, MailStanding(), ENDED),
        (TransactionalKind.MOVED, MailStanding(), None),
    ],
)
def test_a_mail_leaves_as_long_as_there_is_what_it_is_about(
    kind: TransactionalKind, standing: MailStanding, reason: str | None
) -> None:
    assert why_not(a_mail(kind), standing, NOON) == reason


def test_a_mail_that_came_too_late_or_whose_person_was_forgotten_does_not_leave() -> None:
    mail = a_mail(TransactionalKind.MOVED)
    assert why_not(mail, MailStanding(), NOON + TOO_LATE) is None
    assert why_not(mail, MailStanding(), NOON + TOO_LATE + timedelta(seconds=1)) == LATE
    assert why_not(replace(mail, address=None), MailStanding(), NOON) == FORGOTTEN


@given(RATES, st.integers(1, 50))
def test_it_goes_ahead_of_what_an_edition_has_booked(rate: float, batch: int) -> None:
    size = rates.call_size(rate, 0.1, batch)
    booked = CarrierState(name="ses").took(size, NOON, 1_000.0, rate)

    assert overtaking_wait(booked, 1_000.0, rate) == 0.0


@given(RATES, st.integers(1, 500))
def test_the_account_allows_no_more_for_it_than_a_seconds_worth(rate: float, mails: int) -> None:
    """Mails that all come at once: what leaves of them by a time is within the rate, but for what may be early."""
    state, at, left = CarrierState(name="ses", next_free=1_000.0), 1_000.0, 0
    for _ in range(mails):
        at += overtaking_wait(state, at, rate)
        state, left = state.took(1, NOON, at, rate), left + 1
        early = max(1.0, 1.0 / rate) + 0.05 + rates.LEEWAY
        assert left <= (at - 1_000.0 + early) * rate + 1.001


def test_it_waits_for_a_rest_after_trouble_a_pause_and_the_quota() -> None:
    resting = CarrierState(name="ses", next_free=1_030.0)
    assert overtaking_wait(resting, 1_000.0, 14.0) == pytest.approx(30 - 1.05)

    stop = Stop(reason="paused by a person")
    assert kept_back(CarrierState(name="ses").left_alone(stop, NOON), NOON) is not None
    assert kept_back(CarrierState(name="ses", daily_quota=200, sent_24h=200), NOON) is not None
    assert kept_back(CarrierState(name="ses"), NOON) is None
