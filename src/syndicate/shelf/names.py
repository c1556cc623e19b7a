"""Which names every shelf can hold: the common part of POSIX folders, S3 keys and URL paths."""

from __future__ import annotations

import unicodedata

from syndicate.errors import BadDataError

#: Bytes in UTF-8: of a whole name (S3's limit for keys) and of one part (most file systems').
MAX_NAME = 1024
MAX_PART = 255


def check(name: str) -> str:
    """The name, as it came.

    Relative, ``/`` between parts, NFC. No part is empty or hidden (which rules out ``.`` and
    ``..``), none holds a backslash or a control character.

    Raises:
        BadDataError: with code ``shelf-name``.
    """
    why = _fault(name)
    if why is not None:
        message = f"the name {name!r} {why}"
        raise BadDataError(message, code="shelf-name", hint="Use a relative path of plain parts, such as ab/cd.jpg.")
    return name


def is_valid(name: str) -> bool:
    """Whether `check` lets the name pass."""
    return _fault(name) is None


def _fault(name: str) -> str | None:
    parts = name.split("/")
    if "" in parts:
        return "is absolute or has an empty part"
    if any(part.startswith(".") for part in parts):
        return "leaves the shelf or has a hidden part"
    if any(character == "\\" or unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in name):
        return "has a backslash or a character that cannot be seen"
    if not unicodedata.is_normalized("NFC", name):
        return "is not in NFC"
    if len(name.encode()) > MAX_NAME or any(len(part.encode()) > MAX_PART for part in parts):
        return "is too long"
    return None
