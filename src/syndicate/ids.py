"""The identifiers that we mint, random ones and ones that a re-import finds again; and the name of this process."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import socket

_BASE32 = b"abcdefghijklmnopqrstuvwxyz234567"
#: Each byte → one of 32 characters, all of them alike often.
_CHARACTERS = _BASE32 * 8


def random_id() -> str:
    """130 random bits as 26 lower-case base32 characters: unguessable, safe in URLs and SES tags."""
    return secrets.token_bytes(26).translate(_CHARACTERS).decode("ascii")


def stable_id(*parts: str) -> str:
    """13 lower-case base32 characters (65 bits) that depend on ``parts`` alone, for ever."""
    joined = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return _base32(hashlib.sha256(joined).digest())[:13]


def process_name() -> str:
    """This process, among those on all machines that share a database: host name and process id."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()
