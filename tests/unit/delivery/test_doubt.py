"""What is to be done about a mail in doubt, by what is known of it and of the mails around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.delivery.doubt.verdicts import (
    FEWEST_WITNESSES,
    SPAN,
    Doubt,
    Doubtful,
    DoubtPolicy,
    DoubtTerms,
    Evidence,
    doubts,
    judged,
    judged_early,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WAIT = timedelta(minutes=15)
OF_EDITION: dict[str, Any] = {"edition_id": "edition-1", "newsletter": "morning"}
DOUBT = Doubt(edition_key=1, **OF_EDITION, carrier="ses", keys=(1,), first_at=NOON, last_at=NOON, given_up_at=NOON)
PROOF = Evidence(witnesses=1_000, unheard=0, unannounced=0, is_later_heard=True)


def terms(policy: DoubtPolicy) -> DoubtTerms:
    return DoubtTerms(policy=policy, wait=WAIT, max_lateness=timedelta(hours=36))


@pytest.mark.parametrize(
    ("policy", "after", "is_resent"),
    [
        (DoubtPolicy.AT_MOST_ONCE, timedelta(hours=1), False),
        (DoubtPolicy.RECONCILE, timedelta(minutes=14), False),
        (DoubtPolicy.RECONCILE, timedelta(minutes=15), None),
        (DoubtPolicy.RECONCILE, timedelta(hours=37), False),
        (DoubtPolicy.AT_LEAST_ONCE, timedelta(minutes=14), False),
        (DoubtPolicy.AT_LEAST_ONCE, timedelta(minutes=15), True),
        (DoubtPolicy.AT_LEAST_ONCE, timedelta(hours=37), False),
    ],
)
def test_policy_wait_and_lateness_decide_first(policy: DoubtPolicy, after: timedelta, is_resent: object) -> None:
    verdict = judged_early(DOUBT, terms(policy), NOON + after)
    assert (verdict and verdict.is_resent) is is_resent


@pytest.mark.parametrize(
    "evidence",
    [
        replace(PROOF, unheard=1),
        replace(PROOF, unannounced=1),
        replace(PROOF, is_later_heard=False),
        replace(PROOF, witnesses=FEWEST_WITNESSES - 1),
        replace(PROOF, witnesses=0),
    ],
)
def test_whatever_is_lacking_of_the_proof_keeps_the_mail_back(evidence: Evidence) -> None:
    assert judged(PROOF).is_resent
    verdict = judged(evidence)
    assert not verdict.is_resent
    assert verdict.reason


rows = st.lists(
    st.builds(
        lambda key, edition, carrier, seconds: Doubtful(
            key=key,
            edition_key=edition,
            **OF_EDITION,
            carrier=carrier,
            claimed_at=NOON + timedelta(seconds=seconds),
            settled_at=NOON + timedelta(seconds=seconds + 30),
        ),
        st.integers(1, 10**6),
        st.integers(1, 3),
        st.sampled_from(["ses", None]),
        st.integers(0, 1_000),
    ),
    unique_by=lambda row: row.key,
)


@given(rows)
def test_each_doubt_is_of_one_edition_one_carrier_and_one_minute_and_nobody_is_left_out(found: list[Doubtful]) -> None:
    gathered = doubts(found)
    assert sorted(key for doubt in gathered for key in doubt.keys) == sorted(row.key for row in found)
    of = {row.key: row for row in found}
    for doubt in gathered:
        members = [of[key] for key in doubt.keys]
        assert {(row.edition_key, row.carrier) for row in members} == {(doubt.edition_key, doubt.carrier)}
        assert doubt.last_at - doubt.first_at <= SPAN
        assert doubt.given_up_at == max(row.settled_at for row in members)
