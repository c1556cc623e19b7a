"""What is missing at AWS, decided from what is there."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from syndicate.delivery.aws.model import (
    EVENT_KINDS,
    AccountState,
    AwsAim,
    AwsState,
    DestinationState,
    IdentityState,
    QueueState,
    SetState,
    TopicState,
)
from syndicate.delivery.aws.planning import plan
from syndicate.delivery.aws.policies import own_policy, policy_with, queue_statement, topic_statement
from syndicate.delivery.aws.report import records, remarks

AIM = AwsAim(
    region="eu-west-1",
    partition="aws",
    account_id="111122223333",
    domains=("example.com",),
    configuration_set="news",
    max_delivery_seconds=3600,
)
ACCOUNT = AccountState(
    sends=True, enforcement="HEALTHY", in_production=True, max_rate=14, daily_quota=50_000, sent_24h=120
)
IDENTITY = IdentityState(
    is_verified=True,
    dkim_status="SUCCESS",
    dkim_tokens=("aaa", "bbb"),
    mail_from="bounces.example.com",
    mail_from_status="SUCCESS",
)
DESTINATION = DestinationState(topic_arn=AIM.topic_arn, kinds=frozenset(EVENT_KINDS), is_enabled=True)
SET = SetState(delivery_options={"MaxDeliverySeconds": 3600}, destinations={"syndicate": DESTINATION})
TOPIC = TopicState(policy=policy_with({}, topic_statement(AIM)), endpoints=frozenset({AIM.queue_arn}))
QUEUE = QueueState(url="https://sqs/1/syndicate-events", policy=policy_with({}, queue_statement(AIM)))
NOTHING = AwsState(account=ACCOUNT)
WHOLE = AwsState(account=ACCOUNT, identities={"example.com": IDENTITY}, configuration_set=SET, topic=TOPIC, queue=QUEUE)


def _methods(state: AwsState, aim: AwsAim = AIM) -> list[str]:
    return [call.method for call in plan(aim, state)]


def test_where_nothing_is_everything_is_made_in_an_order_in_which_it_can_be() -> None:
    assert _methods(NOTHING) == [
        "create_email_identity",
        "put_email_identity_mail_from_attributes",
        "create_configuration_set",
        "create_topic",
        "create_queue",
        "subscribe",
        "create_configuration_set_event_destination",
    ]


def test_where_everything_is_nothing_is_done() -> None:
    assert plan(AIM, WHOLE) == ()


MISSING: dict[str, tuple[AwsState, list[str]]] = {
    "mail from": (
        replace(WHOLE, identities={"example.com": replace(IDENTITY, mail_from=None)}),
        ["put_email_identity_mail_from_attributes"],
    ),
    "delivery seconds": (
        replace(WHOLE, configuration_set=replace(SET, delivery_options={"TlsPolicy": "REQUIRE"})),
        ["put_configuration_set_delivery_options"],
    ),
    "policy of the topic": (replace(WHOLE, topic=replace(TOPIC, policy={})), ["set_topic_attributes"]),
    "policy of the queue": (replace(WHOLE, queue=replace(QUEUE, policy={})), ["set_queue_attributes"]),
    "subscription": (replace(WHOLE, topic=replace(TOPIC, endpoints=frozenset())), ["subscribe"]),
    "destination": (
        replace(WHOLE, configuration_set=replace(SET, destinations={})),
        ["create_configuration_set_event_destination"],
    ),
    "a destination that is switched off": (
        replace(
            WHOLE, configuration_set=replace(SET, destinations={"syndicate": replace(DESTINATION, is_enabled=False)})
        ),
        ["update_configuration_set_event_destination"],
    ),
    "an event of the destination": (
        replace(
            WHOLE,
            configuration_set=replace(SET, destinations={"syndicate": replace(DESTINATION, kinds=frozenset({"SEND"}))}),
        ),
        ["update_configuration_set_event_destination"],
    ),
    "a destination elsewhere": (
        replace(
            WHOLE,
            configuration_set=replace(SET, destinations={"syndicate": replace(DESTINATION, topic_arn="arn:other")}),
        ),
        ["update_configuration_set_event_destination"],
    ),
}


@pytest.mark.parametrize(("state", "methods"), MISSING.values(), ids=MISSING)
def test_what_is_missing_alone_is_done(state: AwsState, methods: list[str]) -> None:
    assert _methods(state) == methods


def test_other_options_of_a_configuration_set_are_kept() -> None:
    state, _ = MISSING["delivery seconds"]
    [call] = plan(AIM, state)
    assert call.arguments["TlsPolicy"] == "REQUIRE"
    assert call.arguments["MaxDeliverySeconds"] == 3600


def test_without_a_wish_the_delivery_seconds_are_left_as_they_are() -> None:
    aim = replace(AIM, max_delivery_seconds=None)
    assert plan(aim, WHOLE) == ()
    assert "DeliveryOptions" not in plan(aim, NOTHING)[2].arguments


def test_what_others_wrote_into_a_policy_stays() -> None:
    other: dict[str, Any] = {"Sid": "other", "Effect": "Deny"}
    old = {"Sid": "syndicate", "Effect": "Allow", "Resource": "*"}
    state = replace(WHOLE, queue=replace(QUEUE, policy={"Version": "2008-10-17", "Statement": [old, other]}))
    [call] = plan(AIM, state)
    policy = json.loads(call.arguments["Attributes"]["Policy"])
    assert policy == {"Version": "2008-10-17", "Statement": [other, queue_statement(AIM)]}


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_every_arn_is_of_the_accounts_own_partition(partition: str) -> None:
    aim = replace(AIM, partition=partition)
    written = json.dumps([call.arguments for call in plan(aim, NOTHING)] + [own_policy(aim)])
    assert {part.split(":")[0] for part in written.split("arn:")[1:]} == {partition}


def test_only_our_own_configuration_set_may_publish_and_only_our_topic_fill_the_queue() -> None:
    assert topic_statement(AIM)["Condition"]["StringEquals"] == {
        "AWS:SourceAccount": "111122223333",
        "AWS:SourceArn": "arn:aws:ses:eu-west-1:111122223333:configuration-set/news",
    }
    assert queue_statement(AIM)["Condition"]["ArnEquals"] == {"aws:SourceArn": AIM.topic_arn}


def test_the_program_itself_needs_nothing_beyond_its_own_things() -> None:
    statements = own_policy(AIM)["Statement"]
    wide = [statement["Action"] for statement in statements if statement["Resource"] == "*"]
    assert wide == [["ses:GetAccount"]]
    assert not any(action.endswith("*") for statement in statements for action in statement["Action"])
    assert "arn:aws:ses:eu-west-1:111122223333:identity/example.com" in statements[0]["Resource"]


def test_the_records_are_those_of_dkim_mail_from_and_dmarc() -> None:
    told = {(record.name, record.kind): record.value for record in records(AIM, WHOLE)}
    assert told == {
        ("aaa._domainkey.example.com", "CNAME"): "aaa.dkim.amazonses.com",
        ("bbb._domainkey.example.com", "CNAME"): "bbb.dkim.amazonses.com",
        ("bounces.example.com", "MX"): "10 feedback-smtp.eu-west-1.amazonses.com",
        ("bounces.example.com", "TXT"): "v=spf1 include:amazonses.com ~all",
        ("_dmarc.example.com", "TXT"): "v=DMARC1; p=none",
    }


def test_before_the_identity_is_there_its_other_records_can_be_pasted() -> None:
    assert {record.kind for record in records(AIM, NOTHING)} == {"MX", "TXT"}


def test_who_wants_no_mail_from_gets_none() -> None:
    aim = replace(AIM, mail_from="")
    assert "put_email_identity_mail_from_attributes" not in _methods(NOTHING, aim)
    assert [record.name for record in records(aim, NOTHING)] == ["_dmarc.example.com"]


def test_who_set_everything_up_and_is_out_of_the_sandbox_has_nothing_to_do() -> None:
    assert all(remark.is_fine for remark in remarks(AIM, WHOLE, ()))


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"in_production": False}, "sandbox"),
        ({"sends": False}, "switched off"),
        ({"enforcement": "PROBATION"}, "PROBATION"),
    ],
)
def test_what_is_wrong_with_the_account_is_said_with_the_next_step(changes: dict[str, Any], word: str) -> None:
    state = replace(WHOLE, account=replace(ACCOUNT, **changes))
    [bad] = [remark for remark in remarks(AIM, state, ()) if not remark.is_fine]
    assert word in bad.sentence
    assert bad.next_step


@pytest.mark.parametrize(
    "identity",
    [
        replace(IDENTITY, is_verified=False),
        replace(IDENTITY, dkim_status="PENDING"),
        replace(IDENTITY, mail_from_status="FAILED"),
    ],
)
def test_a_record_that_ses_does_not_see_is_said(identity: IdentityState) -> None:
    state = replace(WHOLE, identities={"example.com": identity})
    [bad] = [remark for remark in remarks(AIM, state, ()) if not remark.is_fine]
    assert "paste" in bad.next_step


def test_a_queue_that_nobody_reads_is_said() -> None:
    state = replace(WHOLE, queue=replace(QUEUE, waiting=20_000))
    [bad] = [remark for remark in remarks(AIM, state, ()) if not remark.is_fine]
    assert "20,000" in bad.sentence
