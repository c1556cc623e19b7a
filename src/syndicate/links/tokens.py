"""Signed words in addresses of ours: each for one purpose, about one thing, and most of them for a time.

A token holds an id that says nothing by itself, never an address. A token for one purpose is none for another: the
purpose is the salt of the key that signs it. The newest key of the ring signs; all verify. One that was made for a
holder has a keyed digest of them as well, and is nobody else's.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldToken:
    """What a token of ours is about, and by which digests its holder is known."""

    about: str
    digest: str
    keys: tuple[bytes, ...]

    def is_of(self, holder: str) -> bool:
        """Whether it was made for that holder."""
        return any(hmac.compare_digest(self.digest, _digest(key, holder)) for key in self.keys)


class Tokens:
    """Signs and reads the tokens of one purpose."""

    def __init__(self, purpose: Purpose, secret_keys: Sequence[str]) -> None:
        """Take the key ring, oldest key first."""
        self._serializer = URLSafeSerializer(list(secret_keys), salt=purpose)
        signer = self._serializer.make_signer()
        self._keys = tuple(signer.derive_key(key) for key in signer.secret_keys)
        self._key = self._keys[-1]

    def sign(self, about: str, since: date | None = None) -> str:
        """A token about an id; one that may expire says the day that it counts from, in UTC."""
        return self._signed(about if since is None else [about, since.toordinal()])

    def sign_for(self, holder: str, about: str, since: date) -> str:
        """The same for one holder, such as a mailbox, by whom it is read again."""
        return self._signed([about, since.toordinal(), _digest(self._key, holder)])

    def read_held(self, token: str, now: datetime, valid: timedelta) -> HeldToken | None:
        """What `sign_for` made, not older than ``valid``, in whole days; whose it is, is the caller's to ask."""
        match self._said(token):
            case [str(about), int(day), str(digest)] if _age(day, now) <= valid.days:
                return HeldToken(about=about, digest=digest, keys=self._keys)
        return None

    def read(self, token: str) -> str | None:
        """The id in a token of ours that never expires, or ``None`` for any other string.

        Key on the id, never on the token: several spellings of one token are valid.
        """
        said = self._said(token)
        return said if isinstance(said, str) else None

    def read_fresh(self, token: str, now: datetime, valid: timedelta) -> str | None:
        """The id in a token of ours that is not older than ``valid``, in whole days, or ``None``."""
        match self._said(token):
            case [str(about), int(day)] if _age(day, now) <= valid.days:
                return about
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


def _age(day: int, now: datetime) -> int:
    return now.astimezone(UTC).date().toordinal() - day


def _digest(key: bytes, holder: str) -> str:
    """So short that a mail is not longer for it, and long enough that nobody guesses it behind a signature."""
    return urlsafe_b64encode(hmac.digest(key, b"holder\x00" + holder.encode(), "sha1")[:6]).decode()
