"""Bulk calls by real boto3 over real HTTP: what is asked of SES, and what becomes of each entry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.serialize import create_serializer
from botocore.validate import ParamValidator

from syndicate.delivery.carriers.one_by_one import NOT_TRIED
from syndicate.delivery.carriers.ses import SesCarrier
from syndicate.delivery.model import Accepted, Answer, Refused, Stop, TryLater, Uncertain
from syndicate.errors import UnavailableError
from tests.aws import isolate_aws
from tests.carriers import LINK, MAILING, a_mailing, a_recipient
from tests.ses_double import BULK, RAW, EntryFault, Scripted, SesDouble

THREE = [a_recipient("d1"), a_recipient("d2"), a_recipient("d3")]


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_aws(monkeypatch)


@pytest.fixture
def ses() -> Iterator[SesDouble]:
    with SesDouble() as double:
        yield double


def _carrier(ses: SesDouble, **given: Any) -> SesCarrier:
    return SesCarrier(endpoint_url=ses.url, read_timeout_seconds=1.0, **given)


def _kinds(answers: list[Answer]) -> list[type]:
    return [type(answer) for answer in answers]


def test_a_call_names_the_set_the_tenant_and_that_nothing_is_tracked(ses: SesDouble) -> None:
    for size in (1, 50):
        _carrier(ses, batch_size=size, configuration_set="news", tenant="quay").carry(MAILING, THREE[:1])
    for asked in ses.asked:
        assert asked.body["ConfigurationSetName"] == "news"
        assert asked.body["TenantName"] == "quay"
        tracking = asked.body["ConfigurationOverrides"]["Tracking"]
        assert tracking == {"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"}
        assert "EndpointId" not in asked.body
        assert asked.headers["User-Agent"].startswith("syndicate ")
    assert [asked.path for asked in ses.asked] == [RAW, BULK]


def test_a_bulk_call_is_what_botocore_itself_would_make_of_it(ses: SesDouble) -> None:
    # It is given the body ready made: a member that it does not know, or would write otherwise, would differ.
    _carrier(ses, configuration_set="news", tenant="quay").carry(a_mailing(reply_to="desk@example.com"), THREE)
    body = ses.asked[0].body
    assert ses.asked[0].headers["Content-Type"] == "application/json"
    client = boto3.client("sesv2", region_name="eu-west-1")
    operation = client.meta.service_model.operation_model("SendBulkEmail")
    assert operation.input_shape
    assert not ParamValidator().validate(body, operation.input_shape).has_errors()
    written = create_serializer("rest-json").serialize_to_request(body, operation)["body"]
    assert json.loads(written) == body


def test_each_entry_is_answered_for_itself(ses: SesDouble) -> None:
    ses.entry_faults |= {"d1": EntryFault("MESSAGE_REJECTED", "a virus"), "d3": EntryFault("FAILED", "?")}
    first, second, third = _carrier(ses).carry(MAILING, THREE)
    assert first == Refused(code="MESSAGE_REJECTED", reason="a virus")
    assert isinstance(second, Accepted)
    assert isinstance(third, Uncertain)
    assert list(ses.accepted) == ["d2"]


def test_who_cannot_be_carried_in_bulk_goes_raw_after_it(ses: SesDouble) -> None:
    recipients = [
        a_recipient("d1", unsubscribe_url=f"{LINK}?a=1&b=2"),
        a_recipient("d2"),
        a_recipient("d3", name="ü" * 150),
    ]
    answers = _carrier(ses).carry(MAILING, recipients)
    assert _kinds(answers) == [Accepted] * 3
    assert [asked.path for asked in ses.asked] == [BULK, RAW, RAW]
    assert "?a=1&b=2" in ses.arrived["d1"][0].text
    assert [answer.message_id.split("-")[1] for answer in answers if isinstance(answer, Accepted)] == ["d1", "d2", "d3"]


def test_a_mailing_that_cannot_be_carried_in_bulk_goes_raw(ses: SesDouble) -> None:
    mailing = a_mailing(html="x" * 1_000_000 + "\n{{unsubscribe_url}}")
    assert _kinds(_carrier(ses).carry(mailing, THREE)) == [Accepted] * 3
    assert [asked.path for asked in ses.asked] == [RAW] * 3


@pytest.mark.parametrize(
    ("scripted", "kinds"),
    [
        (Scripted(status=None), [Uncertain] * 3),
        (Scripted(status=500, code="InternalServiceErrorException"), [Uncertain] * 3),
        (Scripted(status=200, body={}), [Uncertain] * 3),
        (
            Scripted(status=429, code="TooManyRequestsException", message="Maximum sending rate exceeded."),
            [TryLater] * 3,
        ),
        (Scripted(status=429, code="ThrottlingException", message="Daily message quota exceeded."), [Stop] * 3),
        (Scripted(status=400, code="AccountSuspendedException"), [Stop] * 3),
        (
            Scripted(
                status=400,
                code="MessageRejected",
                message="Email address is not verified. The following identities failed the check in region X-1: "
                "d2@example.com",
            ),
            [TryLater, Refused, TryLater],
        ),
    ],
)
def test_an_answer_to_the_whole_call_is_sorted_for_each_and_the_call_is_made_once(
    ses: SesDouble, scripted: Scripted, kinds: list[type]
) -> None:
    ses.script = [scripted]
    assert _kinds(_carrier(ses).carry(MAILING, THREE)) == kinds
    assert len(ses.asked) == 1
    assert ses.accepted == {}


def test_a_call_that_is_refused_as_a_whole_was_taken_for_nobody_and_goes_one_by_one(ses: SesDouble) -> None:
    bad = Scripted(status=400, code="BadRequestException", message="Illegal address")
    ses.script = [bad, None, bad]
    answers = _carrier(ses).carry(MAILING, THREE)
    assert _kinds(answers) == [Accepted, Refused, Accepted]
    assert [asked.path for asked in ses.asked] == [BULK, RAW, RAW, RAW]
    assert {len(mails) for mails in ses.accepted.values()} == {1}


def test_after_trouble_in_bulk_nobody_is_tried_raw(ses: SesDouble) -> None:
    ses.script = [Scripted(status=None)]
    recipients = [a_recipient("d1"), a_recipient("d2", unsubscribe_url=f"{LINK}?a=1")]
    lost, waiting = _carrier(ses).carry(MAILING, recipients)
    assert isinstance(lost, Uncertain)
    assert waiting == NOT_TRIED
    assert len(ses.asked) == 1


def test_no_raw_call_is_begun_after_the_time_of_one(ses: SesDouble) -> None:
    moments = iter([0.0, 0.0, 12.0])
    carrier = _carrier(ses, monotonic=lambda: next(moments))
    unfit = a_mailing(html=MAILING.html + "x" * 1_000_000)
    assert _kinds(carrier.carry(unfit, THREE)) == [Accepted, Accepted, TryLater]
    assert carrier.longest_call_seconds == 2 * 11.0


def test_a_template_is_stored_above_the_size_that_is_set_and_named_by_its_content(ses: SesDouble) -> None:
    carrier = _carrier(ses, template_above=3)
    assert carrier.prepare(a_mailing(mails=3)) is None
    name = carrier.prepare(a_mailing(mails=4))
    assert name is not None
    assert _carrier(ses, template_above=3).prepare(a_mailing(mails=4)) == name
    assert list(ses.templates) == [name]
    assert _carrier(ses, template_above=3, batch_size=1).prepare(a_mailing(mails=4)) is None
    carrier.remove(name)
    carrier.remove(name)
    assert ses.templates == {}


def test_a_template_that_cannot_be_stored_goes_along_with_the_call(ses: SesDouble) -> None:
    ses.script = [Scripted(status=403, code="AccessDeniedException", message="not ses:CreateEmailTemplate")]
    carrier = _carrier(ses, template_above=0)
    assert carrier.prepare(MAILING) is None
    assert _kinds(carrier.carry(MAILING, THREE)) == [Accepted] * 3
    assert "TemplateContent" in ses.asked[-1].body["DefaultContent"]["Template"]


def test_when_the_stored_template_is_gone_the_next_try_takes_it_along(ses: SesDouble) -> None:
    carrier = _carrier(ses, template_above=0)
    assert carrier.prepare(MAILING)
    ses.templates.clear()
    answers = carrier.carry(MAILING, THREE)
    assert all(isinstance(answer, TryLater) and not answer.counts for answer in answers)
    assert _kinds(carrier.carry(MAILING, THREE)) == [Accepted] * 3
    assert {len(mails) for mails in ses.accepted.values()} == {1}


def test_what_the_account_allows_is_asked_and_a_refusal_to_tell_is_an_error(ses: SesDouble) -> None:
    ses.account = {"SendQuota": {"MaxSendRate": 14.0, "Max24HourSend": -1.0, "SentLast24Hours": 3.0}}
    allowance = _carrier(ses).allowance()
    assert (allowance.max_rate, allowance.daily_quota, allowance.sent_24h) == (14.0, None, 3.0)
    for scripted in (Scripted(status=403, code="AccessDeniedException"), Scripted(status=200, body={"x": 1})):
        ses.script = [scripted]
        with pytest.raises(UnavailableError):
            _carrier(ses).allowance()


def test_a_template_that_cannot_be_removed_now_is_an_error(ses: SesDouble) -> None:
    ses.script = [Scripted(status=429, code="TooManyRequestsException")]
    with pytest.raises(UnavailableError):
        _carrier(ses).remove("syndicate-1")
