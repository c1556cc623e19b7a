"""Messages of SNS, signed by a key of the tests' own."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from syndicate.ids import random_id

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

TOPIC = "arn:aws:sns:eu-west-1:123456789012:mail-events"
CERTIFICATE_URL = f"https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-{'a1' * 16}.pem"
#: What is signed of each type, in this order (the guide of SNS); a subject only where there is one.
_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")


class Signer:
    """A key with its certificate, as Amazon has one."""

    def __init__(self, *, begins: datetime | None = None, ends: datetime | None = None) -> None:
        self._private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._begins = begins or datetime(2026, 1, 1, tzinfo=UTC)
        self._ends = ends or datetime(2027, 6, 1, tzinfo=UTC)

    @property
    def key(self) -> RSAPublicKey:
        return self._private.public_key()

    @cached_property
    def certificate(self) -> bytes:
        """In PEM."""
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._begins)
            .not_valid_after(self._ends)
            .sign(self._private, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM)

    def notification(self, message: str, *, at: datetime, version: str = "2", **changes: Any) -> bytes:
        """A message with an event in it."""
        fields = {"Type": "Notification", "Message": message, "MessageId": random_id()}
        return self.sign(fields | _common(at) | changes, version)

    def confirmation(self, *, at: datetime, version: str = "2", **changes: Any) -> bytes:
        """The question whether we want the topic's messages."""
        fields = {
            "Type": "SubscriptionConfirmation",
            "Message": "You have chosen to subscribe to the topic.",
            "MessageId": random_id(),
            "Token": "t" * 64,
            "SubscribeURL": f"https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn={TOPIC}",
        }
        return self.sign(fields | _common(at) | changes, version)

    def sign(self, fields: dict[str, Any], version: str) -> bytes:
        """Sign whatever it says."""
        names = _NOTIFICATION if fields.get("Type") == "Notification" else _CONFIRMATION
        signed = "".join(f"{name}\n{fields[name]}\n" for name in names if name in fields).encode()
        algorithm: Any = hashes.SHA1() if version == "1" else hashes.SHA256()  # noqa: S303 - what version 1 is
        signature = self._private.sign(signed, padding.PKCS1v15(), algorithm)
        fields = {"SignatureVersion": version, "SigningCertURL": CERTIFICATE_URL} | fields
        return json.dumps(fields | {"Signature": base64.b64encode(signature).decode()}).encode()


def _common(at: datetime) -> dict[str, str]:
    return {"TopicArn": TOPIC, "Timestamp": at.isoformat(timespec="milliseconds").replace("+00:00", "Z")}


def changed(body: bytes, **fields: Any) -> bytes:
    """The same message with other fields, as a forger leaves it: the signature is the old one; ``None`` is none."""
    document = json.loads(body) | fields
    return json.dumps({name: value for name, value in document.items() if value is not None}).encode()


def soon(at: datetime, **by: float) -> datetime:
    """Some time later, or earlier."""
    return at + timedelta(**by)
