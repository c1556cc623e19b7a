"""What SES tells, in all of its forms, and nothing of it that names a person."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.delivery.events.model import EventKind, ProviderEvent, ReturnClass, fate_of
from syndicate.delivery.events.returns import class_of, status_in
from syndicate.delivery.events.ses import read_event
from syndicate.errors import BadDataError
from syndicate.storage.states import Fate

DELIVERY = "d" * 26
AT = "2026-11-22T12:00:01.500Z"
MAIL = {
    "timestamp": "2026-11-22T12:00:00.000Z",
    "messageId": "0102019-abc-000000",
    "source": "news@example.com",
    "destination": ["ann@example.com"],
    "tags": {"d": [DELIVERY], "edition": ["e"], "ses:source-ip": ["192.0.2.1"]},
}


def event(kind: str, form: str = "eventType", mail: dict[str, Any] | None = None, **parts: Any) -> ProviderEvent:
    read = read_event(json.dumps({form: kind, "mail": mail or MAIL, **parts}))
    assert read is not None
    return read


def bounced(kind: str = "Permanent", sub: str = "General", **recipient: str) -> ProviderEvent:
    told = {"emailAddress": "ann@example.com", **recipient}
    part = {"bounceType": kind, "bounceSubType": sub, "bouncedRecipients": [told], "timestamp": AT, "feedbackId": "f"}
    return event("Bounce", bounce=part)


@pytest.mark.parametrize(
    ("told", "kind", "fate"),
    [
        ("Send", EventKind.SENT, Fate.SENT),
        ("Delivery", EventKind.DELIVERED, Fate.DELIVERED),
        ("DeliveryDelay", EventKind.DELAYED, Fate.DELAYED),
        ("Reject", EventKind.REJECTED, Fate.UNSENT),
        ("Rendering Failure", EventKind.UNRENDERED, Fate.UNSENT),
        ("Open", EventKind.OPENED, Fate.SENT),
        ("Click", EventKind.CLICKED, Fate.SENT),
        ("Subscription", EventKind.UNSUBSCRIBED, Fate.SENT),
        ("Something new", EventKind.UNKNOWN, Fate.SENT),
        ("Complaint", EventKind.COMPLAINED, Fate.COMPLAINED),
    ],
)
def test_each_kind_is_known_by_its_name(told: str, kind: EventKind, fate: Fate) -> None:
    read = event(told)
    assert (read.kind, read.delivery_id, read.message_id) == (kind, DELIVERY, MAIL["messageId"])
    assert fate_of(read.kind, read.returned) is fate


def test_the_time_is_the_happenings_own_or_the_mails() -> None:
    assert event("Delivery", delivery={"timestamp": AT}).at == datetime(2026, 11, 22, 12, 0, 1, 500_000, UTC)
    assert event("Send", send={}).at == datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_identity_and_configuration_set_tell_one_event() -> None:
    untagged = {name: value for name, value in MAIL.items() if name != "tags"}
    part = {"bounceType": "Permanent", "bounceSubType": "NoEmail", "timestamp": AT}
    by_set = event("Bounce", bounce=part)
    by_identity = event("Bounce", "notificationType", untagged, bounce=part | {"feedbackId": "another"})
    assert by_set.id == by_identity.id
    assert by_identity.delivery_id is None


def test_our_own_header_names_the_delivery_where_there_are_no_tags() -> None:
    headers = [{"name": "Subject", "value": "x"}, {"name": "X-Syndicate-Delivery", "value": DELIVERY}]
    untagged = {name: value for name, value in MAIL.items() if name != "tags"} | {"headers": headers}
    assert event("Delivery", "notificationType", untagged).delivery_id == DELIVERY


@pytest.mark.parametrize("inner", ["text", "object"])
def test_the_envelope_of_sns_is_opened(inner: str) -> None:
    told = {"eventType": "Send", "mail": MAIL}
    message = json.dumps(told) if inner == "text" else told
    read = read_event(json.dumps({"Type": "Notification", "Message": message, "TopicArn": "x"}))
    assert read is not None
    assert read.delivery_id == DELIVERY


def test_a_greeting_is_no_event() -> None:
    greeting = "Successfully validated SNS topic for Amazon SES event publishing."
    assert read_event(greeting) is None
    assert read_event(json.dumps({"Type": "Notification", "Message": greeting})) is None


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no",
        "[]",
        "1",
        "{}",
        '{"eventType":"Send"}',
        '{"eventType":"Send","mail":{}}',
        "[" * 200_000,
        json.dumps({"eventType": "Send", "mail": {"messageId": "x"}}),
        json.dumps({"eventType": "Send", "mail": MAIL | {"messageId": "a b", "tags": {"d": ["A@b"]}}}),
    ],
)
def test_what_is_no_event_is_refused(body: str) -> None:
    with pytest.raises(BadDataError, match="no event of SES"):
        read_event(body)


@pytest.mark.parametrize(
    ("kind", "sub", "status", "words", "expected"),
    [
        ("Permanent", "NoEmail", "5.1.1", "550 5.1.1 user unknown", ReturnClass.GONE),
        ("Permanent", "General", "", "", ReturnClass.GONE),
        ("Permanent", "General", "5.4.4", "domain not found", ReturnClass.GONE),
        ("Permanent", "General", "5.2.1", "mailbox disabled", ReturnClass.GONE),
        ("Permanent", "OnAccountSuppressionList", "5.1.1", "", ReturnClass.LISTED),
        ("Permanent", "Suppressed", "", "", ReturnClass.LISTED),
        ("Transient", "MailboxFull", "5.2.2", "over quota", ReturnClass.FULL),
        ("Permanent", "General", "5.2.2", "over quota", ReturnClass.FULL),
        ("Transient", "General", "4.4.1", "time-out", ReturnClass.PASSING),
        ("Transient", "MessageTooLarge", "5.3.4", "", ReturnClass.CONTENT),
        ("Transient", "ContentRejected", "", "", ReturnClass.CONTENT),
        ("Permanent", "General", "5.6.1", "", ReturnClass.CONTENT),
        ("Permanent", "General", "5.7.515", "550 5.7.515 Access denied", ReturnClass.OURS),
        ("Permanent", "General", "5.7.26", "unauthenticated mail", ReturnClass.OURS),
        ("Permanent", "General", "5.7.1", "550 5.7.1 rejected by DMARC policy", ReturnClass.OURS),
        ("Permanent", "General", "5.7.1", "550 5.7.1 sender address rejected", ReturnClass.OURS),
        ("Permanent", "General", "5.7.606", "Access denied, banned sending IP", ReturnClass.OURS),
        ("Permanent", "General", "5.0.0", "554 SPF check failed", ReturnClass.OURS),
        ("Permanent", "General", "5.7.1", "members of this list only", ReturnClass.OTHER),
        ("Permanent", "NoEmail", "5.1.1", "550 5.1.1 <spf@policy.example> unknown", ReturnClass.GONE),
        ("Permanent", "General", "5.1.0", "mailbox dkim@example.com gone", ReturnClass.GONE),
        ("Undetermined", "Undetermined", "", "", ReturnClass.OTHER),
        ("", "", "", "", ReturnClass.OTHER),
        ("", "", "5.1.1", "", ReturnClass.GONE),
    ],
)
def test_a_return_is_sorted_by_what_it_says_of_the_address(
    kind: str, sub: str, status: str, words: str, expected: ReturnClass
) -> None:
    assert class_of(kind, sub, status, words) is expected


def test_the_other_servers_words_tell_more_than_the_plain_status() -> None:
    read = bounced(status="5.7.1", diagnosticCode="smtp; 550 5.7.515 Access denied, sending domain example.com")
    assert (read.returned, read.detail["status"]) == (ReturnClass.OURS, "5.7.515")


@pytest.mark.parametrize(
    ("text", "status"),
    [("550 5.1.1 no", "5.1.1"), ("from 5.7.1.2 blocked", ""), ("450-4.2.2", "4.2.2"), ("15.1.1", ""), ("x", "")],
)
def test_a_status_is_no_part_of_an_address(text: str, status: str) -> None:
    assert status_in(text) == status


def test_not_spam_is_no_complaint_and_who_complained_before_was_left_out() -> None:
    assert event("Complaint", complaint={"complaintFeedbackType": "not-spam"}).kind is EventKind.UNKNOWN
    listed = event("Complaint", complaint={"complaintSubType": "OnAccountSuppressionList"})
    assert fate_of(listed.kind, listed.returned) is Fate.SUPPRESSED


@given(
    st.sampled_from(["Bounce", "Complaint", "Open", "Rendering Failure", "DeliveryDelay", "ann@example.com"]),
    st.dictionaries(
        st.sampled_from(["bounceType", "bounceSubType", "complaintFeedbackType", "templateName", "delayType"]),
        st.sampled_from(["ann@example.com", "<ann@example.com>", "General", 7, None, ["ann@example.com"]]),
    ),
    st.one_of(st.none(), st.lists(st.one_of(st.none(), st.just({"diagnosticCode": "550 ann@example.com"})))),
)
def test_no_address_is_ever_kept(kind: str, part: dict[str, Any], recipients: Any) -> None:
    part = part | {"bouncedRecipients": recipients}
    read = event(kind, bounce=part, complaint=part, open=part, failure=part, deliveryDelay=part)
    assert "ann" not in repr((read.id, read.detail))
