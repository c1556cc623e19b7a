"""Messages posted to the public listener, forged, foreign, stale and true ones: each is decided rightly."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from syndicate.delivery.events.gathering import Gathering
from syndicate.delivery.events.webhook import FETCHES_IN, MOST_FETCHES, ApiConfirming, SnsWebhook
from syndicate.errors import UnavailableError
from syndicate.net.model import Fetched, FetchError
from syndicate.storage.tables import events
from syndicate.testing.clock import ManualClock
from syndicate.web.http.listener import Listener
from syndicate.web.public.application import public_app
from syndicate.web.public.events import MOST_BYTES
from tests.aws import isolate_aws
from tests.buckets import moto_server
from tests.integration.event_parts import NOON, a_mailing, applying, fates, left, told
from tests.sns_signing import CERTIFICATE_URL, TOPIC, Signer, changed, soon
from tests.unit.web.web_samples import Newsroom, fetch

if TYPE_CHECKING:
    from pathlib import Path

    from syndicate.storage import Database

AMAZON, STRANGER = Signer(), Signer()
EXPIRED = Signer(begins=datetime(2020, 1, 1, tzinfo=UTC))
HOST = "https://sns.eu-west-1.amazonaws.com"
PEM = f"SimpleNotificationService-{'a1' * 16}.pem"
NOW = NOON + timedelta(minutes=5)


@dataclass
class Certificates:
    """Amazon's host of certificates; it notes what is asked of it."""

    content: bytes = AMAZON.certificate
    asked_for: list[str] = field(default_factory=list)
    is_down: bool = False
    leads_to: str | None = None

    def get(self, url: str, *, max_bytes: int, accept: str) -> Fetched:
        del max_bytes, accept
        self.asked_for.append(url)
        if self.is_down:
            message = "nobody answers"
            raise FetchError(message, code="fetch-broken")
        return Fetched(url=self.leads_to or url, status=200, content=self.content, etag=None)


@dataclass
class Confirmations:
    """Notes what is confirmed."""

    tokens: list[tuple[str, str]] = field(default_factory=list)
    is_down: bool = False

    def confirm(self, topic_arn: str, token: str) -> None:
        if self.is_down:
            message = "not now"
            raise UnavailableError(message, code="sns-unavailable")
        self.tokens.append((topic_arn, token))


@dataclass
class Posted:
    """A listener that takes messages, and what came of them."""

    database: Database
    url: str
    webhook: SnsWebhook
    certificates: Certificates
    confirmations: Confirmations
    clock: ManualClock
    ids: list[str]

    def post(self, body: bytes) -> int:
        return fetch(f"{self.url}/events/sns", "POST", body=body).status

    def kept(self) -> int:
        with self.database.read() as connection:
            return connection.execute(select(func.count()).select_from(events)).scalar_one()


@contextmanager
def listening(database: Database, folder: Path) -> Iterator[Posted]:
    ids = a_mailing(database, 1)
    left(database, ids)
    certificates, confirmations, clock = Certificates(), Confirmations(), ManualClock(NOW)
    webhook = SnsWebhook(
        topic_arn=TOPIC,
        events=Gathering(applying=applying(database, NOW)),
        fetcher=certificates,
        confirming=confirmations,
        clock=clock,
    )
    with Listener(public_app(Newsroom(database, folder).site(webhook=webhook)), "127.0.0.1", 0) as listener:
        yield Posted(database, listener.url, webhook, certificates, confirmations, clock, ids)


@pytest.fixture
def posted(sqlite_database: Database, tmp_path: Path) -> Iterator[Posted]:
    with listening(sqlite_database, tmp_path) as posted:
        yield posted


def event(posted: Posted) -> str:
    return told("Delivery", posted.ids[0])


Make = Callable[[Posted], bytes]


def note(at: datetime = NOW, signer: Signer = AMAZON, version: str = "2", **changes: Any) -> Make:
    return lambda posted: signer.notification(event(posted), at=at, version=version, **changes)


def forged(**fields: Any) -> Make:
    return lambda posted: changed(note()(posted), **fields)


def certificate(url: str) -> Make:
    return note(SigningCertURL=url)


