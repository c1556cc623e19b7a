"""Signed words in addresses of ours: each for one purpose, about one thing, and most of them for a time.

A token holds an id that says nothing by itself, never an address. A token for one purpose is none for another: the
purpose is the salt of the key that signs it. The newest key of the ring signs; all verify.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from itsdangerous import BadSignature, URLSafeSerializer


class Purpose(StrEnum):
    """What a link is for.

    ``UNSUBSCRIBE`` ends a subscription and never expires. ``PREFERENCES`` shows a person what they chose and lets them
    change it, ``CONFIRM`` answers a mail that asks, ``UNDO`` takes back that somebody left.
    """

    UNSUBSCRIBE = "unsubscribe"
    PREFERENCES = "preferences"
    CONFIRM = "confirm"
    UNDO = "undo"


class Tokens:
    """Signs and reads the tokens of one purpose."""

    def __init__(self, purpose: Purpose, secret_keys: Sequence[str]) -> None:
        """Take the key ring, oldest key first."""
        self._serializer = URLSafeSerializer(list(secret_keys), salt=purpose)
        self._key = self._serializer.make_signer().derive_key()

    def sign(self, about: str, since: date | None = None) -> str:
        """A token about an id; one that may expire says the day that it counts from, in UTC."""
        return self._signed(about if since is None else [about, since.toordinal()])

    def read(self, token: str) -> str | None:
        """The id in a token of ours that never expires, or ``None`` for any other string.

        Key on the id, never on the token: several spellings of one token are valid.
        """
        said = self._said(token)
        return said if isinstance(said, str) else None

    def read_fresh(self, token: str, now: datetime, valid: timedelta) -> str | None:
        """The id in a token of ours that is not older than ``valid``, in whole days, or ``None``."""
        match self._said(token):
            case [str(about), int(day)]:
                age = now.astimezone(UTC).date().toordinal() - day
                return about if age <= valid.days else None
        return None

    def _signed(self, said: str | list[str | int]) -> str:
        """What `URLSafeSerializer.dumps` makes of it; that derives its key, and tries to compress, for each anew."""
        payload = urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).rstrip(b"=")
        signature = urlsafe_b64encode(hmac.digest(self._key, payload, "sha1")).rstrip(b"=")
        return f"{payload.decode()}.{signature.decode()}"

    def _said(self, token: str) -> object:
        try:
            said: object = self._serializer.loads(token)
        except BadSignature:
            return None
        return said
