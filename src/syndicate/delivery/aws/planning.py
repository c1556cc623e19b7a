"""From what is there to what is wanted: the calls that are missing, in an order in which each can succeed. Pure.

Made twice, the plan is empty the second time. Nothing is ever taken away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from syndicate.delivery.aws.model import EVENT_KINDS, AwsAim, AwsCall, AwsState, IdentityState, SetState
from syndicate.delivery.aws.policies import lacks, policy_with, queue_statement, topic_statement

_FORTNIGHT_SECONDS = 14 * 24 * 3600
_LONGEST_POLL_SECONDS = 20


def plan(aim: AwsAim, state: AwsState) -> tuple[AwsCall, ...]:
    """The calls that are missing."""
    return (
        *(call for domain in aim.domains for call in _of_identity(aim, domain, state.identities.get(domain))),
        *_of_set(aim, state.configuration_set),
        *_of_topic(aim, state),
        *_of_queue(aim, state),
        *_of_subscription(aim, state),
        *_of_destination(aim, state.configuration_set),
    )


def _of_identity(aim: AwsAim, domain: str, identity: IdentityState | None) -> Iterator[AwsCall]:
    named = {"EmailIdentity": domain}
    if identity is None:
        yield AwsCall(
            service="sesv2",
            method="create_email_identity",
            arguments=named,
            sentence=f"make {domain} an identity of SES, signed with DKIM",
        )
    if aim.mail_from and (identity is None or not identity.mail_from):
        mail_from = {"MailFromDomain": f"{aim.mail_from}.{domain}", "BehaviorOnMxFailure": "USE_DEFAULT_VALUE"}
        yield AwsCall(
            service="sesv2",
            method="put_email_identity_mail_from_attributes",
            arguments={**named, **mail_from},
            sentence=f"let bounces of {domain} come back by {aim.mail_from}.{domain}, so that SPF fits the sender",
        )


def _of_set(aim: AwsAim, existing: SetState | None) -> Iterator[AwsCall]:
    named = {"ConfigurationSetName": aim.configuration_set}
    wish = {"MaxDeliverySeconds": aim.max_delivery_seconds} if aim.max_delivery_seconds else {}
    if existing is None:
        options = {"DeliveryOptions": wish} if wish else {}
        yield AwsCall(
            service="sesv2",
            method="create_configuration_set",
            arguments={**named, **options, "ReputationOptions": {"ReputationMetricsEnabled": True}},
            sentence=f"make the configuration set {aim.configuration_set}",
        )
    elif wish and existing.delivery_options.get("MaxDeliverySeconds") != aim.max_delivery_seconds:
        yield AwsCall(
            service="sesv2",
            method="put_configuration_set_delivery_options",
            arguments={**named, **existing.delivery_options, **wish},
            sentence=f"let SES try a mail for {aim.max_delivery_seconds} seconds at most",
        )


def _of_topic(aim: AwsAim, state: AwsState) -> Iterator[AwsCall]:
    statement = topic_statement(aim)
    if state.topic is None:
        policy = _policy({}, statement)
        yield AwsCall(
            service="sns",
            method="create_topic",
            arguments={"Name": aim.topic, "Attributes": {"Policy": policy}},
            sentence=f"make the topic {aim.topic}, to which SES may publish",
        )
    elif lacks(state.topic.policy, statement):
        policy = _policy(state.topic.policy, statement)
        yield AwsCall(
            service="sns",
            method="set_topic_attributes",
            arguments={"TopicArn": aim.topic_arn, "AttributeName": "Policy", "AttributeValue": policy},
            sentence=f"let SES publish to the topic {aim.topic}",
        )


def _of_queue(aim: AwsAim, state: AwsState) -> Iterator[AwsCall]:
    statement = queue_statement(aim)
    if state.queue is None:
        attributes = {
            "Policy": _policy({}, statement),
            "MessageRetentionPeriod": str(_FORTNIGHT_SECONDS),
            "ReceiveMessageWaitTimeSeconds": str(_LONGEST_POLL_SECONDS),
        }
        yield AwsCall(
            service="sqs",
            method="create_queue",
            arguments={"QueueName": aim.queue, "Attributes": attributes},
            sentence=f"make the queue {aim.queue}, which the topic may fill; it keeps events for two weeks",
        )
    elif lacks(state.queue.policy, statement):
        attributes = {"Policy": _policy(state.queue.policy, statement)}
        yield AwsCall(
            service="sqs",
            method="set_queue_attributes",
            arguments={"QueueUrl": state.queue.url, "Attributes": attributes},
            sentence=f"let the topic {aim.topic} fill the queue {aim.queue}",
        )


def _of_subscription(aim: AwsAim, state: AwsState) -> Iterator[AwsCall]:
    if state.topic is None or aim.queue_arn not in state.topic.endpoints:
        # Raw: the event as SES wrote it. Who may fill the queue is held by its policy, so that no signature is needed.
        subscription = {"TopicArn": aim.topic_arn, "Protocol": "sqs", "Endpoint": aim.queue_arn}
        yield AwsCall(
            service="sns",
            method="subscribe",
            arguments={**subscription, "Attributes": {"RawMessageDelivery": "true"}},
            sentence=f"bring what comes to the topic {aim.topic} into the queue {aim.queue}",
        )


def _of_destination(aim: AwsAim, existing: SetState | None) -> Iterator[AwsCall]:
    destination = existing.destinations.get(aim.destination) if existing else None
    wish = {
        "Enabled": True,
        "MatchingEventTypes": list(EVENT_KINDS),
        "SnsDestination": {"TopicArn": aim.topic_arn},
    }
    call = AwsCall(
        service="sesv2",
        method="create_configuration_set_event_destination",
        arguments={
            "ConfigurationSetName": aim.configuration_set,
            "EventDestinationName": aim.destination,
            "EventDestination": wish,
        },
        sentence=f"let SES tell the topic {aim.topic} what becomes of each mail",
    )
    if destination is None:
        yield call
        return
    is_whole = destination.is_enabled and destination.kinds >= set(EVENT_KINDS)
    if not is_whole or destination.topic_arn != aim.topic_arn:
        yield AwsCall(
            service="sesv2",
            method="update_configuration_set_event_destination",
            arguments=call.arguments,
            sentence=call.sentence,
        )


def _policy(policy: Mapping[str, Any], statement: Mapping[str, Any]) -> str:
    return json.dumps(policy_with(policy, statement))
