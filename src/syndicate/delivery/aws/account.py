"""The AWS account itself: reads what is there, and makes the calls of a plan, each once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from syndicate.delivery.aws.model import (
    AccountState,
    AwsAim,
    AwsCall,
    AwsState,
    DestinationState,
    IdentityState,
    QueueState,
    SetState,
    TopicState,
)
from syndicate.delivery.carriers.ses.answers import NOT_SET_UP
from syndicate.errors import UnavailableError
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from boto3 import Session

_LONGEST_REASON = 300
_ABSENT = frozenset({"NotFoundException", "NotFound", "NotFoundError"})
_NOT_ALLOWED = frozenset({"AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException"})


@dataclass(frozen=True, kw_only=True)
class AwsAccount:
    """Asks AWS. What is not given follows boto3's own conventions.

    ``endpoint_url`` is SES's; with ``is_emulated`` it is also that of SNS, SQS and STS, so that a trial with an
    emulator never reaches a real account.
    """

    region: str | None = None
    profile: str | None = None
    endpoint_url: str | None = None
    is_emulated: bool = False

    def who(self) -> tuple[str, str, str]:
        """The partition and the number of the account, and the region that calls go to.

        Raises:
            UnavailableError: AWS does not answer, or not these credentials.
        """
        with _told("sts", "get_caller_identity"):
            caller = self._client("sts").get_caller_identity()
            region: str = self._client("sesv2").meta.region_name
        return caller["Arn"].split(":")[1], caller["Account"], region

    def state(self, aim: AwsAim) -> AwsState:
        """What is there of all that the aim names.

        Raises:
            UnavailableError: AWS does not answer, or these credentials may not look.
        """
        identities = {domain: self._identity(domain) for domain in aim.domains}
        return AwsState(
            account=self._account(),
            identities={domain: identity for domain, identity in identities.items() if identity},
            configuration_set=self._set(aim.configuration_set),
            topic=self._topic(aim.topic_arn),
            queue=self._queue(aim.queue),
        )

    def make(self, calls: Iterable[AwsCall]) -> Iterator[AwsCall]:
        """Make the calls in their order; gives each once it is done, so that whoever stops knows how far it came.

        Raises:
            UnavailableError: one was refused; those before it stand.
        """
        for call in calls:
            with _told(call.service, call.method):
                getattr(self._client(call.service), call.method)(**call.arguments)
            yield call

    def _account(self) -> AccountState:
        said = self._read("sesv2", "get_account")
        if said is None:
            reason = "there is no such call at this endpoint"
            raise _unavailable(service="sesv2", method="get_account", reason=reason)
        quota = said.get("SendQuota", {})
        return AccountState(
            sends=said.get("SendingEnabled", False),
            enforcement=said.get("EnforcementStatus", "HEALTHY"),
            in_production=said.get("ProductionAccessEnabled", False),
            max_rate=quota.get("MaxSendRate", 0.0),
            daily_quota=quota.get("Max24HourSend", 0.0),
            sent_24h=quota.get("SentLast24Hours", 0.0),
        )

    def _identity(self, domain: str) -> IdentityState | None:
        said = self._read("sesv2", "get_email_identity", EmailIdentity=domain)
        if said is None:
            return None
        dkim, mail_from = said.get("DkimAttributes", {}), said.get("MailFromAttributes", {})
        return IdentityState(
            is_verified=said.get("VerifiedForSendingStatus", False),
            dkim_status=dkim.get("Status", "NOT_STARTED"),
            dkim_tokens=tuple(dkim.get("Tokens", ())),
            dkim_zone=dkim.get("SigningHostedZone") or "dkim.amazonses.com",
            mail_from=mail_from.get("MailFromDomain") or None,
            mail_from_status=mail_from.get("MailFromDomainStatus"),
        )

    def _set(self, name: str) -> SetState | None:
        said = self._read("sesv2", "get_configuration_set", ConfigurationSetName=name)
        if said is None:
            return None
        listed = self._read("sesv2", "get_configuration_set_event_destinations", ConfigurationSetName=name) or {}
        return SetState(
            sends=said.get("SendingOptions", {}).get("SendingEnabled", True),
            delivery_options=said.get("DeliveryOptions", {}),
            destinations={entry["Name"]: _destination(entry) for entry in listed.get("EventDestinations", ())},
        )

    def _topic(self, arn: str) -> TopicState | None:
        said = self._read("sns", "get_topic_attributes", TopicArn=arn)
        if said is None:
            return None
        with _told("sns", "list_subscriptions_by_topic"):
            pages = self._client("sns").get_paginator("list_subscriptions_by_topic").paginate(TopicArn=arn)
            endpoints = frozenset(entry["Endpoint"] for page in pages for entry in page["Subscriptions"])
        return TopicState(policy=_policy(said["Attributes"]), endpoints=endpoints)

    def _queue(self, name: str) -> QueueState | None:
        client = self._client("sqs")
        try:
            with _told("sqs", "get_queue_url", passes=(client.exceptions.QueueDoesNotExist,)):
                url: str = client.get_queue_url(QueueName=name)["QueueUrl"]
        except client.exceptions.QueueDoesNotExist:
            return None
        names = ["Policy", "ApproximateNumberOfMessages"]
        said = self._read("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=names) or {}
        attributes = said.get("Attributes", {})
        return QueueState(
            url=url, policy=_policy(attributes), waiting=int(attributes.get("ApproximateNumberOfMessages", 0))
        )

    def _read(self, service: str, method: str, **arguments: Any) -> Mapping[str, Any] | None:
        """The answer; ``None`` when there is no such thing."""
        from botocore.exceptions import ClientError

        try:
            with _told(service, method, passes=(ClientError,)):
                answer: Mapping[str, Any] = getattr(self._client(service), method)(**arguments)
        except ClientError as error:
            if _code(error) in _ABSENT:
                return None
            raise _refused(service, method, error) from error
        return answer

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            with _told(service, "connect"):
                is_ours = service == "sesv2" or self.is_emulated
                session: Any = self._session
                self._clients[service] = session.client(service, endpoint_url=self.endpoint_url if is_ours else None)
        return self._clients[service]

    @cached_property
    def _clients(self) -> dict[str, Any]:
        return {}

    @cached_property
    def _session(self) -> Session:
        import boto3

        return boto3.Session(profile_name=self.profile, region_name=self.region)


@contextmanager
def _told(service: str, method: str, *, passes: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Say what went wrong as an error of ours, but for the exceptions that pass."""
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError  # what is no answer of AWS

    try:
        yield
    except passes:
        raise
    except ClientError as error:
        raise _refused(service, method, error) from error
    except (BotoCoreError, ResponseParserError, ValueError) as error:
        raise _unavailable(service, method, shorten(str(error), _LONGEST_REASON), _not_set_up(error)) from error


