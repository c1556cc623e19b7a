"""Rate with debt, the quota of the day, whom the account may write to: as boto3 hears of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from syndicate.testing.clock import ManualClock
from syndicate.testing.ses import SesStandIn, SimulatedFault
from tests.integration.ses_parts import Mailer, bulk, mailer, refusal_of


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 28, 9, tzinfo=UTC))


@pytest.fixture
def server(clock: ManualClock) -> Iterator[Mailer]:
    with SesStandIn(clock=clock) as ses:
        yield mailer(ses)


def _one(server: Mailer, address: str = "ann@example.com") -> str:
    """Send a mail by SendEmail; ``sent`` or the error's code."""
    try:
        server.mail.send_email(
            FromEmailAddress="news@example.com",
            Destination={"ToAddresses": [address]},
            Content={"Raw": {"Data": b"From: news@example.com\r\nSubject: News\r\n\r\nHello.\r\n"}},
        )
    except ClientError as error:
        return refusal_of(error)[0]
    return "sent"


def test_a_call_passes_while_any_allowance_is_left_and_leaves_a_debt(server: Mailer, clock: ManualClock) -> None:
    server.ses.account.max_rate = 10
    clock.advance(timedelta(seconds=1))  # the allowance is a second's at most
    assert _one(server) == "sent"
    assert server.statuses(entries=50) == ["SUCCESS"] * 50  # 9 left: 41 of debt
    clock.advance(timedelta(seconds=4.05))
    assert _one(server) == "TooManyRequestsException"
    clock.advance(timedelta(seconds=0.1))
    assert _one(server) == "sent"
    assert server.ses.account.throttled == 1


def test_how_fast_it_was_at_its_busiest_is_told(server: Mailer, clock: ManualClock) -> None:
    for size, pause in ((10, 0.5), (20, 0.5), (5, 2), (50, 0)):
        server.statuses(entries=size)
        clock.advance(timedelta(seconds=pause))
    assert [recipients for _, recipients in server.ses.account.admitted] == [10, 20, 5, 50]
    assert [server.ses.account.busiest(seconds) for seconds in (0.4, 1, 1.1, 10)] == [50, 50, 50, 85]
    server.ses.account.daily_quota = 0
    assert server.statuses(entries=1) == ["ACCOUNT_DAILY_QUOTA_EXCEEDED"]
    assert len(server.ses.account.admitted) == 4


@pytest.mark.parametrize("rates", [(14, 50, 5), (5, 50, 14)])
def test_a_new_rate_holds_from_the_next_moment_on(server: Mailer, clock: ManualClock, rates: tuple[int, ...]) -> None:
    for rate in rates:
        server.ses.account.max_rate = rate
        while _one(server) == "sent":
            pass
        passed = 0
        for _ in range(1000):
            clock.advance(timedelta(seconds=0.01))
            passed += _one(server) == "sent"
        assert passed == pytest.approx(10 * rate, abs=1)


def test_the_daily_quota_moves_with_the_clock(server: Mailer, clock: ManualClock) -> None:
    server.ses.account.daily_quota = 60
    assert server.statuses(entries=50) == ["SUCCESS"] * 50
    clock.advance(timedelta(hours=12))
    assert server.statuses(entries=11) == ["ACCOUNT_DAILY_QUOTA_EXCEEDED"] * 11
    assert server.statuses(entries=10) == ["SUCCESS"] * 10
    clock.advance(timedelta(hours=12))
    assert server.mail.get_account()["SendQuota"] == {
        "Max24HourSend": 60,
        "MaxSendRate": 100_000,
        "SentLast24Hours": 10,
    }
    assert server.statuses(entries=50) == ["SUCCESS"] * 50


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        (SimulatedFault.THROTTLE, "TooManyRequestsException"),
        (SimulatedFault.THROTTLE_AS_V1, "Throttling"),
        (SimulatedFault.THROTTLING_EXCEPTION, "ThrottlingException"),
    ],
)
def test_a_throttled_call_is_told_by_any_of_sess_spellings(server: Mailer, spelling: SimulatedFault, code: str) -> None:
    server.ses.account.max_rate, server.ses.account.spelling = 0, spelling
    assert _one(server) == code
    assert server.statuses(entries=2) == ["ACCOUNT_THROTTLED"] * 2
    server.ses.account.bulk_by_entry = False
    with pytest.raises(ClientError) as caught:
        server.statuses(entries=2)
    assert refusal_of(caught.value)[0] == code