OTHER_TOPIC = TOPIC.replace("mail-events", "mail-events-2")
LISTENED: dict[str, Make] = {
    "version 2": note(),
    "version 1": note(version="1"),
    "with a subject": note(Subject="Amazon SES Email Event Notification"),
    "an hour old, nearly": note(soon(NOW, minutes=-59)),
    "a clock that is ahead a little": note(soon(NOW, minutes=4)),
    "with fields of no matter": note(UnsubscribeURL="https://evil.example/?x", MessageAttributes="{}"),
}
REFUSED: dict[str, Make] = {
    "another's signature": note(signer=STRANGER),
    "version 1 by another": note(signer=STRANGER, version="1"),
    "no signature": forged(Signature=None),
    "an empty signature": forged(Signature=""),
    "a signature that is no base64": forged(Signature="§§§"),
    "a signature of one byte": forged(Signature=base64.b64encode(b"x").decode()),
    "a changed message": lambda posted: changed(note()(posted), Message=event(posted) + " "),
    "a changed id": forged(MessageId="00000000-0000-0000-0000-000000000000"),
    "a changed time": forged(Timestamp=soon(NOW, minutes=-1).isoformat()),
    "an added subject": forged(Subject="added"),
    "version 2 that says it is 1": forged(SignatureVersion="1"),
    "version 3": forged(SignatureVersion="3"),
    "no version": forged(SignatureVersion=None),
    "another topic": note(TopicArn=OTHER_TOPIC),
    "another account's topic": note(TopicArn=TOPIC.replace("123456789012", "999999999999")),
    "another region's topic": note(TopicArn=TOPIC.replace("eu-west-1", "us-east-1")),
    "a topic that begins with ours": note(TopicArn=TOPIC + "x"),
    "no topic": forged(TopicArn=None),
    "an hour and a minute old": note(soon(NOW, minutes=-61)),
    "a year old": note(soon(NOW, days=-365)),
    "of the future": note(soon(NOW, minutes=6)),
    "no time": forged(Timestamp=None),
    "a time that is none": note(Timestamp="yesterday"),
    "another type": note(Type="Notification "),
    "no type": forged(Type=None),
    "no message": forged(Message=None),
    "a message that is no text": forged(Message={"a": 1}),
    "half a character": forged(Message="\ud800"),
    "no JSON": lambda _: b"Type=Notification",
    "no object": lambda _: b"[]",
    "nothing": lambda _: b"",
    "no UTF-8": lambda _: b"\xff\xfe{}",
    "deeply nested": lambda _: b"[" * 100_000,
    "the raw event": lambda posted: event(posted).encode(),
    "a certificate elsewhere": certificate(f"https://evil.example/{PEM}"),
    "a certificate of a host that ends like Amazon's": certificate(f"https://evilsns.eu-west-1.amazonaws.com/{PEM}"),
    "a certificate of a host that begins like Amazon's": certificate(f"{HOST}.evil.example/{PEM}"),
    "a certificate behind a user": certificate(f"{HOST}@evil.example/{PEM}"),
    "a certificate behind a backslash": certificate(f"{HOST}\\@evil.example/{PEM}"),
    "a certificate of another region": certificate(f"https://sns.us-east-1.amazonaws.com/{PEM}"),
    "a certificate of another partition": certificate(f"{HOST}.cn/{PEM}"),
    "a certificate in a bucket": certificate(f"https://s3.eu-west-1.amazonaws.com/bucket/{PEM}"),
    "a certificate without TLS": certificate(f"http://sns.eu-west-1.amazonaws.com/{PEM}"),
    "a certificate at a port": certificate(f"https://sns.eu-west-1.amazonaws.com:8443/{PEM}"),
    "a certificate with a query": certificate(f"{HOST}/{PEM}?x=.pem"),
    "a certificate up the path": certificate(f"{HOST}/../{PEM}"),
    "a certificate with a line break": certificate(f"{HOST}/{PEM}\n"),
    "no certificate": forged(SigningCertURL=None),
    "an upper-case host": certificate(CERTIFICATE_URL.replace("sns.", "SNS.")),
}


