"""Messages of Amazon SNS, signed as SNS signs them, with a key and a certificate of our own making.

What is signed: "Verifying the signatures of Amazon SNS messages" in the SNS developer guide.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from syndicate.clock import Clock, SystemClock
from syndicate.ids import random_id, stable_id

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_DAY = timedelta(days=1)


class SnsSigner:
    """A topic's messages: ``version`` is "1" (RSA with SHA-1) or "2" (with SHA-256), and holds where none is given.

    ``certificate`` is PEM and stands, for whoever verifies, at ``certificate_url``; give it to the verifier's fetch.
    ``message_id`` and ``timestamp`` of a message may be chosen, to repeat one or to let one be old.
    """

    def __init__(
        self,
        topic_arn: str = "arn:aws:sns:eu-west-1:111122223333:ses-events",
        *,
        version: str = "2",
        clock: Clock | None = None,
    ) -> None:
        """Make a key and its certificate, which takes a tenth of a second."""
        self.topic_arn = topic_arn
        self.version = version
        self._clock = clock or SystemClock()
        self._key = _new_key()
        self.certificate = _pem_of(_certificate(self._key, self._clock))
        name = stable_id(self.certificate.decode())
        self.host = f"sns.{topic_arn.split(':')[3]}.amazonaws.com"
        self.certificate_url = f"https://{self.host}/SimpleNotificationService-{name}.pem"

    def notification(
        self, message: str, *, subject: str | None = None, message_id: str = "", timestamp: str = ""
    ) -> dict[str, str]:
        """A ``Notification`` around a message."""
        given = {"Type": "Notification", "Message": message, **({"Subject": subject} if subject else {})}
        unsubscribe = {"UnsubscribeURL": f"https://{self.host}/?Action=Unsubscribe&SubscriptionArn={self.topic_arn}:1"}
        return {**self.signed({**given, **self._named(message_id, timestamp)}), **unsubscribe}

    def confirmation(
        self, *, kind: str = "SubscriptionConfirmation", token: str = "", message_id: str = "", timestamp: str = ""
    ) -> dict[str, str]:
        """A ``SubscriptionConfirmation`` or an ``UnsubscribeConfirmation``."""
        token = token or random_id() * 4
        url = f"https://{self.host}/?Action=ConfirmSubscription&TopicArn={self.topic_arn}&Token={token}"
        text = f"You have chosen to subscribe to the topic {self.topic_arn}."
        given = {"Type": kind, "Token": token, "Message": text, "SubscribeURL": url}
        return self.signed({**given, **self._named(message_id, timestamp)})

    def signed(self, message: Mapping[str, str], *, version: str = "") -> dict[str, str]:
        """The message with its signature over what it says now; what it had of one is replaced."""
        text = text_to_sign(message)
        version = version or self.version
        marks = {"SignatureVersion": version, "SigningCertURL": self.certificate_url}
        return {**message, **marks, "Signature": base64.b64encode(self._sign(text, version)).decode()}

    def _named(self, message_id: str, timestamp: str) -> dict[str, str]:
        now = self._clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"MessageId": message_id or random_id(), "TopicArn": self.topic_arn, "Timestamp": timestamp or now}

    def _sign(self, text: bytes, version: str) -> bytes:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding

        digest = hashes.SHA256() if version == "2" else hashes.SHA1()  # noqa: S303  # what version 1 is
        return self._key.sign(text, padding.PKCS1v15(), digest)


def text_to_sign(message: Mapping[str, str]) -> bytes:
    """What the signature of a message covers: some of its members, by name, a line each for name and value."""
    names = _NOTIFICATION if message["Type"] == "Notification" else _CONFIRMATION
    return "".join(f"{name}\n{message[name]}\n" for name in names if name in message).encode()


def _new_key() -> RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _certificate(key: RSAPrivateKey, clock: Clock) -> x509.Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = clock.now()
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + 365 * _DAY)
        .sign(key, hashes.SHA256())
    )


def _pem_of(certificate: x509.Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM)