def test_in_the_sandbox_only_who_is_verified_gets_mail(server: Mailer) -> None:
    server.ses.account.in_production = False
    server.ses.account.verified = {"example.com", "bob@example.net"}
    assert _one(server) == "sent"
    assert _one(server, "bob@example.net") == "sent"
    assert _one(server, "success@simulator.amazonses.com") == "sent"
    assert _one(server, "eve@example.net") == "MessageRejected"
    entries = bulk(2)["BulkEmailEntries"]
    entries[1]["Destination"]["ToAddresses"] = ["eve@example.net"]
    results = server.mail.send_bulk_email(**bulk(entries))["BulkEmailEntryResults"]
    assert [result["Status"] for result in results] == ["SUCCESS", "MESSAGE_REJECTED"]
    assert "eve@example.net" in results[1]["Error"]
    assert server.mail.get_account()["ProductionAccessEnabled"] is False


def test_a_sender_that_is_not_verified_is_named(server: Mailer) -> None:
    server.ses.account.verified = {"example.net"}
    with pytest.raises(ClientError) as caught:
        server.mail.send_email(
            FromEmailAddress="The News <news@example.com>",
            Destination={"ToAddresses": ["ann@example.net"]},
            Content={"Raw": {"Data": b"From: news@example.com\r\n\r\nHello.\r\n"}},
        )
    code, text = refusal_of(caught.value)
    assert (code, text.rpartition(": ")[2]) == ("MessageRejected", "news@example.com")


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"enforcement": "SHUTDOWN"}, "AccountSuspendedException", "ACCOUNT_SUSPENDED"),
        ({"sending_enabled": False}, "SendingPausedException", "ACCOUNT_SENDING_PAUSED"),
        ({"configuration_sets": frozenset()}, "NotFoundException", "CONFIGURATION_SET_NOT_FOUND"),
        ({"paused_sets": {"news"}}, "SendingPausedException", "CONFIGURATION_SET_SENDING_PAUSED"),
    ],
)
def test_an_account_or_a_set_that_does_not_send_says_so(
    server: Mailer, change: dict[str, Any], code: str, status: str
) -> None:
    server.ses.account.configuration_sets = {"news"}
    for name, value in change.items():
        setattr(server.ses.account, name, value)
    assert server.statuses(ConfigurationSetName="news") == [status] * 3
    server.ses.account.bulk_by_entry = False
    with pytest.raises(ClientError) as caught:
        server.statuses(ConfigurationSetName="news")
    assert refusal_of(caught.value)[0] == code
    assert server.ses.accepted == []


def test_the_suppression_list_is_kept_and_read_page_by_page(server: Mailer) -> None:
    for number in range(5):
        reason = "COMPLAINT" if number == 4 else "BOUNCE"
        server.mail.put_suppressed_destination(EmailAddress=f"R{number}@example.com", Reason=reason)
    server.mail.delete_suppressed_destination(EmailAddress="r0@example.com")
    first = server.mail.list_suppressed_destinations(PageSize=3)
    second = server.mail.list_suppressed_destinations(PageSize=3, NextToken=first["NextToken"])
    listed = [*first["SuppressedDestinationSummaries"], *second["SuppressedDestinationSummaries"]]
    assert [entry["EmailAddress"] for entry in listed] == [f"r{number}@example.com" for number in range(1, 5)]
    assert "NextToken" not in second
    [complaint] = server.mail.list_suppressed_destinations(Reasons=["COMPLAINT"])["SuppressedDestinationSummaries"]
    assert complaint["EmailAddress"] == "r4@example.com"
    found = server.mail.get_suppressed_destination(EmailAddress="r1@example.com")["SuppressedDestination"]
    assert found["Reason"] == "BOUNCE"
    with pytest.raises(ClientError) as caught:
        server.mail.get_suppressed_destination(EmailAddress="r0@example.com")
    assert refusal_of(caught.value)[0] == "NotFoundException"


def test_other_calls_than_sending_can_fail_too(server: Mailer) -> None:
    server.ses.spoil("GetAccount", [SimulatedFault.THROTTLE, None])
    with pytest.raises(ClientError) as caught:
        server.mail.get_account()
    assert refusal_of(caught.value)[0] == "TooManyRequestsException"
    assert server.mail.get_account()["SendingEnabled"] is True
    assert server.ses.requests == 0
