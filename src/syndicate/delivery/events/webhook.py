"""The door for Amazon SNS: verified messages become events, a wanted subscription is confirmed."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from syndicate.delivery.events.ses import read_event
from syndicate.delivery.events.sns import SnsMessage, public_key, read_message, region_of_topic, verify
from syndicate.errors import UnavailableError

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from syndicate.clock import Clock
    from syndicate.delivery.events.gathering import Gathering
    from syndicate.net.model import Fetched

log = logging.getLogger("syndicate.events")

#: A certificate has some 2 kB.
_MOST_CERTIFICATE_BYTES = 20_000
#: Certificates that are kept; Amazon has one or two in use.
_MOST_CERTIFICATES = 16
#: So many are fetched in that time, and no more, whatever messages name: Amazon changes its own once in months.
MOST_FETCHES = 6
FETCHES_IN = timedelta(minutes=1)


class TopicConfirming(Protocol):
    """Confirms a subscription of ours to a topic."""

    def confirm(self, topic_arn: str, token: str) -> None:
        """Tell the topic that we want its messages; repeatable.

        Raises:
            UnavailableError: it cannot be told now.
        """


class CertificateSource(Protocol):
    """Where a certificate is fetched: a `syndicate.net.fetch.Fetcher`."""

    def get(self, url: str, *, max_bytes: int, accept: str) -> Fetched:
        """The whole body behind the address.

        Raises:
            UnavailableError: it cannot be had.
        """


@dataclass(frozen=True, kw_only=True)
class ApiConfirming:
    """Confirms by SNS's API, whose address follows from the topic: no address of a message is ever opened."""

    profile: str | None = None

    def confirm(self, topic_arn: str, token: str) -> None:
        """Call ConfirmSubscription with the token."""
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            session = boto3.Session(profile_name=self.profile, region_name=region_of_topic(topic_arn))
            session.client("sns").confirm_subscription(TopicArn=topic_arn, Token=token)
        except (BotoCoreError, ClientError, OSError) as error:
            message = f"the subscription to the topic cannot be confirmed: {type(error).__name__}"
            hint = "Are there keys, and may they sns:ConfirmSubscription? SNS asks again."
            raise UnavailableError(message, code="sns-unavailable", hint=hint) from error


@dataclass(frozen=True, kw_only=True)
class SnsWebhook:
    """Takes what is posted; of any number of threads at once.

    A message that comes again changes nothing: its event is known then, and a confirmation confirms what is.
    """

    topic_arn: str
    events: Gathering
    fetcher: CertificateSource
    confirming: TopicConfirming
    clock: Clock
    _keys: dict[str, tuple[RSAPublicKey, datetime]] = field(default_factory=dict)
    _fetches: list[datetime] = field(default_factory=list)
    _guard: Lock = field(default_factory=Lock)

    def take(self, body: bytes) -> None:
        """Believe a message or not, and do what it says.

        Raises:
            ForgedMessageError: it is not to be believed.
            BadDataError: it is signed, and no event of SES.
            UnavailableError: Amazon's certificate cannot be had, or the subscription not be confirmed, now.
            TryLaterError: the database is busy.
        """
        message = read_message(body, self.topic_arn, self.clock.now())
        verify(message, self._key(message.certificate_url))
        if message.type == "SubscriptionConfirmation":
            self.confirming.confirm(self.topic_arn, message.token)
            log.info("the subscription to the topic of events is confirmed")
        elif message.type == "Notification":
            self._apply(message)
        else:
            log.warning("the topic of events says that we are not subscribed any more")

    def _apply(self, message: SnsMessage) -> None:
        event = read_event(message.message)
        if event is not None:
            self.events.apply(event)

    def _must_be_few(self, now: datetime) -> None:
        """Count a certificate that is about to be fetched: whoever forges messages may give each another's name."""
        with self._guard:
            since = [at for at in self._fetches if timedelta() <= now - at < FETCHES_IN]
            if len(since) >= MOST_FETCHES:
                message = "certificates that nobody knows are asked for again and again"
                hint = "Somebody posts forged messages. True ones go on, and one with a new certificate comes again."
                raise UnavailableError(message, code="sns-certificate", hint=hint)
            self._fetches[:] = [*since, now]

    def _key(self, url: str) -> RSAPublicKey:
        now = self.clock.now()
        with self._guard:
            key, until = self._keys.get(url, (None, now))
        if key is not None and now <= until:
            return key
        self._must_be_few(now)
        fetched = self.fetcher.get(url, max_bytes=_MOST_CERTIFICATE_BYTES, accept="*/*")
        if fetched.url != url:
            message = "Amazon's certificate is not where it was said to be"
            raise UnavailableError(message, code="sns-certificate")
        known = public_key(fetched.content, now)
        with self._guard:
            if len(self._keys) >= _MOST_CERTIFICATES:
                self._keys.clear()
            self._keys[url] = known
        return known[0]
