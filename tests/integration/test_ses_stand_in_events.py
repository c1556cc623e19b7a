"""What SES tells afterwards, as boto3's ``sqs`` client hears it: both forms, and all that befalls it on the way."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from syndicate.testing.clock import ManualClock
from syndicate.testing.ses import EventForm, EventStream, EventTrouble, MailboxFate, SesStandIn
from syndicate.testing.sns import SnsSigner, text_to_sign
from tests.integration.ses_parts import Mailer, entry, mailer, refusal_of


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 28, 9, tzinfo=UTC))


@pytest.fixture
def server(clock: ManualClock) -> Iterator[Mailer]:
    with SesStandIn(clock=clock) as ses:
        yield mailer(ses)


def _kinds(server: Mailer) -> list[str]:
    return [event["eventType"] for event in server.events()]


def _send_to(server: Mailer, *addresses: str) -> None:
    entries = [entry(number, Destination={"ToAddresses": [address]}) for number, address in enumerate(addresses)]
    assert set(server.statuses(entries=entries)) == {"SUCCESS"}


def test_an_accepted_mail_is_told_with_its_tags(server: Mailer) -> None:
    server.statuses(entries=1, ConfigurationSetName="news")
    send, delivery = server.events()
    assert (send["eventType"], delivery["eventType"]) == ("Send", "Delivery")
    assert delivery["delivery"]["recipients"] == ["r0@example.com"]
    mail = send["mail"]
    assert mail["messageId"] == server.ses.accepted[0].message_id
    assert mail["destination"] == ["r0@example.com"]
    assert mail["source"] == "news@example.com"
    assert (mail["tags"]["d"], mail["tags"]["edition"]) == (["d0"], ["e1"])
    assert mail["tags"]["ses:configuration-set"] == ["news"]
    assert {"name": "List-Unsubscribe", "value": "<https://example.com/u/0>"} in mail["headers"]
    assert mail["commonHeaders"]["subject"] == "News"
    assert mail["timestamp"] == "2026-11-28T09:00:00.000Z"


@pytest.mark.parametrize(
    ("name", "kinds", "said"),
    [
        ("success", ["Send", "Delivery"], None),
        ("bounce+any-label", ["Send", "Bounce"], ("Permanent", "General")),
        ("suppressionlist", ["Send", "Bounce"], ("Permanent", "Suppressed")),
        ("ooto", ["Send", "Delivery", "Bounce"], ("Transient", "General")),
        ("complaint", ["Send", "Delivery", "Complaint"], None),
    ],
)
def test_the_addresses_of_the_simulator_do_what_they_are_for(
    server: Mailer, name: str, kinds: list[str], said: tuple[str, str] | None
) -> None:
    _send_to(server, f"{name}@simulator.amazonses.com")
    events = server.events()
    assert [event["eventType"] for event in events] == kinds
    if said:
        bounce = events[-1]["bounce"]
        assert (bounce["bounceType"], bounce["bounceSubType"]) == said
        assert bounce["bouncedRecipients"][0]["emailAddress"] == f"{name}@simulator.amazonses.com"
    assert server.ses.account.suppressed == {}


@pytest.mark.parametrize("fate", [fate for fate in MailboxFate if fate is not MailboxFate.NOT_RENDERED])
def test_every_fate_can_be_given_to_an_address(server: Mailer, fate: MailboxFate) -> None:
    server.ses.stream.fates["r0@example.com"] = fate
    server.statuses(entries=1)
    kinds = _kinds(server)
    assert kinds[0] == "Send"
    assert len(kinds) == 1 + (fate is not MailboxFate.SILENT) + (
        fate.value in {"complained", "auto reply", "delayed", "expired"}
    )


def test_who_bounced_or_complained_is_written_to_no_more(server: Mailer) -> None:
    server.ses.stream.fates |= {"r0@example.com": MailboxFate.BOUNCED, "r1@example.com": MailboxFate.COMPLAINED}
    server.statuses(entries=2)
    server.events()
    server.statuses(entries=2)
    bounces = [event["bounce"]["bounceSubType"] for event in server.events() if event["eventType"] == "Bounce"]
    assert bounces == ["OnAccountSuppressionList"] * 2


def test_a_raw_mail_is_told_with_its_own_headers(server: Mailer) -> None:
    server.mail.send_email(
        Destination={"ToAddresses": ["ann@example.com"]},
        Content={"Raw": {"Data": b"From: news@example.com\r\nSubject: News\r\nX-Long: a\r\n b\r\n\r\nHello.\r\n"}},
    )
    headers = server.events()[0]["mail"]["headers"]
    assert [header["value"] for header in headers] == ["news@example.com", "News", "a b"]


def test_identity_feedback_has_no_tags_and_only_three_kinds(server: Mailer, clock: ManualClock) -> None:
    server.ses.stream = EventStream(server.ses.queue, clock, form=EventForm.FEEDBACK)
    _send_to(server, "complaint@simulator.amazonses.com", "bounce@simulator.amazonses.com")
    events = server.events()
    assert [event["notificationType"] for event in events] == ["Delivery", "Complaint", "Bounce"]
    assert all("tags" not in event["mail"] and "eventType" not in event for event in events)


def test_a_destination_gets_the_kinds_that_it_asked_for(server: Mailer, clock: ManualClock) -> None:
    server.ses.stream = EventStream(server.ses.queue, clock, kinds={"Bounce"})
    _send_to(server, "bounce@simulator.amazonses.com", "success@simulator.amazonses.com")
    assert _kinds(server) == ["Bounce"]


def test_of_a_mail_without_the_configuration_set_nothing_is_told(server: Mailer, clock: ManualClock) -> None:
    server.ses.stream = EventStream(server.ses.queue, clock, configuration_set="news")
    server.statuses(entries=1)
    server.statuses(entries=1, ConfigurationSetName="other")
    assert _kinds(server) == []
    server.statuses(entries=1, ConfigurationSetName="news")
    assert _kinds(server) == ["Send", "Delivery"]


def test_events_come_when_their_time_has_come(server: Mailer, clock: ManualClock) -> None:
    server.ses.stream.trouble = EventTrouble(delay_seconds=(10, 20))
    server.statuses(entries=10)
    assert _kinds(server) == []
    clock.advance(timedelta(seconds=15))
    some = len(_kinds(server))
    assert 0 < some < 20
    clock.advance(timedelta(seconds=5))
    assert len(_kinds(server)) == 20 - some


def test_late_events_are_overtaken_and_doubled_ones_come_again(server: Mailer, clock: ManualClock) -> None:
    server.ses.stream.trouble = EventTrouble(late_share=0.5, late_seconds=5, doubled_share=1, doubled_seconds=60)
    server.statuses(entries=50)
    first = server.events()
    clock.advance(timedelta(seconds=5))
    late = server.events()
    told = Counter((event["mail"]["messageId"], event["eventType"]) for event in [*first, *late])
    assert set(told.values()) == {1}
    assert len(told) == 100
    assert any(event["eventType"] == "Send" for event in late)
    clock.advance(timedelta(seconds=60))
    assert len(server.events()) == 100


def test_lost_events_are_gone_and_of_silent_mails_nothing_is_told(server: Mailer) -> None:
    server.ses.stream.trouble = EventTrouble(lost_share=0.1, silent_share=0.1)
    for number in range(10):
        server.statuses(entries=[entry(50 * number + place) for place in range(50)])
    told = Counter(event["mail"]["messageId"] for event in server.events())
    assert len(told) == pytest.approx(500 * 0.9 * 0.99, abs=25)
    assert Counter(told.values())[1] == pytest.approx(500 * 0.9 * 0.18, abs=30)


@pytest.mark.parametrize("loses", [False, True])
def test_a_dead_stream_holds_its_events_back_or_loses_them(server: Mailer, loses: bool) -> None:  # noqa: FBT001
    server.ses.stream.die(loses=loses)
    server.statuses(entries=2)
    assert _kinds(server) == []
    server.ses.stream.revive()
    assert len(_kinds(server)) == (0 if loses else 4)
    server.statuses(entries=1)
    assert len(_kinds(server)) == 2


@pytest.mark.parametrize("version", ["1", "2"])
def test_an_event_comes_in_an_envelope_signed_by_its_certificate(
    server: Mailer, clock: ManualClock, version: str
) -> None:
    signer = SnsSigner(version=version, clock=clock)
    server.ses.stream = EventStream(server.ses.queue, clock, envelope=signer)
    server.statuses(entries=1)
    envelope = server.events()[0]
    assert json.loads(envelope["Message"])["eventType"] == "Send"
    assert envelope["TopicArn"] == signer.topic_arn
    _verify(signer, envelope)
    _verify(signer, signer.confirmation())
    envelope["Message"] += " "
    with pytest.raises(Exception):  # noqa: B017, PT011  # InvalidSignature has no text
        _verify(signer, envelope)


def _verify(signer: SnsSigner, envelope: dict[str, str]) -> None:
    key = x509.load_pem_x509_certificate(signer.certificate).public_key()
    assert isinstance(key, RSAPublicKey)
    digest: Any = hashes.SHA256() if envelope["SignatureVersion"] == "2" else hashes.SHA1()  # noqa: S303
    key.verify(base64.b64decode(envelope["Signature"]), text_to_sign(envelope), padding.PKCS1v15(), digest)


def test_a_message_in_hand_is_hidden_until_its_time_is_over(server: Mailer, clock: ManualClock) -> None:
    url = server.ses.queue_url
    server.queue.send_message(QueueUrl=url, MessageBody="x")
    [first] = server.queue.receive_message(QueueUrl=url, VisibilityTimeout=10)["Messages"]
    assert "Messages" not in server.queue.receive_message(QueueUrl=url)
    assert _counts(server) == {"ApproximateNumberOfMessages": "0", "ApproximateNumberOfMessagesNotVisible": "1"}
    clock.advance(timedelta(seconds=10))
    [second] = server.queue.receive_message(QueueUrl=url)["Messages"]
    assert (second["MessageId"], second["Body"]) == (first["MessageId"], "x")
    server.queue.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
    assert _counts(server)["ApproximateNumberOfMessagesNotVisible"] == "1"
    server.queue.change_message_visibility(QueueUrl=url, ReceiptHandle=second["ReceiptHandle"], VisibilityTimeout=0)
    [third] = server.queue.receive_message(QueueUrl=url)["Messages"]
    server.queue.delete_message(QueueUrl=url, ReceiptHandle=third["ReceiptHandle"])
    assert _counts(server) == {"ApproximateNumberOfMessages": "0", "ApproximateNumberOfMessagesNotVisible": "0"}


def _counts(server: Mailer) -> dict[str, str]:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = server.queue.get_queue_attributes(QueueUrl=server.ses.queue_url, AttributeNames=names)
    return dict(attributes["Attributes"])


def test_a_message_that_nobody_forgets_ends_with_the_dead_letters(server: Mailer, clock: ManualClock) -> None:
    server.ses.queue.most_receives = 2
    server.ses.queue.put("poison")
    for _ in range(3):
        server.queue.receive_message(QueueUrl=server.ses.queue_url)
        clock.advance(timedelta(minutes=1))
    assert server.ses.queue.dead_letters == ["poison"]


@pytest.mark.parametrize(
    ("call", "given", "code"),
    [
        ("receive_message", {"MaxNumberOfMessages": 11}, "InvalidParameterValue"),
        ("receive_message", {"WaitTimeSeconds": 21}, "InvalidParameterValue"),
        ("delete_message", {"ReceiptHandle": "nonsense"}, "ReceiptHandleIsInvalid"),
        ("delete_message_batch", {"Entries": []}, "AWS.SimpleQueueService.EmptyBatchRequest"),
        (
            "delete_message_batch",
            {"Entries": [{"Id": str(n), "ReceiptHandle": "a#1"} for n in range(11)]},
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
        ),
        ("tag_queue", {"Tags": {"a": "b"}}, "InvalidAction"),
    ],
)
def test_a_wrong_call_to_the_queue_is_refused(server: Mailer, call: str, given: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as caught:
        getattr(server.queue, call)(QueueUrl=server.ses.queue_url, **given)
    assert refusal_of(caught.value)[0].rpartition(".")[2] == code.rpartition(".")[2]


def test_a_queue_that_is_not_there_is_told(server: Mailer) -> None:
    with pytest.raises(server.queue.exceptions.QueueDoesNotExist):
        server.queue.receive_message(QueueUrl=server.ses.queue_url + "-other")
    assert server.queue.get_queue_url(QueueName="events")["QueueUrl"] == server.ses.queue_url