def _not_set_up(error: Exception) -> str | None:
    """The hint that sending gives for the same: credentials, or a region, that are not there."""
    kinds = [kind.__name__ for kind in type(error).__mro__]
    return next((NOT_SET_UP[kind] for kind in kinds if kind in NOT_SET_UP), None)


def _refused(service: str, method: str, error: Any) -> UnavailableError:
    code, text = _code(error), error.response.get("Error", {}).get("Message", "")
    hint = (
        "This needs more rights than sending: give the credentials of an administrator for once, by AWS_PROFILE."
        if code in _NOT_ALLOWED
        else None
    )
    return _unavailable(service, method, shorten(f"{code}: {text}", _LONGEST_REASON), hint)


def _unavailable(service: str, method: str, reason: str, hint: str | None = None) -> UnavailableError:
    usual = "Check region, profile and endpoint_url of [delivery.ses], and try: aws sts get-caller-identity"
    return UnavailableError(reason, code="aws-refused", where=f"{service} {method}", hint=hint or usual)


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _policy(attributes: Mapping[str, str]) -> Mapping[str, Any]:
    policy: Mapping[str, Any] = json.loads(attributes.get("Policy") or "{}")
    return policy


def _destination(entry: Mapping[str, Any]) -> DestinationState:
    return DestinationState(
        topic_arn=entry.get("SnsDestination", {}).get("TopicArn"),
        kinds=frozenset(entry.get("MatchingEventTypes", ())),
        is_enabled=entry.get("Enabled", False),
    )
