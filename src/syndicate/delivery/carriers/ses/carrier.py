"""Amazon SES v2 by boto3: one message a call, each call made once."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from syndicate.delivery.carriers.ses_answers import Break, Fault, sort_break, sort_fault, sort_response, sort_set_up

from syndicate.delivery.model import Answer, Message, Refused
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from boto3 import Session
    from botocore.exceptions import ClientError
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import SendEmailRequestTypeDef

#: In characters: a proxy's whole error page is no reason.
LONGEST_REASON = 300


@dataclass(frozen=True, kw_only=True)
class SesCarrier:
    """Hands finished MIME to SES. What is not given here follows boto3's own conventions.

    These are the shared config files, ``AWS_PROFILE``, ``AWS_DEFAULT_REGION``, ``AWS_ENDPOINT_URL``,
    ``AWS_ENDPOINT_URL_SESV2`` and the rest. boto3 is imported, and a wrong set-up found, by the
    first message.
    """

    name: ClassVar[str] = "ses"

    region: str | None = None
    profile: str | None = None
    endpoint_url: str | None = None
    configuration_set: str | None = None
    connect_timeout_seconds: float = 5.0
    read_timeout_seconds: float = 30.0
    connections: int = 8

    def carry(self, message: Message) -> Answer:
        """Call SendEmail once and sort the answer."""
        if not (message.recipient_address.isascii() and message.sender_address.isascii()):
            reason = "SES takes addresses in ASCII only; a domain goes as punycode"
            return Refused(code="address-not-ascii", reason=reason, counts=False)
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            client = self._prepared()
        except ClientError as error:
            return sort_fault(_fault(error))
        except (BotoCoreError, OSError, RuntimeError, ValueError, LookupError) as error:
            return sort_set_up(_break(error))
        try:
            return sort_response(client.send_email(**self._request(message)))
        except ClientError as error:
            return sort_fault(_fault(error))
        except BotoCoreError as error:
            return sort_break(_break(error))

    def settle(self, delivery_id: str) -> None:
        """Never known: SES cannot be asked whether it took a message whose id we did not hear."""
        del delivery_id

    def _prepared(self) -> SESV2Client:
        """The client with its credentials fetched: whatever fails in here, no mail was handed over."""
        client = self._client
        if credentials := self._session.get_credentials():
            credentials.get_frozen_credentials()
        return client

    def _request(self, message: Message) -> SendEmailRequestTypeDef:
        request: SendEmailRequestTypeDef = {
            "FromEmailAddress": message.sender_address,
            "Destination": {"ToAddresses": [message.recipient_address]},
            "Content": {"Raw": {"Data": message.content}},
            # Every event about this mail carries them back; they settle what stays uncertain here.
            "EmailTags": [
                {"Name": "edition", "Value": message.edition_id},
                {"Name": "d", "Value": message.delivery_id},
            ],
        }
        if self.configuration_set:
            request["ConfigurationSetName"] = self.configuration_set
        return request

    @cached_property
    def _session(self) -> Session:
        import boto3

        return boto3.Session(profile_name=self.profile, region_name=self.region)

    @cached_property
    def _client(self) -> SESV2Client:
        from botocore.config import Config

        config = Config(
            # botocore would repeat a call whose answer was lost, and every repeat is a second mail.
            retries={"total_max_attempts": 1, "mode": "standard"},
            connect_timeout=self.connect_timeout_seconds,
            read_timeout=self.read_timeout_seconds,
            max_pool_connections=self.connections,
            tcp_keepalive=True,
        )
        return self._session.client("sesv2", endpoint_url=self.endpoint_url, config=config)


def _fault(error: ClientError) -> Fault:
    told = error.response.get("Error", {})
    return Fault(
        status=error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0),
        code=str(told.get("Code", "")),
        message=shorten(str(told.get("Message", "")), LONGEST_REASON),
        operation=error.operation_name,
    )


def _break(error: Exception) -> Break:
    beneath = list(_beneath(error))
    tls = [cause.reason or cause.library for cause in (error, *beneath) if isinstance(cause, ssl.SSLError)]
    return Break(
        kinds=_kinds(error),
        message=shorten(str(error), LONGEST_REASON),
        tls_reason=next(filter(None, tls), ""),
        causes=frozenset().union(*map(_kinds, beneath)),
    )


def _kinds(error: BaseException) -> frozenset[str]:
    return frozenset(ancestor.__name__ for ancestor in type(error).__mro__)


def _beneath(error: BaseException) -> Iterator[BaseException]:
    """The errors that led to this one, the nearest first."""
    wrapped = error.args[0] if error.args and isinstance(error.args[0], BaseException) else None
    cause = error.__cause__ or error.__context__ or wrapped
    if cause is not None:
        yield cause
        yield from _beneath(cause)
