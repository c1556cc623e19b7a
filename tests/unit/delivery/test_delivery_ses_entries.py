from __future__ import annotations

import gzip
import json
from math import inf, nan
from pathlib import Path
from typing import Any

import botocore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.delivery.carriers.ses.account import allowance_of
from syndicate.delivery.carriers.ses.answers import TEMPLATE_GONE, Break, Fault, Parties
from syndicate.delivery.carriers.ses.entries import sort_bulk, sort_entry
from syndicate.delivery.model import Accepted, Allowance, Refused, Stop, TryLater, Uncertain

ANN = Parties(sender="news@example.com", recipient="ann@example.org", others=frozenset({"ann@example.org"}))
STATUSES = {
    "SUCCESS": Accepted,
    "MESSAGE_REJECTED": Refused,
    "MAIL_FROM_DOMAIN_NOT_VERIFIED": Stop,
    "CONFIGURATION_SET_NOT_FOUND": Stop,
    "TEMPLATE_NOT_FOUND": TryLater,
    "ACCOUNT_SUSPENDED": Stop,
    "ACCOUNT_THROTTLED": TryLater,
    "ACCOUNT_DAILY_QUOTA_EXCEEDED": Stop,
    "INVALID_SENDING_POOL_NAME": Stop,
    "ACCOUNT_SENDING_PAUSED": Stop,
    "CONFIGURATION_SET_SENDING_PAUSED": Stop,
    "INVALID_PARAMETER": Refused,
    "TRANSIENT_FAILURE": TryLater,
    "FAILED": Uncertain,
}


def test_the_table_has_every_status_of_amazons_model() -> None:
    [file] = (Path(botocore.__file__).parent / "data/sesv2").glob("*/service-2.json.gz")
    model = json.loads(gzip.decompress(file.read_bytes()))
    assert set(STATUSES) == set(model["shapes"]["BulkEmailStatus"]["enum"])


@pytest.mark.parametrize("status", STATUSES)
def test_an_entry_is_sorted_by_its_status(status: str) -> None:
    answer = sort_entry({"Status": status, "MessageId": "0102", "Error": "why"}, ANN)
    assert isinstance(answer, STATUSES[status]), answer
    if isinstance(answer, Stop):
        assert answer.hint


def test_trouble_of_the_accounts_or_the_templates_counts_against_nobody() -> None:
    assert sort_entry({"Status": "TEMPLATE_NOT_FOUND"}, ANN) == TEMPLATE_GONE
    for status, counts in {"ACCOUNT_THROTTLED": False, "TEMPLATE_NOT_FOUND": False, "TRANSIENT_FAILURE": True}.items():
        answer = sort_entry({"Status": status}, ANN)
        assert isinstance(answer, TryLater)
        assert answer.counts is counts


def test_the_days_quota_is_waited_for() -> None:
    answer = sort_entry({"Status": "ACCOUNT_DAILY_QUOTA_EXCEEDED", "Error": "no"}, ANN)
    assert isinstance(answer, Stop)
    assert answer.wait_seconds == 3600


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"Status": "SUCCESS"},
        {"Status": "SUCCESS", "MessageId": ""},
        {"Status": "SUCCESS", "MessageId": 7},
        {"Status": None},
        None,
        "SUCCESS",
    ],
)
def test_a_success_without_an_id_proves_nothing(result: Any) -> None:
    assert isinstance(sort_entry(result, ANN), Uncertain)


@given(st.text(max_size=20).filter(lambda status: status not in STATUSES))
def test_a_status_that_nobody_knows_may_stand_for_an_accepted_mail(status: str) -> None:
    assert isinstance(sort_entry({"Status": status, "MessageId": "0102"}, ANN), Uncertain)


def test_an_unverified_recipient_is_refused_alone_and_an_unverified_sender_stops_all() -> None:
    text = "Email address is not verified. The following identities failed the check in region EU-WEST-1: "
    assert isinstance(sort_entry({"Status": "MESSAGE_REJECTED", "Error": f"{text}ann@example.org"}, ANN), Refused)
    assert isinstance(sort_entry({"Status": "MESSAGE_REJECTED", "Error": f"{text}news@example.com"}, ANN), Stop)


@pytest.mark.parametrize(
    "response",
    [
        {},
        {"BulkEmailEntryResults": None},
        {"BulkEmailEntryResults": [{"Status": "SUCCESS", "MessageId": "1"}]},
        {"BulkEmailEntryResults": [{"Status": "SUCCESS", "MessageId": "1"}] * 3},
    ],
)
def test_an_answer_with_another_number_of_results_leaves_all_in_doubt(response: dict[str, Any]) -> None:
    answers = sort_bulk(response, [ANN, ANN])
    assert len(answers) == 2
    assert all(isinstance(answer, Uncertain) for answer in answers)


def test_an_error_of_the_call_is_everybodys() -> None:
    fault = Fault(status=500, code="InternalServiceErrorException", message="", operation="SendBulkEmail")
    assert [type(answer) for answer in sort_bulk(fault, [ANN, ANN])] == [Uncertain, Uncertain]
    broken = Break(kinds=frozenset({"EndpointConnectionError"}), message="no")
    assert [type(answer) for answer in sort_bulk(broken, [ANN])] == [TryLater]


QUOTA = {"MaxSendRate": 14.0, "Max24HourSend": 50_000.0, "SentLast24Hours": 7.0}


def test_what_the_account_allows_is_read() -> None:
    allowance = allowance_of({"SendQuota": QUOTA, "SendingEnabled": True, "EnforcementStatus": "PROBATION"})
    assert allowance == Allowance(max_rate=14.0, daily_quota=50_000.0, sent_24h=7.0)


def test_a_quota_of_minus_one_is_none() -> None:
    allowance = allowance_of({"SendQuota": QUOTA | {"Max24HourSend": -1.0}})
    assert allowance is not None
    assert allowance.daily_quota is None


@pytest.mark.parametrize("account", [{"SendingEnabled": False}, {"EnforcementStatus": "SHUTDOWN"}])
def test_an_account_that_may_not_send_says_why_and_what_to_do(account: dict[str, Any]) -> None:
    allowance = allowance_of({"SendQuota": QUOTA, **account})
    assert allowance is not None
    assert allowance.stop is not None
    assert allowance.stop.reason
    assert allowance.stop.hint


@pytest.mark.parametrize("rate", [0, 0.0, -1.0, nan, inf, "fast", [14.0], None])
@pytest.mark.parametrize("name", ["MaxSendRate", "Max24HourSend"])
def test_a_quota_that_cannot_be_one_says_nothing(name: str, rate: object) -> None:
    allowance = allowance_of({"SendQuota": QUOTA | {name: rate}})
    is_used_up = name == "Max24HourSend" and rate == 0
    is_endless = name == "Max24HourSend" and rate == -1
    assert (allowance is None) is not (is_used_up or is_endless)


@pytest.mark.parametrize("account", [{}, {"SendQuota": {}}, {"SendQuota": [1]}, {"SendQuota": {"MaxSendRate": 1.0}}])
def test_an_answer_without_a_quota_says_nothing(account: dict[str, Any]) -> None:
    assert allowance_of(account) is None
