"""Passwords of editors: kept as Argon2 hashes, compared in the same time whether there is anything to compare with."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from syndicate.errors import BadDataError

#: Characters. What protects a password is its length.
SHORTEST = 12
LONGEST = 1_000

_hasher = PasswordHasher()
# One at a time: each takes 64 MiB, and who tries many at once need not get them all.
_turn = threading.Lock()


def hashed(password: str) -> str:
    """What is kept of a password.

    Raises:
        BadDataError: it is too short, or longer than any.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        message = f"a password has {SHORTEST} to {LONGEST:,} characters, and this one has {len(password):,}"
        hint = "A few words that nobody would say together are long, and easily remembered."
        raise BadDataError(message, code="password-length", hint=hint)
    with _turn:
        return _hasher.hash(_plain(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether that is the password; without one to compare with it takes as long to say no."""
    with _turn:
        try:
            _hasher.verify(kept or _nobodys(), _plain(password))
        except (InvalidHashError, VerificationError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed by other parameters than are thought strong enough today."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _hasher.hash("a password that no form sends, for nobody has it")


def _plain(password: str) -> str:
    """The same however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password)
