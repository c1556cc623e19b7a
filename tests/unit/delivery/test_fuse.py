"""The fuse burns at what is proven, not at an accident."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.delivery.events.fuse import FuseLevel, FuseLimits, MailSums, lower_bound, reading

LIMITS = FuseLimits()


@pytest.mark.parametrize(
    ("sums", "level"),
    [
        (MailSums(submitted=10, bounced=1), FuseLevel.GOOD),
        (MailSums(submitted=10, complained=1), FuseLevel.GOOD),
        (MailSums(submitted=2, bounced=2), FuseLevel.GOOD),
        (MailSums(submitted=20, bounced=10), FuseLevel.HOLD),
        (MailSums(submitted=100, bounced=5), FuseLevel.GOOD),
        (MailSums(submitted=1_000, bounced=45), FuseLevel.WARN),
        (MailSums(submitted=1_000, bounced=60), FuseLevel.HOLD),
        (MailSums(submitted=100_000, bounced=4_300), FuseLevel.HOLD),
        (MailSums(submitted=100_000, bounced=2_900), FuseLevel.GOOD),
        (MailSums(submitted=1_000, complained=1), FuseLevel.GOOD),
        (MailSums(submitted=10_000, complained=11), FuseLevel.WARN),
        (MailSums(submitted=10_000, complained=20), FuseLevel.HOLD),
        (MailSums(submitted=0, bounced=0), FuseLevel.GOOD),
        (MailSums(submitted=0, bounced=5), FuseLevel.GOOD),
    ],
)
def test_the_fuse_goes_by_what_the_sums_prove(sums: MailSums, level: FuseLevel) -> None:
    assert reading(sums, LIMITS).level is level


def test_it_is_below_the_lines_of_amazon_for_every_large_list() -> None:
    for total in (20_000, 1_000_000):
        assert reading(MailSums(submitted=total, bounced=total * 5 // 100), LIMITS).level is FuseLevel.HOLD
        assert reading(MailSums(submitted=total, complained=total // 500), LIMITS).level is FuseLevel.HOLD


def test_the_reason_names_the_figures() -> None:
    reason = reading(MailSums(submitted=1_000, bounced=60), LIMITS).reason
    assert reason.startswith("60 of 1000 mails came back for good (6.00%")


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_the_bound_lies_below_the_share(count: int, total: int) -> None:
    assert 0.0 <= lower_bound(min(count, total), total) <= min(count, total) / total + 1e-12


@given(st.integers(1, 1_000), st.integers(2, 50))
def test_the_same_share_of_more_proves_more(count: int, times: int) -> None:
    assert lower_bound(count, count * 20) <= lower_bound(count * times, count * 20 * times) + 1e-12
