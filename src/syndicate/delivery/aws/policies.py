"""Policies: who may publish to the topic, who may fill the queue, and the least that the program itself needs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from syndicate.delivery.aws.model import AwsAim

_VERSION = "2012-10-17"
_SID = "syndicate"


def topic_statement(aim: AwsAim) -> dict[str, Any]:
    """Lets SES publish, for this configuration set alone: another account's must not fill our topic."""
    return {
        "Sid": _SID,
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": aim.topic_arn,
        "Condition": {"StringEquals": {"AWS:SourceAccount": aim.account_id, "AWS:SourceArn": aim.set_arn}},
    }


def queue_statement(aim: AwsAim) -> dict[str, Any]:
    """Lets SNS fill the queue, from this topic alone."""
    return {
        "Sid": _SID,
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": aim.queue_arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": aim.topic_arn}},
    }


def policy_with(policy: Mapping[str, Any], statement: Mapping[str, Any]) -> dict[str, Any]:
    """A policy that has the statement; what others wrote into it stays."""
    others = [other for other in policy.get("Statement", ()) if other.get("Sid") != statement["Sid"]]
    return {**policy, "Version": policy.get("Version", _VERSION), "Statement": [*others, dict(statement)]}


def lacks(policy: Mapping[str, Any], statement: Mapping[str, Any]) -> bool:
    """Whether a policy has not just this statement under its name."""
    return statement not in policy.get("Statement", ())


def own_policy(aim: AwsAim) -> dict[str, Any]:
    """The least that the program needs: sending, its stored templates, the quota, and the queue of events.

    SES checks some calls by the names of its first version also, so both stand here.
    """
    identities = [aim.of_ses(f"identity/{domain}") for domain in aim.domains]
    templates = aim.of_ses("template/*")
    sending = ["SendEmail", "SendRawEmail", "SendBulkEmail", "SendBulkTemplatedEmail"]
    storing = ["CreateEmailTemplate", "GetEmailTemplate", "UpdateEmailTemplate", "DeleteEmailTemplate"]
    reading = ["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes", "GetQueueUrl"]
    return {
        "Version": _VERSION,
        "Statement": [
            _allowed("Send", "ses", sending, [*identities, aim.set_arn, templates]),
            _allowed("StoreTemplates", "ses", storing, templates),
            _allowed("ReadTheQuota", "ses", ["GetAccount"], "*"),
            _allowed("ReadTheEvents", "sqs", reading, aim.queue_arn),
        ],
    }


def _allowed(sid: str, service: str, actions: list[str], resource: str | list[str]) -> dict[str, Any]:
    names = [f"{service}:{action}" for action in actions]
    return {"Sid": sid, "Effect": "Allow", "Action": names, "Resource": resource}
