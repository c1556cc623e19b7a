"""Messages of SNS as they are posted: signed by `SnsSigner`, and changed as forgers leave them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from syndicate.testing.clock import ManualClock
from syndicate.testing.sns import SnsSigner

TOPIC = "arn:aws:sns:eu-west-1:123456789012:mail-events"
CERTIFICATE_URL = f"https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-{'a1' * 16}.pem"


class Signer:
    """A key whose certificate is in force for a year from ``begins`` on, and lies where Amazon's does."""

    def __init__(self, *, begins: datetime = datetime(2026, 6, 1, tzinfo=UTC)) -> None:
        self._signer = SnsSigner(TOPIC, clock=ManualClock(begins))
        self.certificate = self._signer.certificate

    def notification(self, message: str, *, at: datetime, version: str = "2", **changes: str) -> bytes:
        """A message with an event in it."""
        return self._signed(self._signer.notification(message, timestamp=_written(at)), version, changes)

    def confirmation(self, *, at: datetime, version: str = "2", **changes: str) -> bytes:
        """The question whether we want the topic's messages."""
        return self._signed(self._signer.confirmation(token="t" * 64, timestamp=_written(at)), version, changes)

    def _signed(self, message: dict[str, str], version: str, changes: dict[str, str]) -> bytes:
        """Sign whatever it says by then."""
        signed = self._signer.signed(message | changes, version=version)
        return json.dumps(signed | {"SigningCertURL": CERTIFICATE_URL} | changes).encode()


def _written(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def changed(body: bytes, **fields: Any) -> bytes:
    """The same message with other fields, as a forger leaves it: the signature is the old one; ``None`` is none."""
    document = json.loads(body) | fields
    return json.dumps({name: value for name, value in document.items() if value is not None}).encode()


def soon(at: datetime, **by: float) -> datetime:
    """Some time later, or earlier."""
    return at + timedelta(**by)
