"""Messages of Amazon SNS, verified: what is signed, by whose key, about which topic, and when.

After "Verifying the signatures of Amazon SNS messages" in the SNS developer guide. Nothing that a message names is
fetched but Amazon's own certificate, whose address is matched whole; a subscription is confirmed by the API.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from syndicate.errors import SyndicateError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

#: A message that is older may be a recording.
LONGEST_AGE = timedelta(hours=1)
#: Clocks may be apart by so much.
_AHEAD = timedelta(minutes=5)

_TOPIC = re.compile(r"arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]+)+-\d{1,2}):(\d{12}):[A-Za-z0-9_-]{1,256}")
_CERTIFICATE_PATH = r"/SimpleNotificationService-[A-Za-z0-9]{1,64}\.pem"
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    "UnsubscribeConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
#: What may be absent, and is then not signed.
_OPTIONAL = frozenset({"Subject"})
_VERSIONS = frozenset({"1", "2"})


class ForgedMessageError(SyndicateError):
    """A message that is not to be believed, and why; nothing of it may be acted upon."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SnsMessage:
    """A message as it came, of the right topic and age; believed only after `verify`."""

    type: str
    message_id: str
    message: str
    token: str
    certificate_url: str
    version: str
    signature: bytes
    signed: bytes


def region_of_topic(topic_arn: str) -> str:
    """The region of a topic, such as ``eu-west-1``.

    Raises:
        ValueError: that names no topic.
    """
    return _topic(topic_arn)[2]


def read_message(body: bytes, topic_arn: str, now: datetime) -> SnsMessage:
    """Read a message and look at everything that needs no key.

    Raises:
        ForgedMessageError: it is no message of that topic, too old, or names another's certificate.
    """
    fields = _fields(body)
    names = _SIGNED.get(fields.get("Type", ""))
    if names is None:
        _refuse("it is of no known type", code="sns-type")
    if fields.get("TopicArn") != topic_arn:
        _refuse("it is about another topic", code="sns-topic")
    missing = [name for name in names if name not in fields and name not in _OPTIONAL]
    if missing:
        _refuse(f"it has no {missing[0]}", code="sns-incomplete")
    _must_be_fresh(fields["Timestamp"], now)
    certificate_url, version = fields.get("SigningCertURL", ""), fields.get("SignatureVersion", "")
    if not re.fullmatch(_certificate_pattern(topic_arn), certificate_url):
        _refuse("its certificate does not lie with Amazon", code="sns-certificate")
    if version not in _VERSIONS:
        _refuse("it is signed in no known way", code="sns-version")
    return SnsMessage(
        type=fields["Type"],
        message_id=fields["MessageId"],
        message=fields["Message"],
        token=fields.get("Token", ""),
        certificate_url=certificate_url,
        version=version,
        signature=_signature(fields.get("Signature", "")),
        signed=_signed(fields, names),
    )


def public_key(certificate: bytes, now: datetime) -> tuple[RSAPublicKey, datetime]:
    """The key of a certificate in PEM, and until when it holds.

    Raises:
        ForgedMessageError: it is none, not of RSA, or not in force.
    """
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.x509 import load_pem_x509_certificate

    try:
        read = load_pem_x509_certificate(certificate)
        key = read.public_key()
    except ValueError:
        _refuse("its certificate cannot be read", code="sns-certificate")
    if not isinstance(key, RSAPublicKey):
        _refuse("its certificate has no RSA key", code="sns-certificate")
    if not read.not_valid_before_utc <= now <= read.not_valid_after_utc:
        _refuse("its certificate is not in force", code="sns-certificate")
    return key, read.not_valid_after_utc


def verify(message: SnsMessage, key: RSAPublicKey) -> None:
    """Check the signature: RSA over SHA-1 in version 1, over SHA-256 in version 2.

    Raises:
        ForgedMessageError: it is another's.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA1, SHA256

    algorithm = SHA1() if message.version == "1" else SHA256()  # noqa: S303 - Amazon's choice, for older topics
    try:
        key.verify(message.signature, message.signed, PKCS1v15(), algorithm)
    except InvalidSignature:
        _refuse("its signature does not fit", code="sns-signature")


def _topic(topic_arn: str) -> re.Match[str]:
    match = _TOPIC.fullmatch(topic_arn)
    if match is None:
        message = f"{topic_arn!r} is no ARN of a topic"
        raise ValueError(message)
    return match


def _certificate_pattern(topic_arn: str) -> str:
    topic = _topic(topic_arn)
    host = f"sns.{topic[2]}.amazonaws.com" + (".cn" if topic[1] == "aws-cn" else "")
    return f"https://{re.escape(host)}{_CERTIFICATE_PATH}"


def _fields(body: bytes) -> dict[str, str]:
    """The fields that are text; a field of another type is none, so that nothing unsigned comes through."""
    try:
        document: Any = json.loads(body)
    except (ValueError, RecursionError):
        _refuse("it is no JSON", code="sns-json")
    if not isinstance(document, dict):
        _refuse("it is no JSON object", code="sns-json")
    return {name: value for name, value in document.items() if isinstance(value, str)}


def _signed(fields: dict[str, str], names: tuple[str, ...]) -> bytes:
    try:
        return "".join(f"{name}\n{fields[name]}\n" for name in names if name in fields).encode()
    except UnicodeEncodeError:
        _refuse("it has halves of characters in it", code="sns-json")


def _must_be_fresh(timestamp: str, now: datetime) -> None:
    try:
        at = datetime.fromisoformat(timestamp)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
    except ValueError:
        _refuse("its time cannot be read", code="sns-time")
    if not now - LONGEST_AGE <= at <= now + _AHEAD:
        _refuse("it is too old, or of the future", code="sns-time")


def _signature(written: str) -> bytes:
    try:
        return base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        _refuse("its signature cannot be read", code="sns-signature")


def _refuse(why: str, *, code: str) -> NoReturn:
    message = f"a message of SNS is not believed: {why}"
    raise ForgedMessageError(message, code=code)