@pytest.mark.parametrize("name", LISTENED)
def test_a_true_message_is_heard(posted: Posted, name: str) -> None:
    assert posted.post(LISTENED[name](posted)) == 200
    assert fates(posted.database, posted.ids) == ["delivered"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_message_that_is_not_to_be_believed_is_refused(posted: Posted, name: str) -> None:
    assert posted.post(REFUSED[name](posted)) == 403
    assert posted.kept() == 0
    assert {url for url in posted.certificates.asked_for if url != CERTIFICATE_URL} == set()


@pytest.mark.parametrize("signer", [STRANGER, EXPIRED])
def test_whose_certificate_is_another_or_not_in_force_is_refused(posted: Posted, signer: Signer) -> None:
    posted.certificates.content = EXPIRED.certificate if signer is EXPIRED else b"no certificate"
    assert posted.post(note(signer=signer)(posted)) == 403
    assert posted.kept() == 0


def test_a_message_that_comes_again_changes_nothing(posted: Posted) -> None:
    body = note()(posted)
    assert [posted.post(body) for _ in range(3)] == [200, 200, 200]
    assert posted.kept() == 1
    assert posted.certificates.asked_for == [CERTIFICATE_URL]  # once, and kept


def test_a_subscription_is_confirmed_by_its_token_and_no_address_is_opened(posted: Posted) -> None:
    body = AMAZON.confirmation(at=NOW, SubscribeURL="http://169.254.169.254/latest/meta-data")
    assert posted.post(body) == 200
    assert posted.confirmations.tokens == [(TOPIC, "t" * 64)]
    assert posted.certificates.asked_for == [CERTIFICATE_URL]


@pytest.mark.parametrize(
    "make",
    [
        lambda: AMAZON.confirmation(at=NOW, TopicArn=OTHER_TOPIC),
        lambda: STRANGER.confirmation(at=NOW),
        lambda: changed(AMAZON.confirmation(at=NOW), Token="other"),  # noqa: S106 - a forged one
        lambda: AMAZON.confirmation(at=soon(NOW, hours=-2)),
    ],
)
def test_a_forged_confirmation_confirms_nothing(posted: Posted, make: Callable[[], bytes]) -> None:
    assert posted.post(make()) == 403
    assert posted.confirmations.tokens == []


def test_the_end_of_a_subscription_is_heard_and_changes_nothing(posted: Posted) -> None:
    assert posted.post(AMAZON.confirmation(at=NOW, Type="UnsubscribeConfirmation")) == 200
    assert posted.confirmations.tokens == []


def test_what_is_signed_and_no_event_is_told_from_a_forgery(posted: Posted) -> None:
    assert posted.post(AMAZON.notification("{}", at=NOW)) == 400
    assert posted.post(AMAZON.notification("Successfully validated SNS topic for Amazon SES", at=NOW)) == 200


def test_forgeries_with_ever_new_certificates_cost_a_few_fetches_and_keep_no_true_message_out(posted: Posted) -> None:
    true = note()(posted)
    assert posted.post(true) == 200
    posted.certificates.content = b"no certificate"
    names = [f"{HOST}/SimpleNotificationService-{number:032}.pem" for number in range(50)]
    answers = Counter(posted.post(changed(true, SigningCertURL=name)) for name in names)
    assert answers == {403: MOST_FETCHES - 1, 503: 51 - MOST_FETCHES}
    assert len(posted.certificates.asked_for) == MOST_FETCHES
    assert posted.post(true) == 200

    posted.clock.advance(FETCHES_IN)
    posted.certificates.content = AMAZON.certificate
    assert posted.post(note(SigningCertURL=names[0])(posted)) == 200, "Amazon's own may change meanwhile"


def test_what_cannot_be_decided_now_is_asked_for_again(posted: Posted) -> None:
    posted.certificates.is_down = True
    assert posted.post(note()(posted)) == 503
    posted.certificates.is_down = False
    posted.certificates.leads_to = "https://sns.eu-west-1.amazonaws.com/elsewhere.pem"
    assert posted.post(note()(posted)) == 503
    posted.certificates.leads_to = None
    posted.confirmations.is_down = True
    assert posted.post(AMAZON.confirmation(at=NOW)) == 503
    assert posted.post(note()(posted)) == 200


def test_a_body_that_is_too_large_is_not_read(posted: Posted) -> None:
    assert posted.post(b"x" * (MOST_BYTES + 1)) == 413


def test_only_post_is_answered_and_without_a_topic_there_is_no_such_door(posted: Posted, tmp_path: Path) -> None:
    assert fetch(f"{posted.url}/events/sns").status == 405
    site = Newsroom(posted.database, tmp_path).site()
    with Listener(public_app(replace(site, webhook=None)), "127.0.0.1", 0) as listener:
        assert fetch(f"{listener.url}/events/sns", "POST", body=b"{}").status == 404


def test_the_api_confirms_with_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate_aws(monkeypatch)
    with moto_server() as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SNS", url)
        import boto3

        topic = boto3.client("sns", region_name="eu-west-1").create_topic(Name="mail-events")["TopicArn"]
        ApiConfirming().confirm(topic, "t" * 64)
    monkeypatch.setenv("AWS_ENDPOINT_URL_SNS", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(UnavailableError, match="cannot be confirmed"):
        ApiConfirming().confirm(topic, "t" * 64)


def test_china_has_certificates_of_its_own() -> None:
    from syndicate.delivery.events.sns import read_message

    topic = TOPIC.replace("arn:aws:", "arn:aws-cn:").replace("eu-west-1", "cn-north-1")
    url = f"https://sns.cn-north-1.amazonaws.com.cn/{PEM}"
    body = AMAZON.notification("{}", at=NOW, TopicArn=topic, SigningCertURL=url)
    assert read_message(body, topic, NOW).certificate_url == url
    assert json.loads(body)["TopicArn"] == topic
