"""``syndicate aws`` from an empty account to one that is set up: moto plays SNS, SQS, STS, the strict SES the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from syndicate.testing.ses import SesStandIn, SimulatedFault
from tests.aws import isolate_aws
from tests.buckets import moto_server
from tests.commands import Invoke, given

SES_CALLS = ["create_email_identity", "put_email_identity_mail_from_attributes", "create_configuration_set"]
OTHER_CALLS = ["create_topic", "create_queue", "subscribe", "create_configuration_set_event_destination"]


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    with moto_server() as url:
        yield url


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch, moto: str) -> Iterator[SesStandIn]:
    isolate_aws(monkeypatch)
    with SesStandIn() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", moto)
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", server.url)
        reset = boto3.client("sns"), boto3.client("sqs")
        for topic in reset[0].list_topics()["Topics"]:
            reset[0].delete_topic(TopicArn=topic["TopicArn"])
        for url in reset[1].list_queues().get("QueueUrls", ()):
            reset[1].delete_queue(QueueUrl=url)
        yield server


def _methods(told: Any) -> list[str]:
    return [call["method"] for call in told["calls"]]


def test_a_dry_run_says_the_plan_and_changes_nothing(ses: SesStandIn, invoke: Invoke) -> None:
    first = given(invoke, "aws", "setup", "--dry-run")
    assert _methods(first) == [*SES_CALLS, *OTHER_CALLS]
    assert (ses.set_up.identities, ses.set_up.sets) == ({}, {})
    assert boto3.client("sns").list_topics()["Topics"] == []
    assert "QueueUrls" not in boto3.client("sqs").list_queues()
    assert given(invoke, "aws", "setup", "--dry-run") == first


def test_setting_up_does_what_the_dry_run_said_and_a_second_time_nothing(ses: SesStandIn, invoke: Invoke) -> None:
    planned = given(invoke, "aws", "setup", "--dry-run")["calls"]
    done = given(invoke, "aws", "setup")
    assert done["calls"] == planned
    assert given(invoke, "aws", "setup")["calls"] == []
    [domain] = ses.set_up.identities
    records = {(record["name"], record["kind"]) for record in done["records"]}
    assert (f"_dmarc.{domain}", "TXT") in records
    assert sum(kind == "CNAME" for _, kind in records) == 3
    assert done["settings"]["delivery.ses.events.queue_url"].endswith("/syndicate-events")


def test_what_is_told_to_the_topic_arrives_in_the_queue_as_it_is(ses: SesStandIn, invoke: Invoke) -> None:
    settings = given(invoke, "aws", "setup")["settings"]
    [destination] = ses.set_up.destinations["syndicate"].values()
    topic = destination["SnsDestination"]["TopicArn"]
    boto3.client("sns").publish(TopicArn=topic, Message='{"eventType": "Send"}')
    url = settings["delivery.ses.events.queue_url"]
    [message] = boto3.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=1)["Messages"]
    assert message.get("Body") == '{"eventType": "Send"}'


def test_the_status_of_an_empty_account_is_all_that_is_missing(ses: SesStandIn, invoke: Invoke) -> None:
    ses.account.in_production = False
    told = given(invoke, "aws", "status", code=3)
    assert _methods(told) == [*SES_CALLS, *OTHER_CALLS]
    bad = [remark for remark in told["remarks"] if not remark["is_fine"]]
    assert len(bad) == 8
    assert all(remark["next_step"] for remark in bad)


def test_when_the_records_are_seen_everything_is_in_order(ses: SesStandIn, invoke: Invoke) -> None:
    given(invoke, "aws", "setup")
    waiting = given(invoke, "aws", "status", code=3)
    assert [remark["sentence"] for remark in waiting["remarks"] if not remark["is_fine"]]
    for domain in ses.set_up.identities:
        ses.set_up.verify(domain)
    told = given(invoke, "aws", "status")
    assert told["calls"] == []
    assert told["account"]["max_rate"] == 100_000


def test_for_people_the_records_come_as_a_zone_file_has_them(ses: SesStandIn, invoke: Invoke) -> None:
    _, out, _ = invoke("aws", "setup", "--domain", "news.example.org", "--max-delivery-seconds", "3600")
    assert "done: make news.example.org an identity of SES, signed with DKIM" in out
    assert "  bounces.news.example.org. MX 10 feedback-smtp.eu-west-1.amazonses.com." in out
    assert '  _dmarc.news.example.org. TXT "v=DMARC1; p=none"' in out
    assert '"ses:SendBulkEmail"' in out
    assert ses.set_up.sets["syndicate"]["DeliveryOptions"] == {"MaxDeliverySeconds": 3600}
    _, out, _ = invoke("aws", "status", "--domain", "news.example.org")
    assert "MISSING  the domain news.example.org is not verified yet – paste the records" in out


@pytest.mark.parametrize(
    ("operation", "left"),
    [
        ("CreateEmailIdentity", [*SES_CALLS, *OTHER_CALLS]),
        ("PutEmailIdentityMailFromAttributes", [*SES_CALLS[1:], *OTHER_CALLS]),
        ("CreateConfigurationSet", [*SES_CALLS[2:], *OTHER_CALLS]),
        ("CreateConfigurationSetEventDestination", OTHER_CALLS[3:]),
    ],
)
def test_a_call_that_is_refused_ends_the_run_and_what_stands_is_not_done_again(
    ses: SesStandIn, invoke: Invoke, operation: str, left: list[str]
) -> None:
    ses.spoil(operation, [SimulatedFault.FORBIDDEN])
    code, _, err = invoke("aws", "setup")
    assert code == 69
    assert f"sesv2 {left[0]}: AccessDeniedException" in err
    assert "administrator" in err
    assert _methods(given(invoke, "aws", "setup")) == left
    assert given(invoke, "aws", "setup")["calls"] == []


def test_an_endpoint_that_is_not_ses_is_told(
    monkeypatch: pytest.MonkeyPatch, moto: str, ses: SesStandIn, invoke: Invoke
) -> None:
    del ses
    monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", f"{moto}/moto-api")
    code, _, err = invoke("aws", "status")
    assert code == 69
    assert "hint:" in err


def test_without_credentials_the_hint_is_that_of_sending(
    monkeypatch: pytest.MonkeyPatch, ses: SesStandIn, invoke: Invoke
) -> None:
    del ses
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    code, _, err = invoke("aws", "setup", "--dry-run")
    assert code == 69
    assert "hint: Give credentials by AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a role." in err


@pytest.mark.parametrize(("region", "partition"), [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")])
def test_arns_are_of_the_partition_that_the_account_is_in(
    ses: SesStandIn, monkeypatch: pytest.MonkeyPatch, invoke: Invoke, region: str, partition: str
) -> None:
    del ses
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    told = given(invoke, "aws", "setup")
    assert (told["account"]["region"], told["account"]["partition"]) == (region, partition)
    assert f'"arn:{partition}:sqs:{region}:' in json.dumps(told["policy"])
    assert given(invoke, "aws", "setup")["calls"] == []


def test_an_emulator_that_is_named_gets_every_call(
    monkeypatch: pytest.MonkeyPatch, ses: SesStandIn, invoke: Invoke
) -> None:
    monkeypatch.setenv("SYNDICATE_DELIVERY__SES__ENDPOINT_URL", ses.url)
    code, _, err = invoke("aws", "status")  # the strict SES knows no STS
    assert (code, "sts get_caller_identity" in err) == (69, True)
